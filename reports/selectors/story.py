"""What reviews tell to the timeline of an account: PDFs made, and to whom they were sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from reports.choices import Edition, PrintState
from reports.models import QbrSnapshot
from reports.qbr.words import period_words

SOURCE = "review"
MOST = 500


def review_rows(account: Account) -> Rows:
    """Made reviews of the account, each once for every mail that carried it; some dozens of rows."""
    rows = QbrSnapshot.objects.filter(account=account, state=PrintState.DONE).order_by("-pk")[:MOST]
    return rows, {
        "number": "pk", "account": "account_id", "period": "period", "edition": "edition", "made_at": "finished_at",
        "made_by": "created_by__user__name", "mail": "mailings__pk", "reader": "mailings__name",
        "address": "mailings__address", "sent_at": "mailings__asked_at", "sent_by": "mailings__asked_by__user__name",
    }  # fmt: skip


def tell_reviews(asked: Asked, facts: Facts) -> Told:
    """Made and sent reviews, of `review_rows`."""
    made = {row["number"]: _made(row) for row in facts if row["made_at"]}
    return asked.cut([*made.values(), *(_sent(row) for row in facts if row["mail"])])


def _made(row: Mapping[str, Any]) -> Happening:
    return Happening(
        source=SOURCE, number=2 * row["number"], at=datetime.fromisoformat(row["made_at"]), icon="file-text",
        who=row["made_by"] or _("Command line"),
        deed=_("made the business review of %(title)s, %(edition)s") % _words(row), **_link(row),
    )  # fmt: skip


def _sent(row: Mapping[str, Any]) -> Happening:
    words = _words(row) | {"reader": row["reader"] or row["address"]}
    return Happening(
        source=SOURCE, number=2 * row["mail"] + 1, at=datetime.fromisoformat(row["sent_at"]), icon="mail",
        who=row["sent_by"] or _("A former member"),
        deed=_("sent the business review of %(title)s, %(edition)s, to %(reader)s") % words, **_link(row),
    )  # fmt: skip


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    return {"title": period_words(row["period"]), "edition": str(Edition(row["edition"]).label).lower()}


def _link(row: Mapping[str, Any]) -> dict[str, Any]:
    url = href("reports:review", account_id=row["account"], snapshot_id=row["number"])
    return {"url": url, "link": _("Open the review")}
