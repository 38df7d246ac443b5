"""What the daily digest says of surveys: loops of the own accounts that are open for too long."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import MINE, of_book
from core.links import below_workspace
from core.text import format_number
from notifications.choices import Group as Part
from notifications.ports import DigestLine, DigestPart
from surveys.access import visible_answers
from surveys.choices import SCALE, Group
from surveys.selectors.results import with_cta
from surveys.selectors.settings import setting_in_force
from workspaces.access import allowed
from workspaces.choices import Right
from workspaces.models import Member

OLDEST = 90


def late_loops_of(member: Member, today: date, limit: int) -> tuple[Sequence[DigestLine], int]:
    """The detractors of the own accounts to whom nobody has answered in time."""
    if not allowed(member, Right.USE_SURVEYS):
        return [], 0
    days = setting_in_force().loop_days
    late = visible_answers(member).filter(
        group=Group.DETRACTOR,
        answered_on__lt=today - timedelta(days=days),
        answered_on__gte=today - timedelta(days=OLDEST),
    )
    mine = with_cta(of_book(member, late, MINE)).filter(cta_closed_at=None)
    rows = mine.select_related("contact", "account").order_by("answered_at", "pk")
    lines = []
    for one in rows[:limit]:
        words = {"name": one.contact.name, "score": one.score, "most": SCALE[one.kind][1]}
        over = (today - one.answered_on).days - days
        lines.append(
            DigestLine(
                title=_("Loop still open: %(name)s answered %(score)s of %(most)s") % words,
                path=below_workspace("surveys:answer", answer_id=one.pk),
                note=one.account.name,
                mark=ngettext("%(n)s day", "%(n)s days", over) % {"n": format_number(over)},
            )
        )
    return lines, rows.order_by().count()


PART = DigestPart("surveys", Part.LATE, late_loops_of, order=40)
