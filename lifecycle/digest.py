"""What the daily digest says of the journey: handshakes that are late on me, promises of mine that are overdue."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import below_workspace
from core.text import format_number
from lifecycle.access import visible_promises
from lifecycle.choices import HandshakeKind, PromiseState
from lifecycle.selectors.handshakes import waiting_for
from notifications.choices import Group
from notifications.ports import DigestLine, DigestPart
from workspaces.models import Member


def late_handshakes_of(member: Member, today: date, limit: int) -> tuple[Sequence[DigestLine], int]:
    """The handshakes in which it is the member's turn and the day has passed."""
    late = waiting_for(member).filter(due_on__lt=today)
    lines = [
        DigestLine(
            title=_("%(account)s, %(kind)s")
            % {"account": one.account.name, "kind": HandshakeKind(one.kind).label},
            path=below_workspace("lifecycle:handshake", handshake_id=one.pk),
            note=str(one.get_state_display()),
            mark=_days(one.due_on, today),
        )
        for one in late[:limit]
    ]
    return lines, late.count()


def overdue_promises_of(member: Member, today: date, limit: int) -> tuple[Sequence[DigestLine], int]:
    """The promises that the member sees to and whose day has passed."""
    late = visible_promises(member).filter(owner=member, state=PromiseState.OPEN, due_on__lt=today)
    lines = [
        DigestLine(
            title=one.text[:120],
            path=below_workspace("lifecycle:promise", promise_id=one.pk),
            note=one.account.name,
            mark=_days(one.due_on, today),
        )
        for one in late.select_related("account").order_by("due_on", "pk")[:limit]
    ]
    return lines, late.count()


def _days(due_on: date | None, today: date) -> str:
    late = (today - due_on).days if due_on else 0
    return ngettext("%(n)s day", "%(n)s days", late) % {"n": format_number(late)}


PARTS = (
    DigestPart("handshakes", Group.LATE, late_handshakes_of, order=20),
    DigestPart("promises", Group.LATE, overdue_promises_of, order=30),
)
