"""What tests of chat begin with."""

from datetime import timedelta
from uuid import uuid4

from portal.choices.chat import Side
from portal.models.chat import ChatMessage
from portal.services.chat import open_room, take_room, write
from tests.support.world import NOW

SOON = NOW + timedelta(minutes=4)


def waiting(company, text="Good morning", *, contact=0, now=NOW, key=None):
    """A room that a contact opened."""
    return open_room(company.contacts[contact], text=text, key=key or uuid4(), now=now)


def taken(company, *, by=None, text="Good morning", contact=0):
    """One that an agent has taken."""
    return take_room(waiting(company, text, contact=contact), by=by or company.csm, now=NOW)


def say(room, text, *, member=None, key=None, read=0, now=SOON, upload=None):
    side = Side.STAFF if member else Side.CUSTOMER
    return write(
        room, side=side, text=text, key=key or uuid4(), member=member, read=read, now=now, upload=upload
    )


def said(room):
    """The room's lines as (number, side, event or text)."""
    rows = ChatMessage.objects.filter(room=room).order_by("number")
    return [(one.number, one.side, one.event or one.text) for one in rows]
