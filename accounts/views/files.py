"""The Files tab of an account: looked through, added to, taken away, deleted, brought back."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_or_404, file_or_404, may, may_delete
from accounts.forms.files import FilesForm
from accounts.models import Account, AccountFile
from accounts.ports import FILE_NOTES
from accounts.selectors.files import files_of
from accounts.services.files import add_files, delete_file, restore_file
from accounts.views.frame import account_frame
from accounts.views.saving import attempt, back_from_bin, saved, undoable
from core import clock, submissions
from core.errors import NotFound
from core.links import href
from core.text import format_number
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.models import StoredFile
from workspaces.services.files import open_file

# Nothing in a file may run, whatever the browser makes of it.
SANDBOX = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: StaffRequest, account_id: int) -> HttpResponse:
    """The list, and with a POST one file or several more in it."""
    right = Right.LOG_ACTIVITIES if request.method == "POST" else None
    account = account_or_404(request.member, account_id, right)
    if request.method != "POST":
        return _page(request, account, None)
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        tried = attempt(form, lambda: _add(request, account, form))
        if tried.saved:
            count = len(form.cleaned_data["files"])
            words = ngettext("%(n)s file added", "%(n)s files added", count) % {"n": format_number(count)}
            return saved(request, href("accounts:files", account_id=account.pk), words)
    return _page(request, account, form, status=422)


@require_safe
def file(request: StaffRequest, account_id: int, file_id: int) -> HttpResponseBase:
    """The bytes, always to be saved and never shown by the browser."""
    return hand_out(file_or_404(request.member, account_id, file_id).file)


def hand_out(file: StoredFile) -> FileResponse:
    """A kept file as an answer: to be saved, under the type that its bytes were found to be. Raises NotFound where the
    bytes have gone."""
    try:
        content = open_file(file)
    except FileNotFoundError as error:
        raise NotFound(_("Not found.")) from error
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def deletion(request: StaffRequest, account_id: int, file_id: int) -> HttpResponse:
    found = file_or_404(request.member, account_id, file_id, changing=True)
    delete_file(found, by=request.member, now=clock.now())
    undo = href("accounts:file_restoration", account_id=account_id, file_id=file_id)
    back = href("accounts:files", account_id=account_id)
    return undoable(request, _("File deleted"), undo=undo, back=back)


@require_POST
def restoration(request: StaffRequest, account_id: int, file_id: int) -> HttpResponse:
    found = file_or_404(request.member, account_id, file_id, changing=True, in_bin=True)
    restore_file(found, by=request.member, now=clock.now())
    return saved(
        request, back_from_bin(request, href("accounts:files", account_id=account_id)), _("File is back")
    )


def _add(request: StaffRequest, account: Account, form: FilesForm) -> None:
    now = clock.now()

    def make() -> int:
        return add_files(account, form.cleaned_data["files"], by=request.member, now=now)[0].pk

    submissions.once(form.cleaned_data["key"], make, now=now)


def _page(request: StaffRequest, account: Account, form: FilesForm | None, status: int = 200) -> HttpResponse:
    found = files_of(account, with_money=sees_money(request.member), after=request.GET.get("after", "")[:60])
    adds = may(request.member, account, Right.LOG_ACTIVITIES)
    context: dict[str, Any] = account_frame(request, account, tab="files")
    context |= {
        "form": (form or FilesForm(initial={"key": submissions.new_key()})) if adds else None,
        "rows": _rows(request, account, found.rows),
        "older": found.next_mark,
    }
    return render(request, "accounts/files.html", context, status=status)


def _rows(request: StaffRequest, account: Account, files: Sequence[AccountFile]) -> list[dict[str, Any]]:
    ids = [one.pk for one in files]
    told = [source.notes(request.member, account, ids) for source in FILE_NOTES] if ids else []
    return [
        {
            "one": one,
            "file": one.file,
            "deletes": may_delete(request.member, account, one),
            "notes": [notes[one.pk] for notes in told if one.pk in notes],
        }
        for one in files
    ]
