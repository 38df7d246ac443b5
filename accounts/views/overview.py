"""The account page: overview with panels, details, and the panels that are ours."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404
from accounts.lists import list_context
from accounts.selectors.overview import key_contacts, open_contracts, open_tickets, origin_of
from accounts.views.frame import account_frame, lazy_panels
from accounts.views.timeline import composer_of, filter_asked
from core.countries import country_name
from core.htmx import redirect, wants_fragment
from core.links import href
from core.text import format_money
from workspaces.access import sees_money
from workspaces.http import StaffRequest


@require_safe
def detail(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    context = account_frame(request, account, tab="overview")
    past = context["head"].past
    kind, author_id = filter_asked(request.GET)
    asked = urlencode({key: value for key, value in (("kind", kind), ("author", author_id)) if value})
    context["timeline_url"] = href("accounts:timeline", account_id=account.pk) + (
        f"?{asked}" if asked else ""
    )
    context["composer"] = composer_of(request, account)
    context["main"] = lazy_panels(request.member, account, "main", past)
    context["aside"] = lazy_panels(request.member, account, "aside", past)
    return render(request, "accounts/overview.html", context)


@require_safe
def details(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    context = account_frame(request, account, tab="details")
    currency = request.workspace.currency
    context |= {
        "origin": origin_of(account),
        "sees_money": sees_money(request.member),
        "arr": format_money(account.arr_amount, currency),
        "mrr": format_money(account.mrr_amount, currency),
        "country": country_name(account.country),
    }
    return render(request, "accounts/details.html", context)


@require_safe
def contracts_panel(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    if not wants_fragment(request):
        return redirect(request, href("accounts:account_contracts", account_id=account.pk))
    context = list_context(request.workspace, request.member)
    return render(
        request,
        "accounts/_contracts_panel.html",
        {
            "account": account,
            "contracts": open_contracts(account, today=context.today),
            "sees_money": context.sees_money,
        },
    )


@require_safe
def contacts_panel(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    if not wants_fragment(request):
        return redirect(request, href("accounts:account_contacts", account_id=account.pk))
    return render(
        request, "accounts/_contacts_panel.html", {"account": account, "contacts": key_contacts(account)}
    )


@require_safe
def tickets_panel(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    if not wants_fragment(request):
        return redirect(request, href("accounts:account_tickets", account_id=account.pk))
    return render(
        request, "accounts/_tickets_panel.html", {"account": account, "tickets": open_tickets(account)}
    )
