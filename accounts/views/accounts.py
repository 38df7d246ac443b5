"""Adding and editing one account, and who looks after it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import account_for, visible_accounts
from accounts.forms.account import AccountForm, OwnersForm, initial_of
from accounts.lists.cells import account_href
from accounts.models import Account
from accounts.selectors.page import owners_of
from accounts.services.accounts import assign_owners, create_account, update_account
from accounts.views.saving import Attempt, attempt, form_page, saved
from core import clock, submissions
from core.links import href
from workspaces.access import require_somewhere
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    require_somewhere(request.member, Right.EDIT_ACCOUNTS)
    initial = {"key": submissions.new_key()}
    form = AccountForm(request.POST or None, member=request.member, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        tried = attempt(form, lambda: made.append(_create(request, form)))
        if tried.saved:
            name = form.cleaned_data["name"]
            return saved(request, account_href(made[0]), _("%(name)s added") % {"name": name})
    return _page(request, form, None, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    parent = _parent_name(request, account)
    form = AccountForm(
        request.POST or None, member=request.member, account=account, initial=initial_of(account, parent)
    )
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _update(request, account, form))
        if tried.saved:
            return saved(request, account_href(account.pk), _("Account saved"))
    return _page(request, form, account, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    held = {owner.role: owner for owner in owners_of(account.pk)}
    form = OwnersForm(request.POST or None, held=held)
    tried = None
    if request.method == "POST" and form.is_valid():
        changed: list[int] = []
        tried = attempt(form, lambda: changed.append(_assign(request, account, form)))
        if tried.saved:
            words = ngettext("%(n)s owner changed", "%(n)s owners changed", changed[0]) % {"n": changed[0]}
            return saved(
                request, account_href(account.pk), words if changed[0] else _("Owners are as they were")
            )
    context = {"form": form, "account": account, "back_url": account_href(account.pk)}
    return form_page(request, "accounts/owners_form.html", context, tried)


def _create(request: StaffRequest, form: AccountForm) -> int:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)

    def make() -> int:
        return create_account(form.account_fields(), by=request.member, now=now, today=today).pk

    made, _is_new = submissions.once(form.cleaned_data["key"], make, now=now)
    return made


def _update(request: StaffRequest, account: Account, form: AccountForm) -> None:
    now = clock.now()
    update_account(
        account,
        by=request.member,
        version=form.sent_version,
        fields=form.account_fields(),
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )


def _assign(request: StaffRequest, account: Account, form: OwnersForm) -> int:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    return assign_owners(account, form.owners(), by=request.member, now=now, today=today)


def _parent_name(request: StaffRequest, account: Account) -> str:
    if account.parent_id is None:
        return ""
    found = visible_accounts(request.member).filter(pk=account.parent_id).values_list("name", flat=True)
    return found.first() or ""


def _page(
    request: StaffRequest, form: AccountForm, account: Account | None, tried: Attempt | None
) -> HttpResponse:
    back = account_href(account.pk) if account else href("accounts:list")
    context: dict[str, Any] = {"form": form, "account": account, "back_url": back}
    return form_page(request, "accounts/account_form.html", context, tried)
