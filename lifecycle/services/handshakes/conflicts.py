"""Two who write on one handshake: neither writes over words that they did not see, and the second chooses field by field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.errors import ChangedMeanwhile, Difference
from accounts.models import AccountFile
from core.text import format_date, format_money
from lifecycle.models import HandshakeItem
from lifecycle.rules.handover import MONEY, form_lines
from lifecycle.rules.handshakes import stamp_of


def stamp_of_item(line: HandshakeItem) -> int:
    """What the form of a line carries along, so that nobody writes over words that they did not see."""
    return stamp_of(line.value, line.file_id, line.missing_reason)


def stamp_of_form(form: Mapping[str, Any]) -> int:
    """What the handover form carries along."""
    return stamp_of(*(value for _label, value in form_lines(form).values()))


def line_changed(line: HandshakeItem, value: str, file: AccountFile | None, reason: str) -> ChangedMeanwhile:
    """The refusal that shows both sides of a line."""
    named = {
        "value": (line.value, value),
        "file": (_name_of(line.file), _name_of(file)),
        "missing_reason": (line.missing_reason, reason),
    }
    labels = {
        "value": _("What is handed over"),
        "file": _("Document"),
        "missing_reason": _("Why it is missing"),
    }
    return ChangedMeanwhile(
        stamp_of_item(line),
        [
            Difference(name, labels[name], theirs or _empty(), yours or _empty())
            for name, (theirs, yours) in named.items()
            if theirs != yours
        ],
    )


def form_changed(held: Mapping[str, Any], form: Mapping[str, Any]) -> ChangedMeanwhile:
    """The refusal that shows both sides of the handover form."""
    now_is, wanted = form_lines(held), form_lines(form)
    # an amount is told as its form writes it, never in minor units
    return ChangedMeanwhile(
        stamp_of_form(held),
        [
            Difference(name, str(label), _told(name, value, held), _told(name, wanted[name][1], form))
            for name, (label, value) in now_is.items()
            if value != wanted[name][1]
        ],
    )


def _told(name: str, value: Any, form: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return pgettext("filter", "yes") if value else pgettext("filter", "no")
    if value in ("", None):
        return _empty()
    if name in MONEY and isinstance(value, int) and form.get("currency"):
        return format_money(value, str(form["currency"]))
    if name.endswith(("_on", "-due")):
        return format_date(date.fromisoformat(str(value)))
    return str(value)


def _empty() -> str:
    return pgettext("a field without a value", "empty")


def _name_of(file: AccountFile | None) -> str:
    if file is None:
        return ""
    return _("A document with amounts") if file.shows_money else file.file.name
