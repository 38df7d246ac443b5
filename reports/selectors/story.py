"""What reviews tell to the timeline of an account: PDFs made, and to whom they were sent."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.ports import Asked, Happening, Told
from core.links import href
from reports.choices import Edition, PrintState
from reports.models import QbrSnapshot

SOURCE = "review"
MOST = 500


def tell_reviews(asked: Asked) -> Told:
    """Made and sent reviews of the account; one query, some dozens of rows."""
    rows = QbrSnapshot.objects.filter(account=asked.account, state=PrintState.DONE).order_by("-pk")
    found = list(rows.values(
        "pk", "account_id", "period", "edition", "finished_at", "created_by__user__name", "mailings__pk", "mailings__name",
        "mailings__address", "mailings__asked_at", "mailings__asked_by__user__name",
    )[:MOST])  # fmt: skip
    made = {row["pk"]: _made(row) for row in found if row["finished_at"]}
    sent = [_sent(row) for row in found if row["mailings__pk"]]
    return asked.cut([*made.values(), *sent])


def _made(row: dict[str, Any]) -> Happening:
    return Happening(
        source=SOURCE, number=2 * row["pk"], at=row["finished_at"], icon="file-text",
        who=row["created_by__user__name"] or _("Command line"),
        deed=_("made the business review of %(title)s, %(edition)s") % _words(row), **_link(row),
    )  # fmt: skip


def _sent(row: dict[str, Any]) -> Happening:
    words = _words(row) | {"reader": row["mailings__name"] or row["mailings__address"]}
    return Happening(
        source=SOURCE, number=2 * row["mailings__pk"] + 1, at=row["mailings__asked_at"], icon="mail",
        who=row["mailings__asked_by__user__name"] or _("A former member"),
        deed=_("sent the business review of %(title)s, %(edition)s, to %(reader)s") % words, **_link(row),
    )  # fmt: skip


def _words(row: dict[str, Any]) -> dict[str, str]:
    year, _q, number = row["period"].partition("Q")
    return {"title": f"Q{number} {year}", "edition": str(Edition(row["edition"]).label).lower()}


def _link(row: dict[str, Any]) -> dict[str, Any]:
    url = href("reports:review", account_id=row["account_id"], snapshot_id=row["pk"])
    return {"url": url, "link": _("Open the review")}
