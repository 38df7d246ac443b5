"""Filters by text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import pgettext

import core.lists.lookups  # noqa: F401  (registers `prefixed`)
from core.lists.context import ListContext
from core.lists.filters.base import Condition, Filter, Option, Options
from core.text import name_key


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """Text as people remember it: contains, starts with, is.

    `folded`: the column holds the folded key of a name (core.text.name_key), so that case does not matter.
    `nullable`: empty is NULL rather than "". `suggest` offers values in the editor.
    """

    operators: ClassVar[tuple[str, ...]] = ("contains", "starts", "is", "not")

    folded: bool = False
    nullable: bool = False
    suggest: Options | None = None

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        return given[:1]

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        value = name_key(values[0]) if self.folded else values[0]
        lookups = {
            "contains": "contains" if self.folded else "icontains",
            "starts": "prefixed" if self.folded else "istartswith",
        }
        found = Q(**{f"{self.field}__{lookups.get(op, 'exact')}": value})
        return ~found if op == "not" else found

    def where_empty(self) -> Q:
        return super().where_empty() if self.nullable else Q(**{self.field: ""})

    def words(self, condition: Condition, context: ListContext) -> str:
        return pgettext("filter", "“%(value)s”") % {"value": condition.values[0]}

    def options(self, context: ListContext) -> Sequence[Option]:
        return self.suggest(context) if self.suggest else ()


@dataclass(frozen=True, kw_only=True)
class ListedTextFilter(TextFilter):
    """Free text that repeats, such as an industry: several values at once, chosen from those in use."""

    operators: ClassVar[tuple[str, ...]] = ("is", "not")
    multiple: ClassVar[bool] = True
    control: ClassVar[str] = "listed"

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        return list(dict.fromkeys(given))

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        found = Q(**{f"{self.field}__in": values})
        return ~found if op == "not" else found

    def words(self, condition: Condition, context: ListContext) -> str:
        return ", ".join(condition.values)
