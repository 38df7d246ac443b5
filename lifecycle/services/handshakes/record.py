"""What each deed on a handshake leaves: a line of the record, and a notice to the other side, never to oneself."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import visible_accounts
from core.errors import Conflict, NotFound
from core.links import below_workspace
from lifecycle.choices import HandshakeKind, StepKind
from lifecycle.models import Handshake, HandshakeItem, HandshakeStep
from lifecycle.models.handshakes import REASON
from notifications.services import notify
from workspaces.models import Member

NOTICE = "handshake"


def note_step(
    handshake: Handshake,
    kind: StepKind,
    *,
    by: Member | None,
    now: datetime,
    item: HandshakeItem | None = None,
    words: str = "",
) -> HandshakeStep:
    """Add a line to the record."""
    return HandshakeStep.objects.create(
        handshake=handshake,
        kind=kind,
        by=by,
        at=now,
        item=item.key if item else "",
        words=words[:REASON],
    )


def tell(
    handshake: Handshake,
    members: Iterable[Member | None],
    title: str,
    *,
    by: Member | None,
    key: str,
    now: datetime,
    body: str = "",
) -> int:
    """Tell these members, without who did it and who left, of one step: `key` tells it from others."""
    told = 0
    for member in {one.pk: one for one in members if one is not None}.values():
        # who receives an account that is not in the own book yet is told all the same
        sees = visible_accounts(member).filter(pk=handshake.account_id).exists()
        told += notify(
            [member],
            kind=NOTICE,
            title=title,
            body=body,
            path=below_workspace("lifecycle:handshake", handshake_id=handshake.pk),
            origin_key=f"{NOTICE}:{handshake.pk}:{key}",
            account_id=handshake.account_id if sees else None,
            by=by,
            now=now,
        )
    return told


def title_of(handshake: Handshake) -> str:
    """ "Alpenrose, Land to Adopt": what a handshake is called."""
    kind = HandshakeKind(handshake.kind).label
    return _("%(account)s, %(kind)s") % {"account": handshake.account.name, "kind": kind}


def lock_handshake(handshake: Handshake, version: int | None = None) -> Handshake:
    """The handshake, locked and as it is now. Raises NotFound when it is gone, Conflict when it is past `version`."""
    found = Handshake.objects.select_for_update(of=("self",)).filter(pk=handshake.pk)
    now = found.select_related("account", "giver__user", "receiver__user").first()
    if now is None:
        raise NotFound(_("Not found."))
    if version is not None and now.version != version:
        raise Conflict(
            _("Somebody changed this handshake meanwhile. Look at it again, then decide."),
            code="changed_meanwhile",
        )
    return now


def save(handshake: Handshake, *fields: str) -> None:
    """Write these fields, and that the handshake changed."""
    handshake.version += 1
    handshake.save(update_fields=[*fields, "version"])


def past(handshake: Handshake) -> Conflict:
    """That the deed does not fit how the handshake stands."""
    words = _("This handshake is %(state)s already.") % {"state": handshake.get_state_display().lower()}
    return Conflict(words, code="wrong_state")
