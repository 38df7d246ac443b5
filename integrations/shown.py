"""Imports as pages show them: finished words, numbers and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import href
from core.lists.filters import Condition
from core.lists.state import ListState
from core.templatetags.ui import tag
from core.text import format_number
from integrations.choices import ImportKind, ImportState
from integrations.fields import kind_spec
from integrations.models import Import, ImportProblem
from integrations.reading.dates import ORDER_LABELS, DateOrder
from integrations.reading.dialects import DELIMITERS

_TONES = {
    ImportState.DONE: "good",
    ImportState.FAILED: "bad",
    ImportState.INTERRUPTED: "bad",
    ImportState.CANCELLED: "",
    ImportState.UPLOADED: "warn",
    ImportState.CHECKED: "accent",
}
_STEPS = (
    ("upload", ImportState.READING),
    ("columns", ImportState.UPLOADED),
    ("preview", ImportState.CHECKED),
    ("import", ImportState.RUNNING),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of problem: how it is called, where, how often, and its first row as the example."""

    word: SafeString
    field: str
    message: str
    count: str
    row: int
    more: bool
    url: str


@dataclass(frozen=True, slots=True)
class Problem:
    row: int
    word: SafeString
    field: str
    value: str
    message: str


def upload_url(kind: str) -> str:
    """Where a file of this kind is chosen."""
    return f"{href('integrations:upload')}?kind={kind}"


def state_tag(state: str) -> SafeString:
    """The state as a small word."""
    found = ImportState(state)
    return tag(found.label, _TONES.get(found, "accent"))


def facts_of(found: Import) -> str:
    """What is known of the file: rows, characters, delimiter, dates."""
    profile, mapping = found.profile, found.mapping
    if "columns" not in profile:
        return ""
    rows = ngettext("%(n)s row", "%(n)s rows", found.rows_total) % {"n": format_number(found.rows_total)}
    if profile.get("sheet"):
        source = _("sheet %(name)s") % {"name": profile["sheet"]}
    else:
        source = f"{profile['encoding_label']}, {DELIMITERS.get(profile['delimiter'], '')}"
    facts = [rows, source]
    if any(column["date_order"] for column in profile["columns"]):
        order = ORDER_LABELS[DateOrder(mapping.get("date_order", "iso"))]
        facts.append(_("dates read as %(order)s") % {"order": order})
    return " · ".join(facts)


def steps_of(found: Import | None) -> list[dict[str, Any]]:
    """The stepper: Upload, Match columns, Preview, Import."""
    labels = {
        "upload": _("Upload"),
        "columns": _("Match columns"),
        "preview": _("Preview"),
        "import": _("Import"),
    }
    at = _place(found)
    return [
        {
            "label": labels[key],
            "state": "done" if number < at else "current" if number == at else "ahead",
            "url": _step_url(key, found) if number < at else "",
        }
        for number, (key, _state) in enumerate(_STEPS)
    ]


def _place(found: Import | None) -> int:
    if found is None or found.state == ImportState.READING or "columns" not in found.profile:
        return 0
    if found.state == ImportState.DONE:
        return len(_STEPS)
    if found.state in (ImportState.UPLOADED, ImportState.CHECKING) or not found.report:
        return 1
    return 2 if found.state == ImportState.CHECKED else 3


def _step_url(key: str, found: Import | None) -> str:
    changeable = found is not None and found.state in (ImportState.UPLOADED, ImportState.CHECKED)
    if key == "columns" and changeable and found is not None:
        return href("integrations:columns", import_id=found.pk)
    return ""


def foreseen(found: Import) -> list[dict[str, Any]]:
    """The metric strip of the preview."""
    bad, conflicts = found.report.get("bad_cells", 0), found.report.get("conflicts", 0)
    return [
        _metric(_("Create"), "good", found.created, _("new here")),
        _metric(_("Update"), "accent", found.updated, _("here, with other values")),
        _metric(_("Unchanged"), "", found.unchanged, _("here, with the same values")),
        _metric(_("Bad cells"), "bad", bad, _("rows that cannot be read"), _problems_url(found, "rejected")),
        _metric(
            _("Conflicts"), "bad", conflicts, _("rows that do not fit in"), _problems_url(found, "rejected")
        ),
        _metric(_("Warnings"), "warn", found.warnings, _("kept, but told"), _problems_url(found, "warnings")),
    ]


