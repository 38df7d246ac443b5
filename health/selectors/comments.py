"""Comments on an account's scores."""

from datetime import date

from accounts.models import Account
from health.models import ScoreComment

SHOWN = 20


def score_comments(account: Account, day: date) -> list[ScoreComment]:
    """The newest comments on scores up to a day, twenty at most; one query."""
    found = ScoreComment.objects.filter(account=account, scored_on__lte=day, removed_at=None)
    return list(found.select_related("author__user").order_by("-scored_on", "-id")[:SHOWN])
