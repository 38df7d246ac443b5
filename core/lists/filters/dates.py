"""Filters by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.lists.context import ListContext
from core.lists.filters.base import Condition, Filter, FilterProblem
from core.text import format_date, format_number

MAX_DAYS = 36_500
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class DateFilter(Filter):
    """A date, or (`is_moment`) the day of a moment in the reader's time zone."""

    operators: ClassVar[tuple[str, ...]] = ("within", "past", "before", "after", "between", "is")
    control: ClassVar[str] = "date"

    is_moment: bool = False

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        # The form has fields for dates and one for days: each comparison takes those that it knows.
        lengths = [value for value in given if value.isdigit()]
        if op in ("within", "past"):
            return [str(self._days((lengths or given)[0]))]
        given = [value for value in given if value not in lengths] or given
        needed = 2 if op == "between" else 1
        if len(given) < needed:
            raise FilterProblem(_("%(field)s: between needs two dates.") % {"field": self.label})
        return [day.isoformat() for day in sorted(self._day(value) for value in given[:needed])]

    def _days(self, value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) <= 6 and int(value) <= MAX_DAYS:
            return int(value)
        raise FilterProblem(
            _("%(field)s: write the number of days, up to %(most)s.")
            % {"field": self.label, "most": format_number(MAX_DAYS)}
        )

    def _day(self, value: str) -> date:
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise FilterProblem(
                _("%(field)s: “%(value)s” is no date. Write it like 2026-12-31.")
                % {"field": self.label, "value": value[:40]}
            ) from error
        if not date(1900, 1, 1) <= day <= date(9990, 12, 31):
            raise FilterProblem(_("%(field)s: the year is out of reach.") % {"field": self.label})
        return day

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        first, after = self._bounds(op, values, context.today)
        found = Q()
        if first is not None:
            found &= Q(**{f"{self.field}__gte": self._edge(first)})
        if after is not None:
            found &= Q(**{f"{self.field}__lt": self._edge(after)})
        return found

    def _bounds(self, op: str, values: Sequence[str], today: date) -> tuple[date | None, date | None]:
        """The first day that fits, and the first that no longer does."""
        if op == "within":
            return today, today + timedelta(days=int(values[0]) + 1)
        if op == "past":
            return today - timedelta(days=int(values[0])), today + DAY
        days = [date.fromisoformat(value) for value in values]
        if op == "before":
            return None, days[0]
        if op == "after":
            return days[0] + DAY, None
        return days[0], days[-1] + DAY

    def _edge(self, day: date) -> date | datetime:
        if not self.is_moment:
            return day
        return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())

    def words(self, condition: Condition, context: ListContext) -> str:
        if condition.op in ("within", "past"):
            days = int(condition.values[0])
            return ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}
        shown = [format_date(date.fromisoformat(value)) for value in condition.values]
        if len(shown) == 2:
            return pgettext("filter", "%(low)s and %(high)s") % {"low": shown[0], "high": shown[1]}
        return shown[0]
