"""Columns and filters of health in lists of accounts: as of today from the present scores, as of another day from
the history."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from core.lists import Column, ListContext
from core.lists.columns import Annotate
from core.lists.filters import ChoiceFilter, Filter, NumberFilter
from core.templatetags.ui import band_pill, change_mark, strip
from core.text import NONE, format_score
from health.choices import Band
from health.models import Score
from health.selectors.weeks import Strip, strips

EMPTY = mark_safe(f'<span class="cs-none">{NONE}</span>')
SCORE, BAND = "health_score", "health_band"


def present_health(accounts: QuerySet, context: ListContext) -> QuerySet:
    """Score (thousandths of 0-100) and band of each account as of the last recompute of today."""
    return accounts.annotate(
        **{
            SCORE: F("current_scores__score_100"),
            BAND: Coalesce(F("current_scores__band"), Value(Band.UNKNOWN.value)),
        }
    )


def past_health(accounts: QuerySet, context: ListContext) -> QuerySet:
    """The same as of the list's day, from the history."""
    stood = Score.objects.filter(account=OuterRef("pk"), scored_on__lte=context.today).order_by("-scored_on")
    return accounts.annotate(
        **{
            SCORE: Subquery(stood.values("score_100")[:1]),
            BAND: Coalesce(Subquery(stood.values("band")[:1]), Value(Band.UNKNOWN.value)),
        }
    )


def strips_of_page(rows: Sequence[Account], context: ListContext) -> dict[int, Strip]:
    """The strips of one page of accounts, in one query."""
    return strips([account.pk for account in rows], context.today)


def _pill(account: Any, loaded: Any, context: ListContext) -> SafeString:
    return band_pill(getattr(account, BAND, None) or Band.UNKNOWN.value)


def _score(account: Any, loaded: Any, context: ListContext) -> str:
    score = getattr(account, SCORE, None)
    return EMPTY if score is None else mark_safe(f'<b class="cs-num">{format_score(score)}</b>')


def _change(account: Account, loaded: dict[int, Strip], context: ListContext) -> str:
    found = loaded.get(account.pk) if loaded else None
    return change_mark(found.change if found else None)


def _strip(account: Account, loaded: dict[int, Strip], context: ListContext) -> str:
    found = loaded.get(account.pk) if loaded else None
    return strip(found.weeks if found else [])


def _band(account: Any, loaded: Any, context: ListContext) -> str:
    return str(Band(getattr(account, BAND, None) or Band.UNKNOWN.value).label)


def _points(account: Any, loaded: Any, context: ListContext) -> Decimal | None:
    return points(getattr(account, SCORE, None))


def _points_won(account: Account, loaded: dict[int, Strip], context: ListContext) -> Decimal | None:
    found = loaded.get(account.pk) if loaded else None
    return points(found.change if found else None)


def points(thousandths: int | None) -> Decimal | None:
    """A score or a change of one in points of 100 with one decimal, as pages show it."""
    if thousandths is None:
        return None
    return Decimal(thousandths).scaleb(-3).quantize(Decimal("0.1"), ROUND_HALF_UP)


def health_columns(annotate: Annotate = present_health) -> tuple[Column, ...]:
    """Health, score, change of four weeks and the 18-week strip; `annotate` is one of the two above."""
    return (
        Column(
            key="health", label=_("Health"), cell=_pill, order=20, sort=BAND, annotate=annotate, card="foot",
            value=_band,
        ),
        Column(
            key="score", label=_("Score"), cell=_score, order=21, sort=SCORE, sort_kind="number", nullable=True,
            align="end", annotate=annotate, card="side", value=_points,
        ),
        Column(
            key="change", label=_("4 wk"), cell=_change, order=22, align="end", load=strips_of_page, card="side",
            priority=2, value=_points_won,
        ),
        Column(
            key="strip", label=_("18 weeks"), cell=_strip, order=23, load=strips_of_page, card="foot", priority=2,
            in_files=False,
        ),
    )  # fmt: skip


def health_filters(annotate: Annotate = present_health) -> tuple[Filter, ...]:
    """By band and by score."""
    return (
        ChoiceFilter(key="band", label=_("Health"), field=BAND, order=20, choices=Band.choices, annotate=annotate),
        NumberFilter(
            key="score", label=_("Score"), field=SCORE, order=21, places=3, most=100_000, annotate=annotate,
            can_be_empty=True,
        ),
    )  # fmt: skip
