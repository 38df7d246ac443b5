"""Finished cells of renewals: countdown with track, milestones, agenda, owner."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.ui import countdown, icon, renewal_track
from core.text import NONE, format_date, initials
from lifecycle.choices import AGENDAS, MilestoneState
from lifecycle.rules import Step

EMPTY = mark_safe(f'<span class="cs-none">{NONE}</span>')


def renewal_cell(ends_on: date | None, today: date) -> SafeString:
    """Days until a term's end with its date, over the track of milestones."""
    if ends_on is None:
        return countdown(None)
    days = (ends_on - today).days
    track = renewal_track(days) if days >= 0 else ""
    return mark_safe(f'<span class="cs-renewal">{countdown(days, ends_on)}{track}</span>')


def state_words(step: Step) -> str:
    """How a milestone stands, for those who do not see its mark."""
    day = format_date(step.on)
    if step.state == "sent":
        return _("reminded")
    if step.state == "skipped":
        return str(MilestoneState.SKIPPED.label)
    return _("due since %(day)s") % {"day": day} if step.state == "due" else _("on %(day)s") % {"day": day}


def milestone_marks(steps: Sequence[Step]) -> SafeString:
    """The milestones in a row, each with its state."""
    if not steps:
        return EMPTY
    return mark_safe(f'<ol class="cs-milestones">{"".join(_mark(step) for step in steps)}</ol>')


def _mark(step: Step) -> str:
    words = escape(state_words(step))
    tick = icon("check", 14) if step.state == "sent" else ""
    return (
        f'<li class="is-{step.state}" title="{words}">{tick}{step.milestone}'
        f'<span class="cs-sr"> {words}</span></li>'
    )


def agenda_cell(step: Step | None) -> SafeString:
    """What a milestone is for, and since or from when."""
    if step is None:
        return EMPTY
    purpose = escape(AGENDAS[step.milestone].purpose)
    return mark_safe(f'<span>{purpose}<span class="cs-cell-2">{escape(step_when(step))}</span></span>')


def agenda_words(step: Step | None) -> str:
    """The same as plain words."""
    return f"{AGENDAS[step.milestone].purpose}, {step_when(step)}" if step else ""


def milestone_words(steps: Sequence[Step]) -> str:
    """The milestones in a row as plain words: "120 reminded, 90 on 3 Oct 2026"."""
    return ", ".join(f"{step.milestone} {state_words(step)}" for step in steps)


def step_when(step: Step) -> str:
    """ "90 days, from 2 Oct ’26", or since when it has been running."""
    words = (
        _("%(n)s days, from %(day)s") if step.state in ("next", "ahead") else _("%(n)s days, since %(day)s")
    )
    return words % {"n": step.milestone, "day": format_date(step.on, "tight")}


def owner_cell(owner: tuple[str, str] | None) -> SafeString:
    """Who renews, with the role's short name."""
    if owner is None:
        return mark_safe(f'<span class="cs-none">{escape(_("nobody"))}</span>')
    role, name = owner
    return mark_safe(
        f'<span class="cs-owner"><span class="cs-avatar cs-avatar-round" aria-hidden="true">'
        f'{escape(initials(name))}</span><span class="cs-truncate">{escape(name)}</span>'
        f' <abbr class="cs-text-3">{role.upper()}</abbr></span>'
    )
