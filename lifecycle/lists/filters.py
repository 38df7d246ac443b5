"""Filters by the end of a term: its month, and how near it is. Rows have `term_ends_on`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import months_added
from core.lists import ListContext
from core.lists.filters import ChoiceFilter, Condition, Filter, FilterProblem, Option
from core.text import format_month
from lifecycle.rules import MILESTONES

WINDOWS = (
    ("30", gettext_lazy("30 days or less")),
    ("60", gettext_lazy("31 to 60 days")),
    ("90", gettext_lazy("61 to 90 days")),
    ("120", gettext_lazy("91 to 120 days")),
)


@dataclass(frozen=True, kw_only=True)
class MonthFilter(Filter):
    """The calendar months in which a date falls, written 2026-12."""

    control = "choices"
    multiple = True

    ahead: int = 12

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        return sorted({self._first(value).isoformat()[:7] for value in given})

    def _first(self, value: str) -> date:
        try:
            if len(value) != 7:
                raise ValueError(value)
            return date.fromisoformat(f"{value}-01")
        except ValueError as error:
            raise FilterProblem(
                _("%(field)s: “%(value)s” is no month. Write it like 2026-12.")
                % {"field": self.label, "value": value[:40]}
            ) from error

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        found = Q(pk__in=())
        for value in values:
            first = self._first(value)
            last = months_added(first, 1) - timedelta(days=1)
            found |= Q(**{f"{self.field}__range": (first, last)})
        return ~found if op == "not" else found

    def words(self, condition: Condition, context: ListContext) -> str:
        return ", ".join(format_month(self._first(value)) for value in condition.values)

    def options(self, context: ListContext) -> Sequence[Option]:
        start = context.today.replace(day=1)
        months = [months_added(start, number) for number in range(self.ahead)]
        return [Option(first.isoformat()[:7], format_month(first)) for first in months]


def in_windows(values: Sequence[str], context: ListContext) -> Q:
    """Terms that end within one of these windows of days from the reader's day."""
    found = Q(pk__in=())
    for milestone, nearer in zip(MILESTONES, (*MILESTONES[1:], -1), strict=True):
        if str(milestone) in values:
            first = context.today + timedelta(days=nearer + 1)
            found |= Q(term_ends_on__range=(first, context.today + timedelta(days=milestone)))
    return found


RENEWAL_WINDOW = ChoiceFilter(
    key="renewal_window", label=gettext_lazy("Renewal in"), choices=WINDOWS, match=in_windows, order=51
)
