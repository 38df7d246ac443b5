"""Filters by a word of a list, by yes or no, and by a person or account."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from core.lists.context import ListContext
from core.lists.filters.base import Condition, Filter, FilterProblem, Option, Options

ME = pgettext_lazy("filter", "me")


@dataclass(frozen=True, kw_only=True)
class ChoiceFilter(Filter):
    """One or several words of a fixed list; `match` replaces `field in values` where it is no column."""

    control: ClassVar[str] = "choices"
    multiple: ClassVar[bool] = True

    choices: Sequence[tuple[str, object]]
    match: Callable[[Sequence[str], ListContext], Q] | None = None

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        known = [value for value, _label in self.choices if value and value in given]
        strange = [value for value in given if value not in known]
        if strange:
            raise FilterProblem(
                _("%(field)s knows no “%(value)s”.") % {"field": self.label, "value": strange[0][:40]}
            )
        return known

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        found = self.match(values, context) if self.match else Q(**{f"{self.field}__in": values})
        return ~found if op == "not" else found

    def where_empty(self) -> Q:
        return Q(**{self.field: ""})

    def words(self, condition: Condition, context: ListContext) -> str:
        return ", ".join(str(label) for value, label in self.choices if value in condition.values)

    def options(self, context: ListContext) -> Sequence[Option]:
        return [Option(value, str(label)) for value, label in self.choices if value]


@dataclass(frozen=True, kw_only=True)
class FlagFilter(Filter):
    """Yes or no; `match` where it is no column."""

    operators: ClassVar[tuple[str, ...]] = ("is",)
    control: ClassVar[str] = "flag"

    match: Callable[[ListContext], Q] | None = None

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        if given[0] not in ("yes", "no"):
            raise FilterProblem(_("%(field)s is yes or no.") % {"field": self.label})
        return given[:1]

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        found = self.match(context) if self.match else Q(**{self.field: True})
        return found if values[0] == "yes" else ~found

    def words(self, condition: Condition, context: ListContext) -> str:
        return pgettext("filter", "yes") if condition.values == ("yes",) else pgettext("filter", "no")

    def options(self, context: ListContext) -> Sequence[Option]:
        return [Option("yes", pgettext("filter", "yes")), Option("no", pgettext("filter", "no"))]


def the_reader(context: ListContext) -> Sequence[int]:
    """Whom "me" means where a filter names members."""
    return [context.me or 0]


@dataclass(frozen=True, kw_only=True)
class ReferenceFilter(Filter):
    """A row of another table by its id.

    `choices` lists all there are where they are few (members); else `find(text)` answers the id that a typed
    name means, and `labels(ids)` the names for the chip, each within what the reader may see. "me" stands
    for the rows of `mine`, the reader as a rule; None where no row is anybody's. `match(ids)` and `missing()` replace the
    plain column.
    """

    multiple: ClassVar[bool] = True

    choices: Options | None = None
    find: Callable[[str, ListContext], int | None] | None = None
    labels: Callable[[Sequence[int], ListContext], dict[int, str]] | None = None
    match: Callable[[Sequence[int]], Q] | None = None
    missing: Callable[[], Q] | None = None
    mine: Callable[[ListContext], Sequence[int]] | None = the_reader
    my_label: Any = ME

    @property
    def control(self) -> str:  # type: ignore[override]
        return "choices" if self.choices else "text"

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        if not typed or self.find is None:
            return [self._id(value, context) for value in given]
        found = [self.find(value, context) for value in given]
        if None in found:
            raise FilterProblem(
                _("%(field)s: nothing is named “%(value)s”. Write the whole name.")
                % {"field": self.label, "value": given[found.index(None)][:60]}
            )
        return [str(value) for value in found]

    def _id(self, value: str, context: ListContext) -> str:
        if value == "me" and context.me is not None and self.choices and self.mine:
            return value
        if not value.isascii() or not value.isdigit() or len(value) > 18:
            raise FilterProblem(
                _("%(field)s: “%(value)s” is no row.") % {"field": self.label, "value": value[:40]}
            )
        return str(int(value))

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        own = list(self.mine(context)) if self.mine and "me" in values else []
        ids = [*own, *(int(value) for value in values if value != "me")]
        found = self.match(ids) if self.match else Q(**{f"{self.field}__in": ids})
        return ~found if op == "not" else found

    def where_empty(self) -> Q:
        return self.missing() if self.missing else super().where_empty()

    def words(self, condition: Condition, context: ListContext) -> str:
        ids = [int(value) for value in condition.values if value != "me"]
        if self.labels and ids:
            names = self.labels(ids, context)
        else:
            names = (
                {int(o.value): str(o.label) for o in self.options(context) if o.value != "me"} if ids else {}
            )
        unknown = _("unknown")
        return ", ".join(
            str(self.my_label) if value == "me" else names.get(int(value), unknown)
            for value in condition.values
        )

    def written(self, value: str, context: ListContext) -> str:
        if self.choices is not None:
            return value
        return self.words(Condition(self.key, "is", (value,)), context)

    def options(self, context: ListContext) -> Sequence[Option]:
        return self.choices(context) if self.choices else ()
