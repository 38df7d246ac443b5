"""The lists across accounts, and those of one account."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import (
    ALL,
    account_or_404,
    book_of,
    of_book,
    uses_bin,
    visible_accounts,
    visible_contacts,
    visible_contracts,
    visible_invoices,
    visible_tickets,
)
from accounts.lists import ACCOUNT_LIST, CONTACT_LIST, CONTRACT_LIST, INVOICE_LIST, TICKET_LIST, list_context
from accounts.ports import LIST_LEADS
from accounts.selectors.names import names_like
from accounts.views.frame import account_frame
from core.links import href
from core.lists import ListSpec, answer_list
from workspaces.access import allowed_somewhere, require_somewhere, visibility
from workspaces.choices import Right, Visibility
from workspaces.http import StaffRequest

#: The lists of what may be put into the bin, beside that of accounts.
BINNED = {CONTACT_LIST.key, CONTRACT_LIST.key}


@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    extra = {
        "may_add": allowed_somewhere(request.member, Right.EDIT_ACCOUNTS),
        "has_bin": uses_bin(request.member),
        "empty": _no_accounts(request),
    }
    return answer_list(
        request,
        ACCOUNT_LIST,
        book_of(request.member),
        list_context(request.workspace, request.member),
        "accounts/account_list.html",
        extra,
    )


@require_safe
def contacts(request: StaffRequest) -> HttpResponse:
    rows = of_book(request.member, visible_contacts(request.member))
    return _across(
        request,
        CONTACT_LIST,
        rows,
        _("Contacts"),
        _("Contacts come with an import, or are added on their account."),
    )


@require_safe
def contracts(request: StaffRequest) -> HttpResponse:
    rows = of_book(request.member, visible_contracts(request.member))
    return _across(
        request,
        CONTRACT_LIST,
        rows,
        _("Contracts"),
        _("Contracts come with an import, or are added on their account."),
    )


@require_safe
def tickets(request: StaffRequest) -> HttpResponse:
    rows = of_book(request.member, visible_tickets(request.member))
    return _across(
        request, TICKET_LIST, rows, _("Tickets"), _("Tickets of your support system come with an import.")
    )


@require_safe
def invoices(request: StaffRequest) -> HttpResponse:
    require_somewhere(request.member, Right.SEE_MONEY)
    rows = of_book(request.member, visible_invoices(request.member))
    return _across(
        request,
        INVOICE_LIST,
        rows,
        _("Invoices"),
        _("Invoices and payments of your accounting come with an import."),
    )


@require_safe
def account_contacts(request: StaffRequest, account_id: int) -> HttpResponse:
    rows = visible_contacts(request.member).filter(account_id=account_id)
    empty = {"title": _("No contacts yet"), "text": _("Who decides, who uses it, who speaks well of you?")}
    return _of_account(request, account_id, CONTACT_LIST, rows, "contacts", empty)


@require_safe
def account_contracts(request: StaffRequest, account_id: int) -> HttpResponse:
    rows = visible_contracts(request.member).filter(account_id=account_id)
    empty = {"title": _("No contracts yet"), "text": _("Renewals and revenue are counted from contracts.")}
    return _of_account(request, account_id, CONTRACT_LIST, rows, "contracts", empty)


@require_safe
def account_tickets(request: StaffRequest, account_id: int) -> HttpResponse:
    rows = visible_tickets(request.member).filter(account_id=account_id)
    empty = {"title": _("No tickets"), "text": _("Tickets of your support system come with an import.")}
    return _of_account(request, account_id, TICKET_LIST, rows, "tickets", empty)


@require_safe
def account_invoices(request: StaffRequest, account_id: int) -> HttpResponse:
    account_or_404(request.member, account_id)
    require_somewhere(request.member, Right.SEE_MONEY)
    rows = visible_invoices(request.member).filter(account_id=account_id)
    empty = {
        "title": _("No invoices"),
        "text": _("Invoices and payments of your accounting come with an import."),
    }
    return _of_account(request, account_id, INVOICE_LIST, rows, "invoices", empty)


@require_safe
def names(request: StaffRequest) -> HttpResponse:
    """Names to choose from while somebody types a parent, or another account."""
    fields = ("parent", "other", "account")
    written = next((request.GET[name] for name in fields if request.GET.get(name)), "")[:200]
    found = names_like(visible_accounts(request.member), written)
    return render(request, "accounts/_names.html", {"names": found})


def _no_accounts(request: StaffRequest) -> dict[str, Any]:
    if request.member.book != ALL and visibility(request.member) == Visibility.ALL:
        return {
            "title": _("Your book is empty"),
            "text": _("Accounts that you own or share stand here. Look at all accounts to find yours."),
            "button": _("Show all accounts"),
            "url": "?book=all",
        }
    if lead := _lead(request, ACCOUNT_LIST.key):
        text = _("Import your customers from a file, or add the first one by hand.")
        return {"title": _("No accounts yet"), "text": text, **lead}
    if allowed_somewhere(request.member, Right.EDIT_ACCOUNTS):
        return {
            "title": _("No accounts yet"),
            "text": _("Import your customers from a file, or add the first one by hand."),
            "button": _("Add account"),
            "url": href("accounts:new"),
        }
    return {
        "title": _("No accounts yet"),
        "text": _("Accounts that you may see stand here."),
        "button": "",
        "url": "",
    }


def _across(request: StaffRequest, spec: ListSpec, rows: Any, title: str, text: str) -> HttpResponse:
    empty = {
        "title": _("Nothing here yet"),
        "text": text,
        "button": "",
        "url": "",
        **_lead(request, spec.key),
    }
    if request.member.book != ALL and visibility(request.member) == Visibility.ALL:
        empty |= {"button": _("Look at all accounts"), "url": "?book=all"}
    context = list_context(request.workspace, request.member)
    has_bin = spec.key in BINNED and uses_bin(request.member)
    return answer_list(
        request,
        spec,
        rows,
        context,
        "accounts/list_across.html",
        {"title": title, "empty": empty, "has_bin": has_bin},
    )


def _lead(request: StaffRequest, key: str) -> dict[str, Any]:
    """The button of an empty list, where another app knows how to fill it."""
    lead = LIST_LEADS.get(key)
    if lead is None or (lead.right and not allowed_somewhere(request.member, lead.right)):
        return {}
    return {"button": lead.label, "url": href(lead.url_name) + lead.query}


def _of_account(
    request: StaffRequest,
    account_id: int,
    spec: ListSpec,
    rows: Any,
    tab: str,
    empty: dict[str, str],
) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    own = replace(
        spec,
        key=f"account-{spec.key}",
        columns=[column for column in spec.columns if column.key != "account"],
        filters=[chosen for chosen in spec.filters if chosen.key not in ("account", "owner")],
    )
    extra = {**account_frame(request, account, tab=tab), "empty": empty}
    context = list_context(request.workspace, request.member)
    return answer_list(request, own, rows, context, f"accounts/account_{tab}.html", extra)