def outcome(found: Import) -> list[dict[str, Any]]:
    """The metric strip of the report."""
    taken = found.report.get("seconds", 0)
    seconds = {
        "label": tag(_("Seconds")),
        "value": format_number(taken, 1 if taken >= 1 else 2),
        "note": _("in one transaction"),
    }
    return [
        _metric(_("Created"), "good", found.created, _("new here")),
        _metric(_("Updated"), "accent", found.updated, _("took new values")),
        _metric(_("Unchanged"), "", found.unchanged, _("were here already")),
        _metric(
            _("Rejected"), "bad", found.rejected, _("rows not taken in"), _problems_url(found, "rejected")
        ),
        _metric(_("Warnings"), "warn", found.warnings, _("kept, but told"), _problems_url(found, "warnings")),
        seconds,
    ]


def _metric(word: str, tone: str, value: int, note: str, url: str = "") -> dict[str, Any]:
    """A cell of the strip; nothing has no colour and leads nowhere."""
    return {
        "label": tag(word, tone if value else ""),
        "value": format_number(value),
        "note": note,
        "url": url if value else "",
    }


def _problems_url(found: Import, show: str, code: str = "") -> str:
    chosen = {"show": show, "code": code} if code else {"show": show}
    return f"{href('integrations:problems', import_id=found.pk)}?{urlencode(chosen)}"


def groups_of(found: Import) -> list[Group]:
    """Kinds of problems, refusals first."""
    return [
        Group(
            word=_word(group["is_warning"]),
            field=field_label(found.kind, group["field"]),
            message=group["message"],
            count=format_number(group["count"]),
            row=group["row"],
            more=group["count"] > 1,
            url=_problems_url(found, "warnings" if group["is_warning"] else "rejected", group["code"]),
        )
        for group in found.report.get("groups", [])
    ]


def problems_shown(found: Import, problems: list[ImportProblem]) -> Iterator[Problem]:
    for problem in problems:
        yield Problem(
            problem.row,
            _word(problem.is_warning),
            field_label(found.kind, problem.field),
            problem.value,
            problem.message,
        )


def field_label(kind: str, key: str) -> str:
    """A field in words; the whole row has none."""
    one = kind_spec(kind).field(key)
    return str(one.label) if one else _("Whole row")


def _word(is_warning: bool) -> SafeString:
    return tag(_("Warning"), "warn") if is_warning else tag(_("Rejected"), "bad")


def came_in(found: Import) -> dict[str, str]:
    """Where to look at what came in: label and address of the list, of this file's rows where they are new."""
    lists = {
        ImportKind.ACCOUNTS: (_("Look at the accounts"), "accounts:list"),
        ImportKind.CONTACTS: (_("Look at the contacts"), "accounts:contacts"),
        ImportKind.CONTRACTS: (_("Look at the contracts"), "accounts:contracts"),
        ImportKind.TICKETS: (_("Look at the tickets"), "accounts:tickets"),
        ImportKind.INVOICES: (_("Look at the invoices"), "accounts:invoices"),
    }
    if found.kind == ImportKind.CHURN:
        return {"label": _("Look at the accounts"), "url": f"{href('accounts:list')}?book=all"}
    if found.kind == ImportKind.PAYMENTS:
        return {"label": _("Look at the invoices"), "url": f"{href('accounts:invoices')}?book=all"}
    if found.kind not in lists:
        return {"label": _("Look at the portfolio"), "url": f"{href('reports:portfolio')}?book=all"}
    label, name = lists[ImportKind(found.kind)]
    chosen = ListState(conditions=(Condition("origin", "is", (str(found.batch_id),)),)).to_query()
    return {"label": label, "url": f"{href(name)}{chosen if found.created else '?'}&book=all"}
