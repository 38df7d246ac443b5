"""Filters by number and by money."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.lists.context import ListContext
from core.lists.filters.base import Condition, Filter, FilterProblem
from core.money import AmountError, exponent, parse_amount
from core.text import format_money, format_number

MAX_BIGINT = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class NumberFilter(Filter):
    """A whole number of the column's own unit, or one with `places` decimals that is stored without the point
    (a score of 49.5 with 3 places is 49500)."""

    operators: ClassVar[tuple[str, ...]] = ("over", "under", "between", "is")
    control: ClassVar[str] = "number"

    places: int = 0
    most: int = 2**31 - 1

    def decimals(self, context: ListContext) -> int:
        return self.places

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        needed = 2 if op == "between" else 1
        if len(given) < needed:
            raise FilterProblem(_("%(field)s: between needs two values.") % {"field": self.label})
        decimal = str(get_format("DECIMAL_SEPARATOR")) if typed else "."
        read = sorted(self._minor(value, decimal, context) for value in given[:needed])
        return [self._plain(value, context) for value in read]

    def _minor(self, value: str, decimal: str, context: ListContext) -> int:
        try:
            minor = parse_amount(value, decimal, self.decimals(context))
        except AmountError as error:
            raise FilterProblem(
                _("%(field)s: “%(value)s” is no number that can be compared with. Write it like %(example)s.")
                % {"field": self.label, "value": value[:40], "example": format_number(1250)}
            ) from error
        if abs(minor) > self.most:
            raise FilterProblem(_("%(field)s: the number is too large.") % {"field": self.label})
        return minor

    def _plain(self, minor: int, context: ListContext) -> str:
        places = self.decimals(context)
        if not places:
            return str(minor)
        whole, rest = divmod(abs(minor), 10**places)
        body = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
        return f"-{body}" if minor < 0 else body

    def where_value(self, op: str, values: Sequence[str], context: ListContext) -> Q:
        read = [self._minor(value, ".", context) for value in values]
        lookups: dict[str, tuple[str, object]] = {
            "over": ("gt", read[0]),
            "under": ("lt", read[0]),
            "between": ("range", tuple(read)),
            "is": ("exact", read[0]),
        }
        lookup, value = lookups[op]
        return Q(**{f"{self.field}__{lookup}": value})

    def words(self, condition: Condition, context: ListContext) -> str:
        shown = [self.shown(self._minor(value, ".", context), context) for value in condition.values]
        if len(shown) == 2:
            return pgettext("filter", "%(low)s and %(high)s") % {"low": shown[0], "high": shown[1]}
        return shown[0]

    def written(self, value: str, context: ListContext) -> str:
        return value.replace(".", str(get_format("DECIMAL_SEPARATOR")))

    def shown(self, minor: int, context: ListContext) -> str:
        places = self.decimals(context)
        return format_number(minor / 10**places, places) if places else format_number(minor)


@dataclass(frozen=True, kw_only=True)
class MoneyFilter(NumberFilter):
    """An amount in the list's currency, stored in minor units; hidden from those who do not see money."""

    needs_money: bool = True
    most: int = MAX_BIGINT

    def decimals(self, context: ListContext) -> int:
        return exponent(context.currency)

    def shown(self, minor: int, context: ListContext) -> str:
        return format_money(minor, context.currency)

    def unit(self, context: ListContext) -> str:
        return context.currency
