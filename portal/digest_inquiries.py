"""What the daily digest says of inquiries: first answers of mine that are late."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.links import below_workspace
from core.text import format_number
from notifications.choices import Group
from notifications.ports import DigestLine, DigestPart
from portal.access.inquiries import held_by, visible_inquiries
from portal.choices.inquiries import OUR_TURN
from workspaces.models import Member


def late_of(member: Member, today: date, limit: int) -> tuple[Sequence[DigestLine], int]:
    """The unanswered ones that the member works on and whose time has passed."""
    late = visible_inquiries(member).filter(
        held_by(member), status__in=OUR_TURN, responded_at=None, response_due_at__lt=clock.now()
    )
    lines = [
        DigestLine(
            title=f"#{one.number} {one.subject}"[:120],
            path=below_workspace("desk:inquiry", inquiry_id=one.pk),
            note=one.account.name,
            mark=_late((today - timezone.localtime(one.response_due_at).date()).days),
        )
        for one in late.select_related("account").order_by("response_due_at", "pk")[:limit]
    ]
    return lines, late.count()


def _late(days: int) -> str:
    if days < 1:
        return _("today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}


PARTS = (DigestPart("inquiries", Group.LATE, late_of, order=15),)
