"""Where imports begin: the kinds, the past ones, and the upload of a file."""

import csv
import io
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, submissions
from core.errors import DomainError, NotFound
from core.htmx import redirect
from core.links import href
from core.text import join_words
from integrations.access import importable, may_import, may_import_something
from integrations.choices import ImportKind
from integrations.fields import kind_spec
from integrations.forms.upload import UploadForm
from integrations.selectors.imports import last_done_by_kind, past_imports
from integrations.services.uploads import start_import
from integrations.shown import state_tag, steps_of, upload_url
from workspaces.forms.base import add_refusal
from workspaces.http import StaffRequest

KINDS = {
    ImportKind.ACCOUNTS: ("building", gettext_lazy("The customer companies. Bring these first.")),
    ImportKind.CONTACTS: ("users", gettext_lazy("People at the accounts, with their role.")),
    ImportKind.CONTRACTS: ("license", gettext_lazy("Subscriptions with start, end, seats and revenue.")),
    ImportKind.USAGE: ("activity", gettext_lazy("Who used which feature, and when.")),
    ImportKind.TICKETS: ("ticket", gettext_lazy("Inquiries of your support system.")),
    ImportKind.INVOICES: ("receipt", gettext_lazy("What was billed, when it is due, and when it was paid.")),
    ImportKind.PAYMENTS: ("coin", gettext_lazy("Payments and credit notes, by invoice.")),
    ImportKind.READINGS: ("gauge", gettext_lazy("Ratings or values of any metric, by day.")),
    ImportKind.CHURN: ("user-minus", gettext_lazy("Who left, when and why, and who came back.")),
}


@require_safe
def imports(request: StaffRequest) -> HttpResponse:
    may_import_something(request.member)
    kinds = importable(request.member)
    page = past_imports(kinds, after=request.GET.get("after", ""))
    context = {
        "kinds": _kinds(kinds),
        "rows": [(found, state_tag(found.state)) for found in page.rows],
        "older_url": f"?{urlencode({'after': page.next_mark})}" if page.next_mark else "",
        "newest_url": "?" if request.GET.get("after") else "",
    }
    return render(request, "integrations/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    chosen = _kind_or_404(request)
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"key": submissions.new_key()},
    )
    if is_sent and form.is_valid():
        try:
            made = _start(request, chosen, form)
        except DomainError as refusal:
            refusal.field = "file"
            add_refusal(form, refusal)
        else:
            return redirect(request, href("integrations:import", import_id=made))
    icon, text = KINDS[chosen]
    fields = kind_spec(chosen.value).fields
    context = {
        "form": form,
        "kind": chosen,
        "icon": icon,
        "text": text,
        "template_url": f"{href('integrations:template')}?kind={chosen.value}",
        "needed": [one for one in fields if one.required],
        "further": join_words(str(one.label) for one in fields if not one.required),
        "steps": steps_of(None),
    }
    return render(request, "integrations/upload.html", context, status=422 if form.errors else 200)


@require_safe
def template(request: StaffRequest) -> HttpResponse:
    """A file with the names of all fields of a kind, to fill in."""
    chosen = _kind_or_404(request)
    text = io.StringIO()
    csv.writer(text).writerow([one.key for one in kind_spec(chosen.value).fields])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{chosen.value}.csv"'
    return answer


def _start(request: StaffRequest, kind: ImportKind, form: UploadForm) -> int:
    file, now = form.cleaned_data["file"], clock.now()

    def make() -> int:
        made = start_import(
            file.chunks(),
            kind=kind.value,
            name=file.name or "",
            content_type=file.content_type or "",
            by=request.member,
            now=now,
        )
        return made.pk

    return submissions.once(form.cleaned_data["key"], make, now=now)[0]


def _kinds(kinds: Collection[str]) -> list[dict[str, Any]]:
    last = last_done_by_kind()
    return [
        {
            "label": kind.label,
            "icon": icon,
            "text": text,
            "url": upload_url(kind.value),
            "last": last.get(kind.value),
        }
        for kind, (icon, text) in KINDS.items()
        if kind.value in kinds
    ]


def _kind_or_404(request: StaffRequest) -> ImportKind:
    """The kind asked for, else the member's first. Raises Forbidden for one that the member may not bring in."""
    may_import_something(request.member)
    kind = request.GET.get("kind", importable(request.member)[0])
    if kind not in ImportKind.values:
        raise NotFound(_("There is no such kind of import."))
    may_import(request.member, kind)
    return ImportKind(kind)
