"""Two accounts become one: usage and hand-made readings move, what was computed of the one that goes does not."""

from django.db.models import Max, Min

from health.choices import ReadingSource
from health.models import CurrentScore, Reading, Score, UsageSpan

TYPED_IN = (ReadingSource.MANUAL, ReadingSource.IMPORT)


def merge_figures(gone_id: int, kept_id: int) -> None:
    """Take away the scores and automatic readings of the account that goes; the survivor's are computed anew from the
    facts of both. The span of usage is that of the two together."""
    Score.objects.filter(account_id=gone_id).delete()
    CurrentScore.objects.filter(account_id=gone_id).delete()
    Reading.objects.filter(account_id=gone_id).exclude(source__in=TYPED_IN).delete()
    spans = UsageSpan.objects.filter(account_id__in=[gone_id, kept_id])
    both = spans.aggregate(
        first_on=Min("first_on"), last_on=Max("last_on"), first_user_on=Min("first_user_on")
    )
    if spans.filter(account_id=kept_id).exists():
        spans.filter(account_id=kept_id).update(**both)
        spans.filter(account_id=gone_id).delete()
