"""Shared files, the staff's side: all of the book, those of an account, one with its versions, sharing and taking back."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_or_404, file_or_404
from accounts.lists import list_context
from accounts.models import Account
from accounts.views.frame import account_frame
from accounts.views.saving import attempt, saved
from core import clock, submissions
from core.errors import NotFound
from core.links import href
from core.lists import answer_list
from core.text import format_number
from portal.access.files import may_share, require_sharing, shared_file_or_404, visible_shared_files
from portal.forms.files import NewVersionForm, RestoreForm, SharedFilesForm
from portal.lists.article_sources import open_shared_files
from portal.lists.files import SHARED_FILE_LIST
from portal.models import SharedFile
from portal.selectors.files import versions_of
from portal.services.files import add_version, restore_version, send_files, share_file, take_back
from portal.shown.files import versions_shown
from workspaces.http import StaffRequest

FORM = ["GET", "HEAD", "POST"]


@require_safe
def files(request: StaffRequest) -> HttpResponse:
    opened = open_shared_files(request.workspace, request.member, request.GET, None)
    empty = {
        "title": _("No shared files"),
        "text": _("Files that you share with a customer, and those that customers send, stand here."),
        "button": _("Look at accounts"),
        "url": href("accounts:list"),
    }
    return answer_list(
        request, opened.spec, opened.rows, opened.context, "desk/file_list.html", {"empty": empty}
    )


@require_http_methods(FORM)
def account_files(request: StaffRequest, account_id: int) -> HttpResponse:
    """Those of one account; with a POST more of them."""
    account = account_or_404(request.member, account_id)
    if request.method != "POST":
        return _list(request, account, None)
    require_sharing(request.member, account)
    form = SharedFilesForm(request.POST, request.FILES)
    if form.is_valid():
        tried = attempt(form, lambda: _send(request, account, form))
        if tried.saved:
            count = len(form.cleaned_data["files"])
            words = ngettext("%(n)s file shared", "%(n)s files shared", count) % {"n": format_number(count)}
            return saved(request, href("desk:account_files", account_id=account.pk), words)
    return _list(request, account, form, status=422)


@require_http_methods(FORM)
def shared_file(request: StaffRequest, account_id: int, shared_id: int) -> HttpResponse:
    """One with its versions; with a POST a newer one."""
    found = shared_file_or_404(request.member, account_id, shared_id, changing=request.method == "POST")
    form = NewVersionForm(request.POST or None, request.FILES or None, initial={"key": submissions.new_key()})
    if request.method == "POST" and form.is_valid():
        now = clock.now()

        def make() -> int:
            return add_version(found, form.cleaned_data["file"], by=request.member, now=now).pk

        if attempt(form, lambda: submissions.once(form.cleaned_data["key"], make, now=now)).saved:
            return saved(request, _address(found), _("Newer version in force"))
    status = 422 if request.method == "POST" else 200
    context: dict[str, Any] = account_frame(request, found.account, tab="shared")
    context |= {
        "shared": found,
        "versions": versions_shown(
            found,
            versions_of(found),
            lambda version: href("accounts:file", account_id=account_id, file_id=version.account_file_id),
        ),
        "form": form if may_share(request.member, found.account) else None,
    }
    return render(request, "desk/shared_file.html", context, status=status)


@require_POST
def sharing(request: StaffRequest, account_id: int, file_id: int) -> HttpResponse:
    """Shares a file that lies with the account already."""
    found = file_or_404(request.member, account_id, file_id)
    require_sharing(request.member, found.account)
    share_file(found, by=request.member, now=clock.now())
    return saved(
        request, href("desk:account_files", account_id=account_id), _("The customer sees the file now")
    )


@require_safe
def sharing_question(request: StaffRequest, account_id: int, file_id: int) -> HttpResponse:
    """Asked before: whom the file is shown to."""
    found = file_or_404(request.member, account_id, file_id)
    require_sharing(request.member, found.account)
    return render(
        request, "desk/file_sharing.html", {"account": found.account, "one": found, "file": found.file}
    )


@require_POST
def taking_back(request: StaffRequest, account_id: int, shared_id: int) -> HttpResponse:
    """Takes it back, or with `again` shares it once more."""
    found = shared_file_or_404(request.member, account_id, shared_id, changing=True)
    if request.POST.get("again"):
        newest = next(iter(versions_of(found)), None)
        if newest is None:
            raise NotFound(_("Not found."))
        share_file(newest.account_file, by=request.member, now=clock.now())
        return saved(request, _address(found), _("The customer sees the file again"))
    take_back(found, by=request.member, now=clock.now())
    return saved(request, _address(found), _("Taken back. Only staff see it now."))


@require_POST
def restoration(request: StaffRequest, account_id: int, shared_id: int) -> HttpResponse:
    """Puts an older version in force again."""
    found = shared_file_or_404(request.member, account_id, shared_id, changing=True)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("Not found."))
    given = form.cleaned_data
    restore_version(found, given["number"], latest=given["latest"], by=request.member, now=clock.now())
    return saved(request, _address(found), _("The older version is in force again"))


def _send(request: StaffRequest, account: Account, form: SharedFilesForm) -> None:
    now = clock.now()

    def make() -> int:
        return send_files(account, form.cleaned_data["files"], by=request.member, now=now)[0].pk

    submissions.once(form.cleaned_data["key"], make, now=now)


def _list(
    request: StaffRequest, account: Account, form: SharedFilesForm | None, status: int = 200
) -> HttpResponse:
    rows = visible_shared_files(request.member).filter(account=account)
    own = replace(
        SHARED_FILE_LIST,
        key="account-shared-files",
        columns=[column for column in SHARED_FILE_LIST.columns if column.key != "account"],
        filters=[chosen for chosen in SHARED_FILE_LIST.filters if chosen.key != "account"],
    )
    shares = may_share(request.member, account)
    extra = {
        **account_frame(request, account, tab="shared"),
        "form": (form or SharedFilesForm(initial={"key": submissions.new_key()})) if shares else None,
        "empty": {
            "title": _("Nothing shared yet"),
            "text": _(
                "Files that you share here stand in the customer's portal; what the customer sends stands here."
            ),
        },
    }
    answer = answer_list(
        request, own, rows, list_context(request.workspace, request.member), "desk/account_files.html", extra
    )
    answer.status_code = status if answer.status_code == 200 else answer.status_code
    return answer


def _address(found: SharedFile) -> str:
    return href("desk:shared_file", account_id=found.account_id, shared_id=found.pk)
