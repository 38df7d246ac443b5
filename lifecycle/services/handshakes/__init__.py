"""Handshakes: opened, prepared, delivered, checked, returned or accepted; every step is on record."""

from lifecycle.services.handshakes.conflicts import stamp_of_form, stamp_of_item
from lifecycle.services.handshakes.deciding import (
    accept_handshake,
    ask_about_item,
    check_item,
    make_item,
    remind_giver,
    return_handshake,
    withdraw_handshake,
)
from lifecycle.services.handshakes.giving import (
    ItemFields,
    answer_question,
    deliver_handshake,
    fill_in_form,
    give_item,
    name_people,
    who_left,
)
from lifecycle.services.handshakes.opening import open_handshake
from lifecycle.services.handshakes.sweep import open_due_handshakes

__all__ = [
    "ItemFields",
    "accept_handshake",
    "answer_question",
    "ask_about_item",
    "check_item",
    "deliver_handshake",
    "fill_in_form",
    "give_item",
    "make_item",
    "name_people",
    "open_due_handshakes",
    "open_handshake",
    "remind_giver",
    "return_handshake",
    "stamp_of_form",
    "stamp_of_item",
    "who_left",
    "withdraw_handshake",
]
