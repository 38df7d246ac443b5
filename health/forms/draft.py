"""The designer's form: a row per metric, and what holds for the whole card."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.choices import Segment, Stage
from accounts.forms.fields import choice
from accounts.forms.fields import number as whole_number
from health.choices import MetricGroup
from health.forms.numbers import Figure
from health.models import Metric, ScorecardMetric, ScorecardVersion
from health.rules import NUMBER, PERCENT, TIMES, Threshold
from health.selectors.cards import metric_label, thresholds_of
from health.services.designer import DraftFields, DraftMetric

MOST_FIGURE = 1_000_000_000
UNITS = {PERCENT: _("%"), TIMES: _("times"), NUMBER: ""}
NAMES = {
    "features_list": _("of the product's list"),
    "features_median": _("of the book's median"),
    "tickets": _("open tickets"),
    "csat": _("mean of 5"),
    "paid_on_time": _("paid on time"),
}


@dataclass(frozen=True)
class ThresholdRow:
    """One set of thresholds with its two fields, for rating 2 and 3."""

    name: str
    unit: str
    middling: BoundField
    good: BoundField


@dataclass(frozen=True)
class MetricRow:
    """One metric with its fields, as the table draws it."""

    metric: Metric
    label: str
    source: str
    weight: BoundField
    life: BoundField
    lower: BoundField | None
    thresholds: tuple[ThresholdRow, ...]


@dataclass(frozen=True)
class GroupRows:
    """The metrics under one heading, with the sum of their weights as they stand, in percent."""

    label: str
    rows: tuple[MetricRow, ...]
    percent: float


class DraftForm(forms.Form):
    """Fields are named weight_ID, life_ID, lower_ID and cut_ID_THRESHOLD_RATING; empty thresholds are the metric's
    own, an empty weight leaves the metric out."""

    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    healthy_from = Figure(label=_("Healthy from"), most=100, places=3, required=True)
    monitor_from = Figure(label=_("Monitor from"), most=100, places=3, required=True)
    min_coverage = Figure(label=_("Least coverage, %"), most=100, required=True)
    segment = choice(_("Segment"), Segment.choices, empty=_("Any segment"))
    stage = choice(_("Stage"), Stage.choices, empty=_("Any stage"))
    product = choice(_("Product"), [], empty=_("Any product"))

    def __init__(
        self,
        *args: Any,
        draft: ScorecardVersion,
        metrics: list[Metric],
        products: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        self.chosen = {row.metric_id: row for row in draft.metrics.all()}
        kwargs["initial"] = _card_initial(draft)
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [("", _("Any product")), *products]  # type: ignore[attr-defined]
        if draft.scorecard.is_default:
            for name in ("segment", "stage", "product"):
                del self.fields[name]
        self.metrics = metrics  # the archived ones too, for names
        self.offered = [
            metric for metric in metrics if metric.archived_at is None or metric.pk in self.chosen
        ]
        for metric in self.offered:
            self._add(metric, self.chosen.get(metric.pk))

    def groups(self) -> list[GroupRows]:
        """The rows by group, in the groups' order; groups without a metric are left out."""
        grouped = []
        for group in MetricGroup:
            rows = tuple(self._row(metric) for metric in self.offered if metric.heading == group)
            if rows:
                weights = [
                    self.chosen[row.metric.pk].weight_bp for row in rows if row.metric.pk in self.chosen
                ]
                grouped.append(GroupRows(str(group.label), rows, sum(weights) / 100))
        return grouped

    def fields_given(self) -> DraftFields:
        """What the service takes; call on a valid form."""
        given = self.cleaned_data
        product = given.get("product") or None
        return DraftFields(
            healthy_from=given["healthy_from"],
            monitor_from=given["monitor_from"],
            min_coverage_bp=given["min_coverage"],
            metrics=tuple(
                self._metric(metric) for metric in self.offered if given.get(f"weight_{metric.pk}")
            ),
            segment=given.get("segment", ""),
            stage=given.get("stage", ""),
            product_id=int(product) if product else None,
        )

    def clean(self) -> dict[str, Any]:
        """A threshold needs both of its figures, or none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for metric in self.offered:
            for threshold in thresholds_of(metric):
                two, three = (f"cut_{metric.pk}_{threshold.key}_{rating}" for rating in (2, 3))
                if (given.get(two) is None) != (given.get(three) is None) and not {two, three} & set(
                    self.errors
                ):
                    empty = two if given.get(two) is None else three
                    self.add_error(empty, say("Fill in both figures, or none for the metric's own."))
        return given

    def _add(self, metric: Metric, chosen: ScorecardMetric | None) -> None:
        name = metric_label(metric)
        labels = {"metric": name}
        self.fields[f"weight_{metric.pk}"] = Figure(label=say("Weight of %(metric)s, %%") % labels, most=100)
        self.fields[f"weight_{metric.pk}"].widget.attrs["data-weight"] = ""
        life = whole_number(say("Days that a reading of %(metric)s counts") % labels, most=3650, least=1)
        self.fields[f"life_{metric.pk}"] = life
        self.initial[f"weight_{metric.pk}"] = chosen.weight_bp if chosen else None
        self.initial[f"life_{metric.pk}"] = (
            chosen.shelf_life_days if chosen else None
        ) or metric.shelf_life_days
        thresholds = thresholds_of(metric)
        if not thresholds:
            return
        self.fields[f"lower_{metric.pk}"] = forms.BooleanField(
            label=say("Lower is better for %(metric)s") % labels, required=False
        )
        own = chosen is not None and bool(chosen.cutoffs)
        self.initial[f"lower_{metric.pk}"] = chosen.lower_is_better if chosen and own else thresholds[0].lower
        for threshold in thresholds:
            self._add_cutoffs(metric, threshold, chosen.cutoffs.get(threshold.key) if chosen else None)

    def _add_cutoffs(self, metric: Metric, threshold: Threshold, own: list[int] | None) -> None:
        for place, rating in enumerate((2, 3)):
            key = f"cut_{metric.pk}_{threshold.key}_{rating}"
            words = {"metric": metric_label(metric), "rating": rating, "name": NAMES.get(threshold.key, "")}
            field = Figure(
                label=say("%(metric)s: figure for %(rating)s %(name)s") % words, most=MOST_FIGURE, places=3
            )
            standard = threshold.standard
            if standard:
                field.widget.attrs["placeholder"] = field.prepare_value(standard[place])
            self.fields[key] = field
            self.initial[key] = own[place] if own else None

    def _row(self, metric: Metric) -> MetricRow:
        thresholds = thresholds_of(metric)
        return MetricRow(
            metric,
            metric_label(metric),
            source_words(metric),
            self[f"weight_{metric.pk}"],
            self[f"life_{metric.pk}"],
            self[f"lower_{metric.pk}"] if thresholds else None,
            tuple(
                ThresholdRow(
                    str(NAMES.get(threshold.key, "")),
                    str(UNITS[threshold.unit]),
                    self[f"cut_{metric.pk}_{threshold.key}_2"],
                    self[f"cut_{metric.pk}_{threshold.key}_3"],
                )
                for threshold in thresholds
            ),
        )

    def _metric(self, metric: Metric) -> DraftMetric:
        given = self.cleaned_data
        cutoffs: dict[str, list[int]] = {}
        for threshold in thresholds_of(metric):
            pair = [given.get(f"cut_{metric.pk}_{threshold.key}_{rating}") for rating in (2, 3)]
            if None not in pair:
                cutoffs[threshold.key] = [int(cut) for cut in pair if cut is not None]
        return DraftMetric(
            metric.pk,
            given[f"weight_{metric.pk}"],
            given.get(f"life_{metric.pk}"),
            cutoffs,
            bool(given.get(f"lower_{metric.pk}")) if cutoffs else False,
        )


def source_words(metric: Metric) -> str:
    """Where a metric's readings come from: people, the platform's own rule, or which use is counted."""
    if metric.figure:
        of = say("of %(feature)s") % {"feature": metric.feature} if metric.feature else say("of all use")
        said = say("%(figure)s %(of)s, %(days)s days") % {
            "figure": metric.get_figure_display(),
            "of": of,
            "days": metric.window_days,
        }
        return say("%(said)s, per licence") % {"said": said} if metric.per_seat else said
    return say("Measured from your data") if metric.is_automatic else say("Rated by people")


def _card_initial(draft: ScorecardVersion) -> dict[str, Any]:
    return {
        "edits": draft.edits,
        "healthy_from": draft.healthy_from,
        "monitor_from": draft.monitor_from,
        "min_coverage": draft.min_coverage_bp,
        "segment": draft.segment,
        "stage": draft.stage,
        "product": draft.product_id or "",
    }
