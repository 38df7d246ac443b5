"""The list of an account's readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.lists import Column, ListContext, ListSpec
from core.lists.filters import ChoiceFilter, Condition, DateFilter, Option
from core.text import NONE, format_date, format_number
from health.choices import ReadingSource
from health.models import Metric, Reading
from health.selectors.cards import metric_label
from health.selectors.words import value_in_words


def counted(total: int) -> str:
    return ngettext("%(n)s reading", "%(n)s readings", total) % {"n": format_number(total)}


def _metric(reading: Reading, loaded: Any, context: ListContext) -> str:
    return metric_label(reading.metric)


def _until(reading: Reading, loaded: Any, context: ListContext) -> str:
    later = reading.confirmed_on > reading.measured_on
    return format_date(reading.confirmed_on) if later else NONE


def _who(reading: Reading, loaded: Any, context: ListContext) -> str:
    return str(reading.recorded_by) if reading.recorded_by else str(reading.get_source_display())


@dataclass(frozen=True, kw_only=True)
class MetricFilter(ChoiceFilter):
    """By metric, of the default ones and of the workspace's own, the archived too: their readings are still there."""

    choices: Sequence[tuple[str, object]] = ()

    def read(self, op: str, given: Sequence[str], context: ListContext, typed: bool) -> Sequence[str]:
        return self._known().read(op, given, context, typed)

    def words(self, condition: Condition, context: ListContext) -> str:
        return self._known().words(condition, context)

    def options(self, context: ListContext) -> Sequence[Option]:
        return self._known().options(context)

    def _known(self) -> ChoiceFilter:
        found = [(one.key, metric_label(one)) for one in Metric.objects.order_by("position", "id")]
        return ChoiceFilter(key=self.key, label=self.label, field=self.field, choices=found)


COLUMNS: tuple[Column, ...] = (
    Column(
        key="metric", label=_("Metric"), cell=_metric, order=0, card="lead", sort="metric__position",
        sort_kind="number", select_related=("metric",),
    ),
    Column(
        key="rating", label=_("Rating"), cell=lambda r, loaded, c: str(r.rating), order=10, sort="rating",
        sort_kind="number", align="end", card="side",
    ),
    Column(key="value", label=_("What was read"), cell=lambda r, loaded, c: value_in_words(r), order=20),
    Column(
        key="measured", label=_("Holds from"), cell=lambda r, loaded, c: format_date(r.measured_on), order=30,
        sort="measured_on", sort_kind="date", first="-", card="foot",
    ),
    Column(key="confirmed", label=_("Confirmed until"), cell=_until, order=40, priority=2, card="none"),
    Column(
        key="source", label=_("Source"), cell=_who, order=50, priority=2, card="foot",
        select_related=("recorded_by__user",),
    ),
)  # fmt: skip

READING_LIST = ListSpec(
    key="readings",
    columns=COLUMNS,
    filters=(
        MetricFilter(key="metric", label=_("Metric"), field="metric__key"),
        ChoiceFilter(key="source", label=_("Source"), field="source", choices=ReadingSource.choices),
        DateFilter(key="measured", label=_("Holds from"), field="measured_on"),
    ),
    default_sort="-measured",
    counted=counted,
)
