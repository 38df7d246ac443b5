"""What rules may watch for in health: a band that fell, and use that went down [002 table 4.4.1, Adoption]."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import choice, number
from core.tenancy import required_workspace_id
from core.text import format_date, format_number, format_percent, format_score
from health.choices import Band
from health.models import CurrentScore
from playbooks.ports import Mark, Match, Trigger

BAND_FELL, USAGE_DOWN = "band_fell", "usage_down"
WORSE = {Band.AT_RISK.value: (Band.AT_RISK,), Band.MONITOR.value: (Band.AT_RISK, Band.MONITOR)}

# The last time that the account stood better, and the first score after it: the fall. Another scorecard is no fall.
FELL = """
SELECT c.account_id, f.scored_on, b.band, c.band, b.score_100, f.score_100
FROM health_currentscore c
JOIN accounts_account a ON a.workspace_id = c.workspace_id AND a.id = c.account_id AND a.status <> 'churned'
 AND a.deleted_at IS NULL
CROSS JOIN LATERAL (
    SELECT s.scored_on, s.band, s.score_100, s.version_id FROM health_score s
    WHERE s.workspace_id = %(workspace)s AND s.account_id = c.account_id AND s.scored_on <= %(today)s
      AND s.band <> 'unknown' AND s.band <> ALL (%(bands)s::text[])
    ORDER BY s.scored_on DESC LIMIT 1
) AS b
CROSS JOIN LATERAL (
    SELECT s.scored_on, s.score_100, s.version_id FROM health_score s
    WHERE s.workspace_id = %(workspace)s AND s.account_id = c.account_id AND s.scored_on <= %(today)s
      AND s.scored_on > b.scored_on AND s.band = ANY (%(bands)s::text[])
    ORDER BY s.scored_on LIMIT 1
) AS f
WHERE c.workspace_id = %(workspace)s AND c.band = ANY (%(bands)s::text[]) AND f.version_id = b.version_id
  AND f.scored_on > %(today)s::date - %(within)s
  AND (%(only)s::bigint[] IS NULL OR c.account_id = ANY (%(only)s::bigint[]))
ORDER BY f.scored_on DESC, c.account_id
"""

# People who used the product in the newest thirty days of the data, against the thirty days of three months before.
# Data that ends weeks ago says nothing of today.
DOWN = """
WITH newest AS (
    SELECT least(max(s.last_on), %(today)s::date) AS day FROM health_usagespan s
    WHERE s.workspace_id = %(workspace)s
),
used AS (
    SELECT e.account_id, n.day,
           count(DISTINCT e.user_key) FILTER (WHERE e.occurred_on > n.day - %(window)s) AS now,
           count(DISTINCT e.user_key) FILTER (WHERE e.occurred_on <= n.day - %(back)s) AS before
    FROM newest n
    JOIN health_usageevent e ON e.workspace_id = %(workspace)s AND e.user_key <> ''
     AND e.occurred_on > %(today)s::date - %(reach)s AND e.occurred_on <= n.day
     AND (e.occurred_on > n.day - %(window)s
          OR e.occurred_on > n.day - %(back)s - %(window)s AND e.occurred_on <= n.day - %(back)s)
    WHERE n.day > %(today)s::date - %(stale)s
      AND (%(only)s::bigint[] IS NULL OR e.account_id = ANY (%(only)s::bigint[]))
    GROUP BY e.account_id, n.day
)
SELECT u.account_id, u.day, u.now, u.before FROM used u
JOIN accounts_account a ON a.workspace_id = %(workspace)s AND a.id = u.account_id AND a.status = 'active'
 AND a.deleted_at IS NULL
WHERE u.before >= %(least)s AND u.now * 100 <= u.before * (100 - %(percent)s)
ORDER BY u.now::numeric / u.before, u.account_id
"""

WINDOW, MONTHS_BACK, STALE = 30, 90, 14


class FallForm(forms.Form):
    """Into which band, and how long ago at most."""

    band = choice(
        gettext_lazy("Fell to"),
        (
            (Band.AT_RISK.value, Band.AT_RISK.label),
            (Band.MONITOR.value, gettext_lazy("Monitor or At risk")),
        ),
    )
    within_days = number(gettext_lazy("Within the last days"), least=1, most=365, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"band": Band.AT_RISK.value, "within_days": 30, **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class UsageForm(forms.Form):
    """By how much, and of how many people at least."""

    percent = number(gettext_lazy("Fewer people by, percent"), least=1, most=100, required=True)
    least = number(gettext_lazy("Of people three months ago, at least"), least=1, most=100_000, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"percent": 25, "least": 4, **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def fallen(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """Accounts that stand in the band, or a worse one, and came there from a better one within the days; the newest fall
    first. Scores in thousandths of 0–100."""
    asked = {
        "bands": [band.value for band in WORSE[str(parameters.get("band") or Band.AT_RISK.value)]],
        "within": int(parameters.get("within_days") or 30),
    }
    return [_fall(*row) for row in _rows(FELL, today, account_ids, asked)]


def used_less(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """Active accounts whose people in the newest 30 days of the data are fewer by `percent` than in the 30 days of 90
    days before, the worst first; `least`: people there then, so that two of three who left are no alarm."""
    asked = {
        "percent": int(parameters.get("percent") or 25), "least": int(parameters.get("least") or 1), "window": WINDOW,
        "back": MONTHS_BACK, "stale": STALE, "reach": STALE + MONTHS_BACK + WINDOW,
    }  # fmt: skip
    return [_decline(*row) for row in _rows(DOWN, today, account_ids, asked)]


def marks(account_ids: Sequence[int]) -> dict[int, Mark]:
    """Band and score of these accounts as of today."""
    found = CurrentScore.objects.filter(account_id__in=account_ids)
    return {
        account_id: Mark(band, score)
        for account_id, band, score in found.values_list("account_id", "band", "score_100")
    }


def _rows(
    statement: str, today: date, account_ids: Collection[int] | None, asked: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    only = None if account_ids is None else list(account_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            statement, {"workspace": required_workspace_id(), "today": today, "only": only, **asked}
        )
        return cursor.fetchall()


def _fall(account_id: int, day: date, before: str, band: str, was: int | None, score: int | None) -> Match:
    words = {
        "band": Band(band).label, "before": Band(before).label, "day": format_date(day),
        "score": format_score(score), "was": format_score(was),
    }  # fmt: skip
    return Match(
        account_id=account_id,
        origin_key=f"{BAND_FELL}:{account_id}:{day}",
        reason=_("Health fell from %(before)s to %(band)s on %(day)s") % words,
        words=_("%(was)s → %(score)s") % words,
    )


def _decline(account_id: int, day: date, now: int, before: int) -> Match:
    words = {
        "percent": format_percent(100 * (before - now) / before),
        "now": format_number(now),
        "before": format_number(before),
    }
    return Match(
        account_id=account_id,
        origin_key=f"{USAGE_DOWN}:{account_id}:{day:%Y-%m}",
        reason=_("Active users down %(percent)s in three months") % words,
        words=_("%(before)s → %(now)s people in 30 days") % words,
    )


TRIGGERS = (
    Trigger(BAND_FELL, gettext_lazy("Health fell to a worse band"), fallen, FallForm, order=10),
    Trigger(
        USAGE_DOWN, gettext_lazy("Active users down against three months ago"), used_less, UsageForm, order=20
    ),
)
