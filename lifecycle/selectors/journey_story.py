"""What the journey tells to the timeline of an account: moves of stage, handshakes delivered and decided, promises."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.choices import Stage
from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told, day_start
from core.links import href
from core.text import format_date
from lifecycle.choices import HandshakeKind, HandshakeState, MoveOrigin, PromiseState
from lifecycle.models import Handshake, Promise, StageMove

MOVED, HANDED, PROMISED = "stage", "handshake", "promise"


def move_rows(account: Account) -> Rows:
    """The account's moves but its first place."""
    found = StageMove.objects.filter(account_id=account.pk).exclude(from_stage="")
    return found, {
        "number": "pk", "at": "moved_at", "from": "from_stage", "from_step": "from_sub_stage", "to": "to_stage",
        "to_step": "to_sub_stage", "origin": "origin", "reason": "reason", "by": "moved_by__user__name",
        "address": "moved_by__user__email",
    }  # fmt: skip


def tell_moves(asked: Asked, facts: Facts) -> Told:
    """The moves of `move_rows`."""
    return asked.cut([_move(one) for one in facts])


def handshake_rows(account: Account) -> Rows:
    """The account's handshakes."""
    return Handshake.objects.filter(account=account), {
        "number": "pk", "opened": "opened_at", "delivered": "delivered_at", "decided": "decided_at", "state": "state",
        "kind": "kind", "giver": "giver__user__name", "receiver": "receiver__user__name",
    }  # fmt: skip


def tell_handshakes(asked: Asked, facts: Facts) -> Told:
    """Each handshake once, as it stands: of `handshake_rows`."""
    return asked.cut([_handshake(one) for one in facts])


def promise_rows(account: Account) -> Rows:
    """The account's promises."""
    return Promise.objects.filter(account=account), {
        "number": "pk", "day": "made_on", "decided": "decided_at", "state": "state", "text": "text", "due": "due_on",
        "by": "made_by__user__name", "note": "note",
    }  # fmt: skip


def tell_promises(asked: Asked, facts: Facts) -> Told:
    """Each promise once: made, or how it ended; of `promise_rows`."""
    return asked.cut([_promise(one, asked) for one in facts])


def _move(one: Mapping[str, Any]) -> Happening:
    origin = MoveOrigin(one["origin"])
    who = one["by"] or one["address"] or str(origin.label)
    before = _named(one["from"], one["from_step"], one["from"] == one["to"])
    after = _named(one["to"], one["to_step"], one["from"] == one["to"])
    return Happening(
        source=MOVED, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="route", who=who,
        deed=_("moved it from %(before)s to %(after)s") % {"before": before, "after": after}, body=one["reason"],
    )  # fmt: skip


def _named(stage: str, step: str, within: bool) -> str:
    label = str(Stage(stage).label)
    if not step:
        return label
    return step if within else f"{label}: {step}"


def _handshake(one: Mapping[str, Any]) -> Happening:
    kind, state = HandshakeKind(one["kind"]), HandshakeState(one["state"])
    nobody = _("nobody")
    sides = f"{one['giver'] or nobody} → {one['receiver'] or nobody}"
    at = one["decided"] or one["delivered"] or one["opened"]
    tone = "good" if state == HandshakeState.ACCEPTED else "warn" if state == HandshakeState.RETURNED else ""
    return Happening(
        source=HANDED, number=one["number"], at=datetime.fromisoformat(at), icon="switch-horizontal",
        who=_("Handshake %(kind)s") % {"kind": kind.label}, deed=str(state.label).lower(), body=sides, tone=tone,  # type: ignore[arg-type]
        url=href("lifecycle:handshake", handshake_id=one["number"]), link=_("Open handshake"),
    )  # fmt: skip


def _promise(one: Mapping[str, Any], asked: Asked) -> Happening:
    state = PromiseState(one["state"])
    ended = one["decided"] is not None and state != PromiseState.OPEN
    due = _("by %(day)s") % {"day": format_date(date.fromisoformat(one["due"]))} if one["due"] else ""
    at = (
        datetime.fromisoformat(one["decided"])
        if ended
        else day_start(date.fromisoformat(one["day"]), asked.zone)
    )
    return Happening(
        source=PROMISED, number=one["number"], at=at, icon="signature",
        who=_("Promise %(state)s") % {"state": str(state.label).lower()} if ended else one["by"] or _("Promise"),
        deed="" if ended else " ".join(part for part in (_("promised"), due) if part),
        body=f"{one['text']} ({one['note']})" if ended and one["note"] else one["text"],
        tone="good" if state == PromiseState.KEPT else "bad" if state == PromiseState.BROKEN else "", timed=ended,
    )  # fmt: skip
