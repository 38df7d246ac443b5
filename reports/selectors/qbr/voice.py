"""What customers answered to surveys in a quarter."""

from datetime import date

from accounts.models import Account
from reports.facts import VoiceFact
from reports.rules import Quarter
from surveys.choices import Kind
from surveys.rules import Tally
from surveys.selectors.account import tallies_of


def voice_facts(account: Account, quarter: Quarter, as_of: date) -> tuple[VoiceFact, ...]:
    """By kind, NPS first; a kind that nobody answered in this quarter or the one before is left out."""
    now = {one.kind: one for one in tallies_of(account.pk, quarter.first, as_of)}
    before = {one.kind: one for one in tallies_of(account.pk, quarter.before.first, quarter.before.last)}
    return tuple(
        _fact(now.get(kind, Tally(kind)), before.get(kind, Tally(kind)))
        for kind in Kind.values
        if kind in now or kind in before
    )


def _fact(now: Tally, before: Tally) -> VoiceFact:
    interval = now.interval
    return VoiceFact(
        kind=now.kind,
        answers=now.answers,
        promoters=now.promoters,
        passives=now.passives,
        detractors=now.detractors,
        value=_thousandths(now.value),
        low=_thousandths(interval.low if interval else None),
        high=_thousandths(interval.high if interval else None),
        answers_before=before.answers,
        before=_thousandths(before.value),
    )


def _thousandths(value: float | None) -> int | None:
    return None if value is None else round(1000 * value)
