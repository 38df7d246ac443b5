"""Finished cells of CTAs and tasks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import pgettext

from accounts.lists.cells import EMPTY, account_href, link, tag
from core.lists import ListContext
from core.templatetags.ui import band_shape
from core.text import format_countdown, format_date, format_score
from playbooks.choices import Priority
from playbooks.ports import Mark, marks_of

TONES = {Priority.URGENT: "bad", Priority.HIGH: "warn"}


def account_cell(row: Any, loaded: Any, context: ListContext) -> str:
    return link(row.account.name, account_href(row.account_id))


def owner_words(row: Any) -> str:
    """The name of whom it belongs to, "" for nobody."""
    if row.owner_id is not None:
        name = str(row.owner.user)
        return name if row.owner.left_at is None else say("%(name)s, has left") % {"name": name}
    return say("%(team)s (team)") % {"team": row.team} if row.team_id is not None else ""


def owner_cell(row: Any, loaded: Any, context: ListContext) -> str:
    return owner_words(row) or mark_safe(
        f'<span class="cs-none">{escape(pgettext("who does it", "nobody"))}</span>'
    )


def owner_value(row: Any, loaded: Any, context: ListContext) -> str:
    return owner_words(row)


def due_words(due_on: date | None, today: date) -> SafeString | str:
    """The day, and how far away it is; red when it has passed."""
    if due_on is None:
        return EMPTY
    days = (due_on - today).days
    tone = " cs-days-now" if days < 0 else " cs-days-soon" if days == 0 else ""
    return mark_safe(
        f'<span class="cs-nowrap"><span class="cs-days{tone}">{escape(format_countdown(days))}</span>'
        f' <span class="cs-text-3 cs-not-sm">· {escape(format_date(due_on, "tight"))}</span></span>'
    )


def due_cell(row: Any, loaded: Any, context: ListContext) -> str:
    ended = getattr(row, "closed_at", None) or getattr(row, "done_at", None)
    if ended:
        return format_date(row.due_on) if row.due_on else EMPTY
    return due_words(row.due_on, context.today)


def priority_cell(row: Any, loaded: Any, context: ListContext) -> str:
    label = str(row.get_priority_display())
    return tag(label, TONES[row.priority]) if row.priority in TONES else label


def marks_of_page(rows: Sequence[Any], context: ListContext) -> Mapping[int, Mark]:
    """The health of the accounts of one page."""
    return marks_of({row.account_id for row in rows})


def mark_cell(row: Any, loaded: Mapping[int, Mark] | None, context: ListContext) -> str:
    mark = (loaded or {}).get(row.account_id)
    if mark is None:
        return EMPTY
    score = format_score(mark.score_100) if mark.score_100 is not None else ""
    return mark_safe(
        f'<span class="cs-shaped"><b class="cs-num">{escape(score)}</b>{band_shape(mark.band)}</span>'
    )
