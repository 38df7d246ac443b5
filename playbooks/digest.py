"""What notices and the daily digest tell of playbooks: work that became mine, what is late, what is due today."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import MINE
from core.links import below_workspace
from core.text import format_countdown
from notifications.choices import Group
from notifications.ports import DigestLine, DigestPart, NoticeKind
from playbooks.rules import Urgency
from playbooks.selectors.work import Work, todo_of
from playbooks.services.telling import CTA, MORE, TASK
from workspaces.models import Member

Lines = Callable[[Member, date, int], tuple[Sequence[DigestLine], int]]


def _lines(urgency: Urgency) -> Lines:
    def lines(member: Member, today: date, limit: int) -> tuple[Sequence[DigestLine], int]:
        rows = [one for one in todo_of(member, book=MINE, today=today).rows if one.urgency == urgency]
        return [_line(one, today) for one in rows[:limit]], len(rows)

    return lines


def _line(one: Work, today: date) -> DigestLine:
    path = (
        below_workspace("playbooks:cta", cta_id=one.thing.pk)
        if one.is_cta
        else below_workspace("playbooks:task", todo_id=one.thing.pk)
    )
    late = one.thing.due_on is not None and one.thing.due_on < today
    mark = format_countdown((one.thing.due_on - today).days) if late and one.thing.due_on else ""
    return DigestLine(str(one.thing), path, one.account.name, mark or (_("CTA") if one.is_cta else _("Task")))


KINDS = (
    NoticeKind(CTA, gettext_lazy("A CTA becomes mine"), Group.DUE, order=20),
    NoticeKind(TASK, gettext_lazy("A task becomes mine"), Group.DUE, order=21),
    NoticeKind(MORE, gettext_lazy("Rules opened more CTAs for me"), Group.DUE, order=22),
)
PARTS = (
    DigestPart("work-late", Group.LATE, _lines(Urgency.OVERDUE), order=20),
    DigestPart("work-due", Group.DUE, _lines(Urgency.TODAY), order=20),
)
