"""Notices as their mails say them: finished words for templates/emails/notices.*."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import absolute, href
from core.text import NBSP, format_date, format_time
from notifications.choices import Group, Weekday
from notifications.models import Notice
from notifications.ports import DigestLine, kind_of
from notifications.services.settings import DIGEST, HURRIED
from notifications.services.stopping import Stop, stop_url
from workspaces.models import Member, Workspace
from workspaces.services import Letter, render_letter


@dataclass(frozen=True)
class Part:
    """One group of a mail: its first lines, and how many there are."""

    group: Group
    lines: tuple[DigestLine, ...]
    total: int

    @property
    def more(self) -> str:
        left = self.total - len(self.lines)
        return ngettext("And %(n)s more.", "And %(n)s more.", left) % {"n": left} if left > 0 else ""


@dataclass(frozen=True)
class Mailing:
    """A mail that is ready to be written into the outbox."""

    subject: str
    letter: Letter
    stop_url: str


def line_of(notice: Notice, *, day: date) -> DigestLine:
    """A notice as one line, with its time where it is of the day, else with its date."""
    at = localtime(notice.created_at)
    mark = format_time(at) if at.date() == day else format_date(at.date(), "title").replace(" ", NBSP)
    return DigestLine(notice.title, notice.path, notice.body, mark)


def at_once(notices: Sequence[Notice], *, day: date, to: Member, workspace: Workspace) -> Mailing:
    """One notice, or those that waited for the quiet hours to end."""
    first, count = notices[0], len(notices)
    one = count == 1
    others = ngettext("and %(n)s more notice", "and %(n)s more notices", count - 1) % {"n": count - 1}
    subject = first.title if one else f"{first.title}, {others}"
    alike = len({notice.kind for notice in notices}) == 1
    lines = tuple(line_of(notice, day=day) for notice in notices)
    context = {
        "heading": subject,
        "preheader": first.body or _("In %(workspace)s") % {"workspace": workspace.name},
        "lead": first.body if one else "",
        "parts": [] if one else [_shown(Part(Group.NEWS, lines, count), named=False)],
        "url": _below(first.path) if one else absolute(href("notifications:list")),
        "deed": _("Open it") if one else _("Open the notices"),
        "reason": _("You get such mails at once, outside your quiet hours."),
        "stop_words": _("No more mails of this kind: %(kind)s") % {"kind": kind_of(first.kind).label}
        if alike
        else _("No more mails at once"),
    }
    return _mailing(subject, context, to, workspace, stop=first.kind if alike else HURRIED)


def digest(parts: Sequence[Part], *, day: date, to: Member, workspace: Workspace) -> Mailing:
    """What is late, due, fell and is new, of one day."""
    counts = ", ".join(_count(part) for part in parts)
    words = format_date(day, "title").replace(" ", NBSP)
    context = {
        "heading": f"{Weekday(day.isoweekday()).label} {words}",
        "preheader": parts[0].lines[0].title,
        "lead": f"{counts}.",
        "is_digest": True,
        "parts": [_shown(part, named=True) for part in parts],
        "url": absolute(href("notifications:list")),
        "deed": _("All notices"),
        "reason": _("It comes on each of your working days, only when there is something to tell."),
        "stop_words": _("Stop the digest"),
    }
    subject = _("%(day)s: %(counts)s") % {"day": words, "counts": counts}
    return _mailing(subject, context, to, workspace, stop=DIGEST)


def _mailing(
    subject: str, context: dict[str, Any], to: Member, workspace: Workspace, *, stop: str
) -> Mailing:
    url = stop_url(Stop(workspace.pk, to.pk, stop))
    whole = {
        **context,
        "subject": subject,
        "workspace_name": workspace.name,
        "member": str(to),
        "settings_url": absolute(href("notifications:settings")),
        "stop_url": url,
    }
    return Mailing(subject, render_letter("notices", whole), url)


def _shown(part: Part, *, named: bool) -> dict[str, Any]:
    lines = [
        {"title": line.title, "note": line.note, "mark": line.mark, "url": _below(line.path)}
        for line in part.lines
    ]
    return {"label": part.group.label if named else "", "lines": lines, "more": part.more}


def _below(path: str) -> str:
    return absolute(href("workspaces:home") + path)


def _count(part: Part) -> str:
    words = {
        Group.LATE: ngettext("%(n)s late", "%(n)s late", part.total),
        Group.DUE: ngettext("%(n)s due", "%(n)s due", part.total),
        Group.FELL: ngettext("%(n)s fell", "%(n)s fell", part.total),
        Group.NEWS: ngettext("%(n)s new notice", "%(n)s new notices", part.total),
    }
    return words[part.group] % {"n": part.total}
