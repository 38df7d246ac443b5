"""Promises finished for panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.links import href
from core.text import format_date
from lifecycle.choices import PromiseState
from lifecycle.models import Promise

TONES = {PromiseState.KEPT: "good", PromiseState.BROKEN: "bad", PromiseState.WITHDRAWN: ""}


@dataclass(frozen=True, slots=True)
class PromiseShown:
    text: str
    url: str
    to: str
    owner: str
    due: str
    state: str
    tone: str


def promises_shown(promises: Sequence[Promise], today: date) -> list[PromiseShown]:
    """Each with its state in a word: overdue is said of an open one whose day has passed."""
    return [_shown(one, today) for one in promises]


def _shown(one: Promise, today: date) -> PromiseShown:
    state, tone = str(one.get_state_display()), TONES.get(PromiseState(one.state), "accent")
    if one.state == PromiseState.OPEN and one.due_on is not None and one.due_on < today:
        state, tone = _("Overdue"), "bad"
    return PromiseShown(
        text=one.text,
        url=href("lifecycle:promise", promise_id=one.pk),
        to=one.made_to.name if one.made_to else "",
        owner=str(one.owner) if one.owner else "",
        due=format_date(one.due_on) if one.due_on else "",
        state=state,
        tone=tone,
    )
