"""The pages of reviews as their templates draw them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.links import href
from core.pdf import Reason
from core.text import format_number
from reports.choices import Language, PrintState
from reports.models import QbrSnapshot
from reports.qbr.words import period_words
from reports.services.mending import NOT_TAKEN


@dataclass(frozen=True)
class ReviewRow:
    """One review of the list; `url` is empty where it holds amounts that the reader may not see."""

    title: str
    edition: str
    code: str
    url: str
    pdf_url: str
    state: str
    superseded: str
    by: str
    snapshot: QbrSnapshot


def review_row(snapshot: QbrSnapshot, *, sees_money: bool) -> ReviewRow:
    """A snapshot in words."""
    open_to_reader = sees_money or not snapshot.has_money
    numbers: dict[str, Any] = {"account_id": snapshot.account_id, "snapshot_id": snapshot.pk}
    made = snapshot.state == PrintState.DONE and open_to_reader
    return ReviewRow(
        title=title_of(snapshot),
        edition=f"{snapshot.get_edition_display()} · {Language(snapshot.language).label}",
        code=snapshot.code,
        url=href("reports:review", **numbers) if open_to_reader else "",
        pdf_url=href("reports:review_pdf", **numbers) if made else "",
        state=state_words(snapshot),
        superseded=snapshot.superseded_by.code if snapshot.superseded_by else "",
        by=str(snapshot.created_by) if snapshot.created_by else "",
        snapshot=snapshot,
    )


def title_of(snapshot: QbrSnapshot) -> str:
    """ "Q4 2024"."""
    return period_words(snapshot.period)


def state_words(snapshot: QbrSnapshot) -> str:
    """How far the PDF is, with its pages."""
    if snapshot.state == PrintState.DONE and snapshot.pages:
        return _("PDF, %(n)s pages") % {"n": format_number(snapshot.pages)}
    return str(snapshot.get_state_display())


def failure_words(snapshot: QbrSnapshot) -> str:
    """Why no PDF came of it, and what to do."""
    return {
        Reason.MISSING: _(
            "This machine lacks the libraries that print. Ask whoever runs it to install them; the preview prints meanwhile."
        ),
        Reason.TOO_LONG: _("It took too long. Try again, with fewer sections if it happens twice."),
        NOT_TAKEN: _("The facts could not be taken. Try again; the log of the worker says why."),
        Reason.TOO_LARGE: _("It needed too much memory. Leave out a section and try again."),
    }.get(snapshot.error, _("The document could not be laid out. Try again; the log of the worker says why."))
