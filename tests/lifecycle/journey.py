"""A handshake of Acme, ready for its tests."""

from datetime import timedelta

from lifecycle.choices import HandshakeKind, HandshakeOrigin
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.services import deliver_handshake, open_handshake
from lifecycle.services.handshakes import ItemFields, check_item, fill_in_form, give_item
from tests.support.world import NOW, TODAY

FORM = {
    "contact_name": "Anna Sponsor", "contact_email": "anna@customer.example", "closed_on": "2026-01-01",
    "period_months": 12, "hourly_rate_amount": 9000, "currency": "EUR", "it_name": "Urho User",
    "it_email": "urho@customer.example", "notice_months": 3,
}  # fmt: skip


def opened(acme, kind=1, *, key="person", by=None, now=NOW, today=TODAY, origin=HandshakeOrigin.PERSON):
    return open_handshake(
        acme.account,
        HandshakeKind(kind),
        origin=origin,
        origin_key=key,
        by=by or acme.am,
        now=now,
        today=today,
    )


def item(handshake, key, side="give"):
    return HandshakeItem.objects.select_related("handshake", "file").get(
        handshake=handshake, key=key, side=side
    )


def give(handshake, key, by, value="Words"):
    return give_item(item(handshake, key), ItemFields(value=value), by=by, now=NOW)


def filled(acme, handshake):
    """All that is required is there."""
    give(handshake, "proposal", acme.am, "Proposal v4")
    give(handshake, "outcomes", acme.am, "Three outcomes, each with a KPI")
    fill_in_form(handshake, FORM, by=acme.am, now=NOW)
    return fresh(handshake)


def delivered(acme, handshake, now=NOW, today=TODAY):
    return deliver_handshake(
        fresh(handshake), version=fresh(handshake).version, by=acme.am, now=now, today=today
    )


def checked(acme, handshake):
    """Everything that is there is checked off."""
    for one in HandshakeItem.objects.filter(handshake=handshake, side="give").select_related(
        "handshake", "file"
    ):
        if not one.is_missing:
            check_item(one, holds=True, by=acme.csm, now=NOW + timedelta(hours=1))
    return fresh(handshake)


def fresh(handshake):
    return Handshake.objects.select_related("account", "giver__user", "receiver__user").get(pk=handshake.pk)
