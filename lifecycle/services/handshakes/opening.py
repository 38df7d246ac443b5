"""Opening a handshake: giver and receiver from the account's owners, items from what the platform knows."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contract
from lifecycle.choices import (
    OPEN_STATES,
    HandshakeKind,
    HandshakeOrigin,
    HandshakeState,
    ItemSide,
    ItemSource,
    ItemState,
    StepKind,
)
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.rules.handshakes import HANDSHAKES, due_after
from lifecycle.selectors.handshakes import holders_of, open_of, times_of
from lifecycle.selectors.prefill import Prefill, contract_in_hand, handover_facts, plan_prefill, prefilled
from lifecycle.services.handshakes.record import note_step, save, tell, title_of
from workspaces.models import Member

BY_HAND = "person"


def open_handshake(
    account: Account,
    kind: HandshakeKind,
    *,
    origin: HandshakeOrigin,
    origin_key: str,
    by: Member | None,
    now: datetime,
    today: date,
    contract: Contract | None = None,
) -> Handshake:
    """Open a handshake, filled in as far as the platform knows, and tell the giver; the open one of that account and
    kind is returned where there is one. Where giver and receiver are one person none is needed, which is recorded.

    Of renewals, each term end has its own: one that a person or a move opened becomes that of the renewal, if it is
    about the same contract. Idempotent by (account, kind, origin_key) while open, and by origin_key for good where a
    renewal opened it.
    """
    try:
        with transaction.atomic():
            # two who open it at once take turns, whatever opens it
            Account.objects.select_for_update().get(pk=account.pk)
            if origin != HandshakeOrigin.RENEWAL:
                known = open_of(account, kind)
            else:
                known = open_of(account, kind, origin_key) or _taken_up(
                    account, kind, origin_key, contract, now
                )
            return known or _open(account, kind, origin, origin_key, by, now, today, contract)
    except IntegrityError:
        # somebody opened it at the same instant
        found = Handshake.objects.filter(account=account, kind=kind, origin_key=origin_key)
        return found.order_by("-pk")[0]


def withdraw_opened_at(
    account: Account, kind: HandshakeKind, opened_at: datetime, *, by: Member, now: datetime
) -> None:
    """Withdraw the draft that a move opened at that moment, when the move is taken back; not one on which somebody
    worked since."""
    found = Handshake.objects.select_for_update().filter(
        account=account, kind=kind, origin=HandshakeOrigin.STAGE, opened_at=opened_at, state=HandshakeState.DRAFT
    ).exclude(pk__in=HandshakeItem.objects.filter(given_by__isnull=False).values("handshake_id"))  # fmt: skip
    for handshake in found:
        handshake.state, handshake.due_on, handshake.decided_at = HandshakeState.WITHDRAWN, None, now
        save(handshake, "state", "due_on", "decided_at")
        note_step(handshake, StepKind.WITHDRAWN, by=by, now=now, words=_("The move was undone."))


def refresh_items(handshake: Handshake, *, today: date) -> None:
    """Fill in anew what no person wrote, as the platform knows it on that day; what became another is no longer
    checked."""
    items = [
        item
        for item in handshake.items.all()
        if item.given_by_id is None and item.source and item.side == ItemSide.GIVE
    ]
    known = _known(handshake, [ItemSource(item.source) for item in items], today)
    for item in items:
        found = _prefill(handshake, item.source, item.key, known, today)
        if (item.value, item.note, item.file_id) != (found.value, found.note, found.file_id):
            item.value, item.note, item.file_id = found.value, found.note, found.file_id
            if item.state == ItemState.CHECKED:
                item.state, item.checked_by, item.checked_at = ItemState.LOOK, None, None
            item.save(update_fields=["value", "note", "file", "state", "checked_by", "checked_at"])


def _taken_up(
    account: Account, kind: HandshakeKind, origin_key: str, contract: Contract | None, now: datetime
) -> Handshake | None:
    """The open one of a person or a move, now that of the renewal of its contract."""
    found = Handshake.objects.select_for_update(of=("self",)).filter(
        account=account, kind=kind, state__in=OPEN_STATES, contract=contract
    )
    known = found.exclude(origin=HandshakeOrigin.RENEWAL).order_by("pk").first() if contract else None
    if known is not None:
        known.origin, known.origin_key = HandshakeOrigin.RENEWAL, origin_key
        save(known, "origin", "origin_key")
        note_step(known, StepKind.OPENED, by=None, now=now, words=_("also for the renewal in 90 days"))
    return known


def _open(
    account: Account, kind: HandshakeKind, origin: HandshakeOrigin, origin_key: str, by: Member | None, now: datetime, today: date, contract: Contract | None,
) -> Handshake:  # fmt: skip
    form = HANDSHAKES[kind]
    holders = holders_of(account, {form.giver, form.receiver})
    giver, receiver = holders.get(form.giver), holders.get(form.receiver)
    handshake = Handshake(
        account=account, kind=kind, origin=origin, origin_key=origin_key, giver=giver, receiver=receiver,
        contract=contract or contract_in_hand(account, today=today), opened_at=now,
    )  # fmt: skip
    if giver is not None and giver == receiver:
        handshake.state, handshake.decided_at = HandshakeState.NOT_NEEDED, now
        handshake.save()
        note_step(handshake, StepKind.NOT_NEEDED, by=giver, now=now, words=str(origin.label))
        return handshake
    times = times_of(kind)
    handshake.due_on = due_after(
        HandshakeState.DRAFT, today, deliver_days=times.deliver_days, answer_days=times.answer_days,
        country=times.country,
    )  # fmt: skip
    if kind == HandshakeKind.LAND_ADOPT:
        handshake.form = handover_facts(account, handshake.contract)
    handshake.save()
    _make_items(handshake, today)
    note_step(handshake, StepKind.OPENED, by=by, now=now, words=str(origin.label))
    tell(handshake, [giver], _("Prepare the handshake: %(title)s") % {"title": title_of(handshake)},
         by=by, key="opened", now=now)  # fmt: skip
    return handshake


def _make_items(handshake: Handshake, today: date) -> None:
    form = HANDSHAKES[HandshakeKind(handshake.kind)]
    known = _known(handshake, [item.source for item in form.items if item.source], today)
    rows: list[Any] = []
    for item in form.items:
        found = _prefill(handshake, item.source, item.key, known, today)
        rows.append(
            HandshakeItem(
                handshake=handshake, key=item.key, position=len(rows), is_required=item.is_required,
                source=item.source, value=found.value, note=found.note, file_id=found.file_id,
            )
        )  # fmt: skip
    for key in form.makes:
        rows.append(HandshakeItem(handshake=handshake, key=key, side=ItemSide.MAKE, position=len(rows)))
    HandshakeItem.objects.bulk_create(rows)


def _known(handshake: Handshake, sources: list[ItemSource], today: date) -> dict[ItemSource, Prefill]:
    return prefilled(
        handshake.account, sources, contract=handshake.contract, form=handshake.form, today=today
    )


def _prefill(
    handshake: Handshake, source: str, key: str, known: dict[ItemSource, Prefill], today: date
) -> Prefill:
    if source == ItemSource.PLAN:
        return plan_prefill(handshake.account, key, today)
    return known.get(ItemSource(source), Prefill())
