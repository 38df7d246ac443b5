"""Publishing a scorecard: a new version, never a change of an old one."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from core.tenancy import required_workspace_id
from health.choices import VersionStatus
from health.models import Metric, Scorecard, ScorecardMetric, ScorecardVersion
from health.rules import WHOLE
from health.selectors.cards import card_of_version, weights_in_words
from health.selectors.offer import scorecard_offer
from health.services.history import request_history
from workspaces.choices import SecurityActKind
from workspaces.models import Member
from workspaces.services.trail import record_act


def publish_offered_scorecard(
    *, expected_version: int | None, by: Member | None, today: date, now: datetime
) -> ScorecardVersion:
    """Publish the scorecard offered from the data as the next version of the default card.

    `expected_version`: number of the version that the person saw in force, None for any. Raises Conflict when
    another was published meanwhile, DomainError when the offer says nothing new. Asks for the weekly history.
    """
    one_publication_at_a_time()
    offer = scorecard_offer(today=today)
    number = offer.published.number if offer.published else None
    if expected_version is not None and expected_version != number:
        raise Conflict(_("Another version was published meanwhile. Look at it before you publish this one."))
    if not offer.is_news:
        raise DomainError(_("This scorecard is published already. Import more data to be offered another."))
    return publish_scorecard(offer.weights, by=by, today=today, now=now)


def publish_scorecard(
    weights: Mapping[str, int], *, by: Member | None, today: date, now: datetime
) -> ScorecardVersion:
    """Publish weights (basis points that sum to 10,000, by metric key) as the next version of the default card.

    The version in force is retired and keeps its scores; limits, scale, minimum coverage, and the shelf lives and
    thresholds of metrics that stay are carried over.
    The weekly history and today's scores are computed anew soon after. Raises DomainError for weights that do
    not sum to 100 % or name an unknown metric.
    """
    metrics = {metric.key: metric for metric in Metric.objects.filter(key__in=weights)}
    if sum(weights.values()) != WHOLE or min(weights.values()) <= 0 or set(metrics) != set(weights):
        raise DomainError(_("The weights must be above 0 and sum to exactly 100 %."))
    with transaction.atomic():
        one_publication_at_a_time()
        card = Scorecard.objects.get(is_default=True)
        kept = ScorecardVersion.objects.filter(scorecard=card).exclude(status=VersionStatus.DRAFT)
        last = kept.order_by("-number").first()
        highest = ScorecardVersion.objects.filter(scorecard=card).aggregate(n=Max("number"))["n"] or 0
        kept.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.RETIRED)
        version = ScorecardVersion.objects.create(
            scorecard=card,
            number=highest + 1,
            status=VersionStatus.PUBLISHED,
            created_at=now,
            created_by=by,
            published_at=now,
            published_by=by,
            **_carried_over(last),
        )
        ScorecardMetric.objects.bulk_create(
            _weighed_like(last, version, metrics[key], position, weight)
            for position, (key, weight) in enumerate(weights.items())
        )
        record_act(
            SecurityActKind.SCORECARD_PUBLISHED,
            by=by,
            now=now,
            subject=f"{card.name} v{version.number}",
            detail={"weights": weights_in_words(card_of_version(version.pk))},
        )
        request_history(today=today, now=now)
    return version


def _weighed_like(
    last: ScorecardVersion | None, version: ScorecardVersion, metric: Metric, position: int, weight: int
) -> ScorecardMetric:
    before = ScorecardMetric.objects.filter(version=last, metric=metric).first() if last else None
    return ScorecardMetric(
        version=version,
        metric=metric,
        position=position,
        weight_bp=weight,
        shelf_life_days=(before.shelf_life_days if before else None) or metric.shelf_life_days,
        cutoffs=before.cutoffs if before else {},
        lower_is_better=before.lower_is_better if before else False,
    )


def _carried_over(last: ScorecardVersion | None) -> dict[str, int]:
    if last is None:
        return {}
    fields = ("scale_min", "scale_max", "healthy_from", "monitor_from", "min_coverage_bp")
    return {name: getattr(last, name) for name in fields}


def one_publication_at_a_time() -> None:
    """Two publications in one workspace wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('health.publish', %s))", [required_workspace_id()]
        )
