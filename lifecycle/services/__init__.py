"""Writes of this app. All names from here."""

from lifecycle.services.churn import apply_due_records, record_churn, record_return
from lifecycle.services.closings import ClosingFields, close_renewal, reopen_renewal
from lifecycle.services.handshakes import (
    accept_handshake,
    deliver_handshake,
    open_due_handshakes,
    open_handshake,
    return_handshake,
)
from lifecycle.services.promises import (
    PromiseFields,
    change_promise,
    close_promise,
    make_promise,
    tell_due_promises,
)
from lifecycle.services.reminders import Swept, sweep_due_milestones
from lifecycle.services.stages import install_stages, move_account, place_accounts, undo_move

__all__ = [
    "ClosingFields",
    "PromiseFields",
    "Swept",
    "accept_handshake",
    "apply_due_records",
    "change_promise",
    "close_promise",
    "close_renewal",
    "deliver_handshake",
    "install_stages",
    "make_promise",
    "move_account",
    "open_due_handshakes",
    "open_handshake",
    "place_accounts",
    "record_churn",
    "record_return",
    "reopen_renewal",
    "return_handshake",
    "sweep_due_milestones",
    "tell_due_promises",
    "undo_move",
]
