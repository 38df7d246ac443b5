"""Inquiries: opened, answered, handed over, escalated, closed, rated; every step is in the history and counted as a
ticket."""

from portal.services.inquiries.escalating import calm, escalate
from portal.services.inquiries.handling import (
    change_inquiry,
    close_inquiry,
    hand_over,
    reopen_inquiry,
    set_status,
)
from portal.services.inquiries.opening import open_inquiry
from portal.services.inquiries.rating import rate
from portal.services.inquiries.receiving import receive_mail, settle_parked
from portal.services.inquiries.sweep import sweep_late
from portal.services.inquiries.writing import add_note, answer, write_as_contact

__all__ = [
    "add_note",
    "answer",
    "calm",
    "change_inquiry",
    "close_inquiry",
    "escalate",
    "hand_over",
    "open_inquiry",
    "rate",
    "receive_mail",
    "reopen_inquiry",
    "set_status",
    "settle_parked",
    "sweep_late",
    "write_as_contact",
]
