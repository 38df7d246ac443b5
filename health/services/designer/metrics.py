"""Metrics of the workspace's own: rated by people, or counted from usage."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from core import jobs
from core.errors import Conflict, DomainError, DomainErrors
from core.tenancy import required_workspace_id
from health.choices import MetricKey, UsageFigure, VersionStatus
from health.models import Metric, ScorecardMetric
from health.rules import in_order
from health.selectors.cards import metric_label
from workspaces.models import Member

MOST = 40
"""Metrics of a workspace, so that a page and a statement have an end."""
RECOMPUTE = "health.recompute_today"


@dataclass(frozen=True)
class MetricFields:
    """A metric as a person describes it. `figure` empty: people rate it. `cutoffs`: two figures in thousandths, for
    rating 2 and for 3, of a usage metric."""

    label: str
    group: str
    shelf_life_days: int
    figure: str = ""
    feature: str = ""
    window_days: int = 30
    per_seat: bool = False
    cutoffs: tuple[int, ...] = ()
    lower_is_better: bool = False


def create_metric(fields: MetricFields, *, by: Member, now: datetime) -> Metric:
    """Make a metric; one of usage is read for all accounts soon after. It scores once a card gives it a weight.

    Raises DomainErrors with the fields at fault, DomainError beyond forty metrics.
    """
    _check(fields)
    with transaction.atomic():
        if Metric.objects.count() >= MOST:
            raise DomainError(_("A workspace has at most 40 metrics. Use one that is archived."))
        position = (Metric.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        metric = Metric.objects.create(
            key=_key(fields.label),
            label=fields.label.strip(),
            position=position,
            is_automatic=bool(fields.figure),
            shelf_life_days=fields.shelf_life_days,
            heading=fields.group,
            figure=fields.figure,
            feature=fields.feature.strip(),
            window_days=fields.window_days,
            per_seat=fields.per_seat,
            cutoffs=list(fields.cutoffs),
            lower_is_better=fields.lower_is_better,
        )
        if metric.figure:
            jobs.enqueue(RECOMPUTE, required_workspace_id())
    return metric


def keep_metric_of_event(event_key: str, *, label: str, group: str, cutoffs: tuple[int, int]) -> None:
    """Have a usage metric of an event of the platform's own (health.ports), under the event's key, counting how often it
    happened in 30 days. One that stands, archived or renamed, is left as it is; beyond forty metrics none is made."""
    if Metric.objects.filter(key=event_key).exists() or Metric.objects.count() >= MOST:
        return
    position = (Metric.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    Metric.objects.get_or_create(
        key=event_key,
        defaults={
            "label": label[:120],
            "position": position,
            "is_automatic": True,
            "heading": group,
            "figure": UsageFigure.EVENTS,
            "feature": event_key,
            "cutoffs": list(cutoffs),
        },
    )


def update_metric(
    metric: Metric, *, label: str, group: str, shelf_life_days: int, expected_version: int
) -> None:
    """Another name, group or shelf life; versions that scored keep the shelf life that they had.

    What is counted stays as it is. Raises Conflict when somebody changed it meanwhile, DomainErrors for bad values.
    """
    _check(MetricFields(label, group, shelf_life_days), may_be_blank=metric.key in MetricKey.values)
    written = Metric.objects.filter(pk=metric.pk, version=expected_version).update(
        label=label.strip(), heading=group, shelf_life_days=shelf_life_days, version=F("version") + 1
    )
    if not written:
        raise Conflict(_("Somebody else changed this metric meanwhile. Look at it again before you save."))


def archive_metric(metric: Metric, *, now: datetime) -> None:
    """Put a metric aside: it is measured and offered no more, its readings stay. Raises Conflict while a scorecard in
    force or a draft weighs it."""
    weighed = ScorecardMetric.objects.filter(metric=metric).exclude(version__status=VersionStatus.RETIRED)
    cards = sorted(set(weighed.values_list("version__scorecard__name", flat=True)))
    if cards:
        words = _("%(metric)s has a weight on %(cards)s. Publish a version without it first.")
        raise Conflict(words % {"metric": metric_label(metric), "cards": ", ".join(cards)})
    Metric.objects.filter(pk=metric.pk).update(archived_at=now, version=F("version") + 1)


def unarchive_metric(metric: Metric) -> None:
    """Bring a metric back."""
    Metric.objects.filter(pk=metric.pk).update(archived_at=None, version=F("version") + 1)


def _check(fields: MetricFields, *, may_be_blank: bool = False) -> None:
    errors = []
    if not (may_be_blank or fields.label.strip()) or len(fields.label.strip()) > 120:
        errors.append(DomainError(_("Give the metric a name of 1 to 120 characters."), field="label"))
    if not 1 <= fields.shelf_life_days <= 3650:
        errors.append(DomainError(_("A reading counts for 1 to 3650 days."), field="shelf_life_days"))
    if fields.figure:
        if not 1 <= fields.window_days <= 365:
            errors.append(DomainError(_("The window is 1 to 365 days long."), field="window_days"))
        if len(fields.cutoffs) != 2 or not in_order(fields.cutoffs, lower=fields.lower_is_better):
            said = (
                _("Lower is better here, so the figure for 3 must lie below that for 2.")
                if fields.lower_is_better
                else _("The figure for 3 must lie above that for 2.")
            )
            errors.append(DomainError(said, field="cut_3"))
    if errors:
        raise DomainErrors(errors)


def _key(label: str) -> str:
    """A key that no metric has, from the name: how imports name the metric."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50] or "metric"
    taken = set(Metric.objects.filter(key__startswith=stem).values_list("key", flat=True))
    number = 2
    key = stem
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
