"""What health tells to the timeline of an account: changes of the band, not every change of the score."""

from datetime import date, datetime
from itertools import pairwise
from operator import itemgetter

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told, day_start
from core.text import format_score
from health.choices import Band
from health.models import Score

SOURCE = "score"
_ORDER = {Band.AT_RISK: 0, Band.MONITOR: 1, Band.HEALTHY: 2}


def score_rows(account: Account) -> Rows:
    """The account's changes of score, some hundreds at most."""
    columns = {"number": "pk", "day": "scored_on", "band": "band", "score": "score_100"}
    return Score.objects.filter(account=account), columns


def tell_bands(asked: Asked, facts: Facts) -> Told:
    """The days on which the account changed its band, of `score_rows`."""
    known = sorted(facts, key=itemgetter("day"))
    changes = [
        _happening(
            one["number"], day_start(date.fromisoformat(one["day"]), asked.zone), before["band"], Band(one["band"]),
            before["score"], one["score"],
        )
        for before, one in pairwise(known)
        if one["band"] != before["band"]
    ]  # fmt: skip
    return asked.cut(changes)


def _happening(
    number: int, at: datetime, before: str, band: Band, was: int | None, score: int | None
) -> Happening:
    words = {
        "score": format_score(score), "was": format_score(was), "band": band.label, "before": Band(before).label,
    }  # fmt: skip
    fell = _ORDER.get(band, 9) < _ORDER.get(Band(before), -1)
    if score is None:
        who, deed = _("Score became unknown"), _("was %(was)s, %(before)s") % words
    elif was is None:
        who, deed = _("Score is known again: %(score)s") % words, str(band.label)
    else:
        said = _("Score fell to %(score)s") if fell else _("Score rose to %(score)s")
        who, deed = said % words, _("from %(was)s, %(before)s → %(band)s") % words
    return Happening(
        source=SOURCE, number=number, at=at, icon="alert-triangle" if fell else "activity", who=who, deed=deed,
        tone=("bad" if band == Band.AT_RISK else "warn") if fell else "good" if band == Band.HEALTHY else "",
        timed=False,
    )  # fmt: skip
