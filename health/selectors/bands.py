"""Bands of many accounts at once."""

from collections.abc import Sequence

from health.models import CurrentScore


def current_bands(account_ids: Sequence[int]) -> dict[int, str]:
    """The band in force by account id, in one query; accounts that were never scored are left out."""
    return dict(CurrentScore.objects.filter(account_id__in=account_ids).values_list("account_id", "band"))
