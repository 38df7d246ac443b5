"""Publishing a draft, and taking a card out of force: never a change of a version that scored."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, DomainErrors
from health.choices import VersionStatus
from health.models import Metric, Scorecard, ScorecardMetric, ScorecardVersion
from health.selectors.cards import published_cards, weights_in_words
from health.selectors.drafts import draft_problems, version_card
from health.services.designer.drafts import next_number
from health.services.history import request_history
from health.services.scorecards import one_publication_at_a_time
from workspaces.choices import SecurityActKind
from workspaces.models import Member
from workspaces.services.trail import record_act


def publish_draft(
    draft: ScorecardVersion,
    *,
    expected_edits: int,
    expected_published: int | None,
    by: Member,
    today: date,
    now: datetime,
) -> ScorecardVersion:
    """Put a draft in force; the version before is retired and keeps its scores.

    `expected_edits` and `expected_published`: the draft's count of edits and the number of the version in force (None
    for none) as the person saw them. Raises Conflict when either is another now, DomainErrors with all that the draft
    lacks. The weekly history and today's scores are computed anew soon after.
    """
    with transaction.atomic():
        one_publication_at_a_time()
        found = ScorecardVersion.objects.select_for_update(of=("self",)).select_related("scorecard")
        held = found.filter(pk=draft.pk, status=VersionStatus.DRAFT).first()
        if held is None or held.edits != expected_edits:
            raise Conflict(
                _("Somebody else changed or published this draft meanwhile. Look at it again first.")
            )
        card = held.scorecard
        live = ScorecardVersion.objects.filter(scorecard=card, status=VersionStatus.PUBLISHED).first()
        if (live.number if live else None) != expected_published:
            words = _(
                "v%(number)s was published meanwhile. Look at what it changed before you publish yours."
            )
            raise Conflict(words % {"number": live.number} if live else _("The card was retired meanwhile."))
        scoring = version_card(held)
        problems = draft_problems(
            scoring, Metric.objects.in_bulk(), is_default=card.is_default, cards=published_cards()
        )
        if problems:
            raise DomainErrors([DomainError(problem) for problem in problems])
        _put_in_force(held, live, by=by, now=now)
        _settle_shelf_lives(held)
        record_act(
            SecurityActKind.SCORECARD_PUBLISHED,
            by=by,
            now=now,
            subject=f"{card.name} v{held.number}",
            detail={"weights": weights_in_words(scoring)},
        )
        request_history(today=today, now=now)
    return held


def retire_card(card: Scorecard, *, expected_published: int, by: Member, today: date, now: datetime) -> None:
    """Take a card out of force: its accounts go to the next card that fits, the default at last.

    Raises DomainError for the default card, Conflict when another version is in force than the person saw.
    """
    if card.is_default:
        raise DomainError(_("The default scorecard stays: it scores every account that no other names."))
    with transaction.atomic():
        one_publication_at_a_time()
        live = ScorecardVersion.objects.filter(scorecard=card, status=VersionStatus.PUBLISHED)
        if not live.filter(number=expected_published).update(status=VersionStatus.RETIRED):
            raise Conflict(
                _("Another version of this scorecard is in force now. Look at it before you retire it.")
            )
        record_act(
            SecurityActKind.SCORECARD_PUBLISHED,
            by=by,
            now=now,
            subject=_("%(card)s retired") % {"card": card.name},
        )
        request_history(today=today, now=now)


def _put_in_force(
    draft: ScorecardVersion, live: ScorecardVersion | None, *, by: Member, now: datetime
) -> None:
    if live is not None:
        ScorecardVersion.objects.filter(pk=live.pk).update(status=VersionStatus.RETIRED)
        if draft.number < live.number:  # the offer was published while this draft was open
            draft.number = next_number(draft.scorecard)
    draft.status, draft.published_at, draft.published_by = VersionStatus.PUBLISHED, now, by
    draft.save(update_fields=["number", "status", "published_at", "published_by"])


def _settle_shelf_lives(version: ScorecardVersion) -> None:
    """Write the metrics' own shelf lives into the version, which must not change with them. Those of the default card
    are the metrics' own from now on: how long a reading by hand stands before a source's unchanged one
    (health.services.measuring.runs) must not differ from what scores."""
    unset, changed = [], []
    for row in version.metrics.select_related("metric"):
        if row.shelf_life_days is None:
            row.shelf_life_days = row.metric.shelf_life_days
            unset.append(row)
        elif version.scorecard.is_default and row.shelf_life_days != row.metric.shelf_life_days:
            row.metric.shelf_life_days = row.shelf_life_days
            changed.append(row.metric)
    ScorecardMetric.objects.bulk_update(unset, ["shelf_life_days"])
    Metric.objects.bulk_update(changed, ["shelf_life_days"])
