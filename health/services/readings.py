"""Readings by hand."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Account
from core import jobs
from core.errors import DomainError
from core.tenancy import required_workspace_id
from health.choices import Measure, ReadingSource
from health.models import Metric, Reading
from health.rules import DEFAULT_SCALE
from health.selectors.cards import published_card
from workspaces.models import Member

RESCORE = "health.rescore_accounts"


def record_reading(
    account: Account,
    *,
    metric: Metric,
    rating: int,
    measured_on: date,
    note: str,
    by: Member | None,
    today: date,
    now: datetime,
) -> Reading:
    """Record a rating by hand, on the scale of the scorecard; the account is rescored within seconds.

    A reading of the same account, metric and day is replaced: that is the key. It stands until its shelf life
    runs out or a source gives a newer value. Raises DomainError with the field at fault.
    """
    card = published_card()
    scale = card.scale if card else DEFAULT_SCALE
    if not scale.low <= rating <= scale.high:
        raise DomainError(
            _("The rating must be between %(low)s and %(high)s.") % {"low": scale.low, "high": scale.high},
            field="rating",
        )
    if measured_on > today:
        raise DomainError(
            _("The day lies ahead. A reading is of today or an earlier day."), field="measured_on"
        )
    reading, _is_new = Reading.objects.update_or_create(
        account=account,
        metric=metric,
        measured_on=measured_on,
        defaults={
            "source": ReadingSource.MANUAL,
            "confirmed_on": measured_on,
            "rating": rating,
            "value": None,
            "basis": None,
            "measure": Measure.HAND,
            "note": note,
            "recorded_by": by,
            "recorded_at": now,
            "origin_batch": None,
            "origin_row": None,
        },
    )
    jobs.enqueue(RESCORE, required_workspace_id(), [account.pk])
    return reading
