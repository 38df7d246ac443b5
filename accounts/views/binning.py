"""The bin: what lies in it, putting accounts, contacts and contracts there, and taking them out again."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import (
    account_or_404,
    contact_or_404,
    contract_or_404,
    in_bin,
    those_allowed,
    uses_bin,
)
from accounts.lists.cells import account_href
from accounts.models import Contract
from accounts.selectors.bin import ACCOUNT, CONTACT, CONTRACT, ENTRY, FILE, Binned, bin_page, goes_along
from accounts.services.bin import Kept, put_into_bin, take_out_of_bin
from accounts.views.saving import saved
from core import clock
from core.htmx import redirect
from core.links import href
from workspaces.access import allowed, refuse, sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest

RIGHTS = {ACCOUNT: Right.EDIT_ACCOUNTS, CONTACT: Right.EDIT_ACCOUNTS, CONTRACT: Right.EDIT_CONTRACTS}
WORDS = {
    ACCOUNT: gettext_lazy("Account"),
    CONTACT: gettext_lazy("Contact"),
    CONTRACT: gettext_lazy("Contract"),
    ENTRY: gettext_lazy("Timeline entry"),
    FILE: gettext_lazy("File"),
}
NUMBERS = {CONTACT: "contact_id", CONTRACT: "contract_id", ENTRY: "entry_id", FILE: "file_id"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page, finished; `restore_url` is empty for who may not take it out."""

    binned: Binned
    kind: str
    account_url: str
    restore_url: str


@require_safe
def bin_list(request: StaffRequest) -> HttpResponse:
    """For those who may put something there; each sees what belongs to the accounts that exist for them."""
    if not uses_bin(request.member):
        refuse(Right.EDIT_ACCOUNTS)
    page = bin_page(in_bin(request.member), now=clock.now(), after=request.GET.get("after", "")[:60])
    return render(request, "accounts/bin.html", {"rows": _rows(request, page.rows), "older": page.next_mark})


@require_http_methods(["GET", "HEAD", "POST"])
def account_deletion(request: StaffRequest, account_id: int) -> HttpResponse:
    """What goes along, and with a POST the deed. Sent twice it is done once."""
    posted = request.method == "POST"
    account = account_or_404(request.member, account_id, Right.EDIT_ACCOUNTS, or_in_bin=posted)
    if posted:
        return _put(request, account, ACCOUNT, account.pk, account.name, href("accounts:list"))
    context = {
        "account": account,
        "along": goes_along(account, with_money=sees_money(request.member)),
        "back_url": account_href(account.pk),
    }
    return render(request, "accounts/account_deletion.html", context)


@require_POST
def account_restoration(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id, Right.EDIT_ACCOUNTS, or_in_bin=True)
    return _take(request, account, ACCOUNT, account.pk, account.name, account_href(account.pk))


@require_POST
def contact_deletion(request: StaffRequest, account_id: int, contact_id: int) -> HttpResponse:
    found = contact_or_404(request.member, account_id, contact_id, Right.EDIT_ACCOUNTS, or_in_bin=True)
    back = href("accounts:account_contacts", account_id=account_id)
    return _put(request, found, CONTACT, account_id, found.name, back)


@require_POST
def contact_restoration(request: StaffRequest, account_id: int, contact_id: int) -> HttpResponse:
    found = contact_or_404(request.member, account_id, contact_id, Right.EDIT_ACCOUNTS, or_in_bin=True)
    url = href("accounts:contact", account_id=account_id, contact_id=contact_id)
    return _take(request, found, CONTACT, account_id, found.name, url)


@require_POST
def contract_deletion(request: StaffRequest, account_id: int, contract_id: int) -> HttpResponse:
    found = contract_or_404(request.member, account_id, contract_id, Right.EDIT_CONTRACTS, or_in_bin=True)
    back = href("accounts:account_contracts", account_id=account_id)
    return _put(request, found, CONTRACT, account_id, _named(found), back)


@require_POST
def contract_restoration(request: StaffRequest, account_id: int, contract_id: int) -> HttpResponse:
    found = contract_or_404(request.member, account_id, contract_id, Right.EDIT_CONTRACTS, or_in_bin=True)
    url = href("accounts:contract", account_id=account_id, contract_id=contract_id)
    return _take(request, found, CONTRACT, account_id, _named(found), url)


def _put(request: StaffRequest, row: Kept, kind: str, account_id: int, name: str, back: str) -> HttpResponse:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    put_into_bin(row, by=request.member, now=now, today=today)
    undo = _href(kind, "restoration", account_id, row.pk)
    words = _("%(name)s is in the bin. It can come back for 30 days.") % {"name": name}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(request, back)


def _take(request: StaffRequest, row: Kept, kind: str, account_id: int, name: str, url: str) -> HttpResponse:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    take_out_of_bin(row, by=request.member, now=now, today=today)
    words = _("%(name)s is back") % {"name": name}
    if request.POST.get("back") != "bin":
        return saved(request, url, words)
    undo = _href(kind, "deletion", account_id, row.pk)
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(request, href("accounts:bin"))


def _named(contract: Contract) -> str:
    return contract.name or contract.external_id or _("The contract")


def _rows(request: StaffRequest, binned: tuple[Binned, ...]) -> list[Row]:
    ids = {row.account_id for row in binned}
    may = {
        right: those_allowed(request.member, ids, right) for right in (*RIGHTS.values(), Right.LOG_ACTIVITIES)
    }
    return [_row(request, one, may) for one in binned]


def _row(request: StaffRequest, one: Binned, may: dict[Right, set[int]]) -> Row:
    restores = one.account_id in may[RIGHTS.get(one.kind, Right.LOG_ACTIVITIES)]
    if one.kind in (ENTRY, FILE):
        own = restores and one.author_id == request.member.pk
        restores = own or allowed(request.member, Right.EDIT_ACCOUNTS, owns=False)
    url = _href(one.kind, "restoration", one.account_id, one.number) if restores else ""
    account_url = "" if one.kind == ACCOUNT else account_href(one.account_id)
    return Row(one, str(WORDS[one.kind]), account_url, url)


def _href(kind: str, deed: str, account_id: int, number: int) -> str:
    numbers: dict[str, Any] = {"account_id": account_id}
    if kind in NUMBERS:
        numbers[NUMBERS[kind]] = number
    return href(f"accounts:{kind}_{deed}", **numbers)
