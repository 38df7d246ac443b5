"""Two accounts become one: handshakes and promises move with the rest; of two open handshakes of one kind and key the
survivor's stays, and the other is withdrawn."""

from django.utils.translation import gettext as _

from core import clock
from lifecycle.choices import OPEN_STATES, HandshakeState, StepKind
from lifecycle.models import Handshake
from lifecycle.services.handshakes.record import note_step, save


def merge_handshakes(gone_id: int, kept_id: int) -> None:
    """Withdraw what would be open twice."""
    kept = set(
        Handshake.objects.filter(account_id=kept_id, state__in=OPEN_STATES).values_list("kind", "origin_key")
    )
    now = clock.now()
    going = Handshake.objects.select_for_update().filter(account_id=gone_id, state__in=OPEN_STATES)
    for handshake in going.order_by("pk"):
        if (handshake.kind, handshake.origin_key) in kept:
            handshake.state, handshake.due_on, handshake.decided_at = HandshakeState.WITHDRAWN, None, now
            save(handshake, "state", "due_on", "decided_at")
            note_step(
                handshake, StepKind.WITHDRAWN, by=None, now=now, words=_("The account went into another one.")
            )
