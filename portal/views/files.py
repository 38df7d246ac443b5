"""Shared files, the customer's side: looked through, opened, sent, brought in a newer version."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MAX_ID
from accounts.views.files import hand_out
from accounts.views.saving import attempt
from core import clock, submissions
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from core.text import format_number
from portal.forms.files import NewVersionForm, RestoreForm, SharedFilesForm
from portal.http import CustomerRequest
from portal.models import SharedFile
from portal.selectors.files import newest_versions, page_of_files, shared_with, versions_of
from portal.services.files import add_version, restore_version, send_files
from portal.shown.files import versions_shown, who_brought

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def files(request: CustomerRequest) -> HttpResponse:
    """The list, and with a POST one file or several more in it."""
    if request.method != "POST":
        return _page(request, SharedFilesForm(initial={"key": submissions.new_key()}))
    form = SharedFilesForm(request.POST, request.FILES)
    if form.is_valid() and attempt(form, lambda: _send(request, form)).saved:
        count = len(form.cleaned_data["files"])
        words = ngettext("%(n)s file sent", "%(n)s files sent", count) % {"n": format_number(count)}
        messages.success(request, words)
        return redirect(request, href("portal:files"))
    return _page(request, form, status=422)


@require_http_methods(FORM)
def file(request: CustomerRequest, shared_id: int) -> HttpResponse:
    """One with its versions; with a POST a newer one."""
    found = _shared(request, shared_id)
    form = NewVersionForm(request.POST or None, request.FILES or None, initial={"key": submissions.new_key()})
    if request.method == "POST" and form.is_valid():
        now = clock.now()

        def make() -> int:
            return add_version(found, form.cleaned_data["file"], contact=request.customer.contact, now=now).pk

        if attempt(form, lambda: submissions.once(form.cleaned_data["key"], make, now=now)).saved:
            messages.success(request, _("Newer version sent"))
            return redirect(request, href("portal:file", shared_id=found.pk))
    context = {
        "shared": found,
        "versions": versions_shown(
            found,
            versions_of(found),
            lambda one: href("portal:file_content", shared_id=found.pk, copy_id=one.pk),
        ),
        "form": form,
    }
    return render(request, "portal/file.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def content(request: CustomerRequest, shared_id: int, copy_id: int) -> HttpResponseBase:
    """The bytes of one version, always to be saved and never shown by the browser."""
    found = _shared(request, shared_id)
    version = next((one for one in versions_of(found) if one.pk == copy_id), None)
    if version is None:
        raise NotFound(_("Not found."))
    return hand_out(version.account_file.file)


@require_POST
def restoration(request: CustomerRequest, shared_id: int) -> HttpResponse:
    """Puts an older version in force again."""
    found = _shared(request, shared_id)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("Not found."))
    given = form.cleaned_data
    restore_version(
        found, given["number"], latest=given["latest"], contact=request.customer.contact, now=clock.now()
    )
    messages.success(request, _("The older version is in force again"))
    return redirect(request, href("portal:file", shared_id=found.pk))


def _shared(request: CustomerRequest, shared_id: int) -> SharedFile:
    """The file, if it is shared with the customer's own account; anything else does not exist."""
    rows = shared_with(request.customer.account.pk)
    found = rows.filter(pk=shared_id).first() if 0 < shared_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _send(request: CustomerRequest, form: SharedFilesForm) -> None:
    now, customer = clock.now(), request.customer

    def make() -> int:
        return send_files(customer.account, form.cleaned_data["files"], contact=customer.contact, now=now)[
            0
        ].pk

    submissions.once(form.cleaned_data["key"], make, now=now)


def _page(request: CustomerRequest, form: SharedFilesForm, status: int = 200) -> HttpResponse:
    text = request.GET.get("q", "")[:200]
    found = page_of_files(request.customer.account.pk, text, after=request.GET.get("after", "")[:60])
    newest = newest_versions(found.rows)
    rows: list[dict[str, Any]] = [
        {"shared": one, "version": newest[one.pk], "who": who_brought(newest[one.pk])}
        for one in found.rows
        if one.pk in newest
    ]
    context = {"rows": rows, "older": found.next_mark, "text": text, "form": form}
    return render(request, "portal/files.html", context, status=status)
