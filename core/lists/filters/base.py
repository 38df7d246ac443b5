"""What every filter is: a field, the operators it knows, and how a value is read, applied and told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.lists.columns import Annotate, Text
from core.lists.context import ListContext

MAX_VALUES = 50
MAX_VALUE = 200

OPERATORS: dict[str, Promise] = {
    "is": pgettext_lazy("filter", "is"),
    "not": pgettext_lazy("filter", "is not"),
    "contains": pgettext_lazy("filter", "contains"),
    "starts": pgettext_lazy("filter", "starts with"),
    "over": pgettext_lazy("filter", "over"),
    "under": pgettext_lazy("filter", "under"),
    "between": pgettext_lazy("filter", "between"),
    "before": pgettext_lazy("filter", "before"),
    "after": pgettext_lazy("filter", "after"),
    "within": pgettext_lazy("filter", "within the next"),
    "past": pgettext_lazy("filter", "within the last"),
    "empty": pgettext_lazy("filter", "is empty"),
    "filled": pgettext_lazy("filter", "is filled in"),
}
BARE = ("empty", "filled")  # operators without a value


class FilterProblem(ValueError):
    """A value that cannot be filtered by; the message is for people."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose from."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter in force: `values` are in the form in which the URL holds them."""

    key: str
    op: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Base of all filters. `field` is the ORM path or annotation; `can_be_empty` adds the two bare operators."""

    operators: ClassVar[tuple[str, ...]] = ("is", "not")
    control: ClassVar[str] = "text"
    multiple: ClassVar[bool] = False

    key: str
    label: Text
    field: str = ""
    order: int = 100
    group: Text = ""
    can_be_empty: bool = False
    needs_money: bool = False
    annotate: Annotate | None = None

    def allowed(self, context: ListContext) -> bool:
        """Whether the reader may filter by this."""
        return context.sees_money or not self.needs_money

    def ops(self) -> tuple[str, ...]:
        """The operators offered."""
        return self.operators + (BARE if self.can_be_empty else ())

    def condition(
        self, op: str, values: Sequence[str], context: ListContext, *, typed: bool = False
    ) -> Condition:
        """Read values into a condition; `typed` when a person wrote them into a form, in the own locale.

        Raises FilterProblem with a sentence that names the way out.
        """
        op = op or self.operators[0]
        if op not in self.ops():
            raise FilterProblem(_("%(field)s has no such comparison.") % {"field": self.label})
        if op in BARE:
            return Condition(self.key, op)
        given = [value.strip() for value in values if value.strip()]
        if not given:
            raise FilterProblem(_("%(field)s needs a value to compare with.") % {"field": self.label})
        if len(given) > MAX_VALUES or any(len(value) > MAX_VALUE or "\0" in value for value in given):
            raise FilterProblem(
                _("%(field)s: the value is too long, or holds characters that no text has.")
                % {"field": self.label}
            )
        return Condition(self.key, op, tuple(self.read(op, given, context, typed)))

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        """The values in the URL's form; raises FilterProblem."""
        raise NotImplementedError

    def where(self, condition: Condition, context: ListContext) -> Q:
        """The rows that fit."""
        if condition.op in BARE:
            empty = self.where_empty()
            return empty if condition.op == "empty" else ~empty
        return self.where_value(condition.op, condition.values, context)

    def where_empty(self) -> Q:
        return Q(**{f"{self.field}__isnull": True})

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        raise NotImplementedError

    def words(self, condition: Condition, context: ListContext) -> str:
        """The values as a chip tells them."""
        return ", ".join(condition.values)

    def written(self, value: str, context: ListContext) -> str:
        """A value of the URL as the editor's field shows it, in the reader's own spelling."""
        return value

    def options(self, context: ListContext) -> Sequence[Option]:
        """What to choose from in the editor, or to be suggested; read only while the editor is open."""
        return ()

    def unit(self, context: ListContext) -> str:
        """A word behind the field, such as a currency."""
        return ""


Options = Callable[[ListContext], Sequence[Option]]
