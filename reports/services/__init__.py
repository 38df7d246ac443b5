"""Writes of this app. All names from here."""

from reports.services.qbr import (
    RENDER,
    Wanted,
    ask_for_pdf,
    mend_prints,
    prepare_review,
    render_snapshot,
    reword,
    take_snapshot,
)

__all__ = [
    "RENDER",
    "Wanted",
    "ask_for_pdf",
    "mend_prints",
    "prepare_review",
    "render_snapshot",
    "reword",
    "take_snapshot",
]
