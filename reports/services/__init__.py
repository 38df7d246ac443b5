"""Writes of this app. All names from here."""

from reports.services.mending import mend_prints
from reports.services.qbr import (
    RENDER,
    Wanted,
    ask_for_pdf,
    prepare_review,
    render_snapshot,
    reword,
    take_snapshot,
)
from reports.services.taking import TAKE, ask_again, ask_for_facts, take_facts

__all__ = [
    "RENDER",
    "TAKE",
    "Wanted",
    "ask_again",
    "ask_for_facts",
    "ask_for_pdf",
    "mend_prints",
    "prepare_review",
    "render_snapshot",
    "reword",
    "take_facts",
    "take_snapshot",
]
