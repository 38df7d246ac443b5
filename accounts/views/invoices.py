"""One invoice with its payments, and the panel of an account's open ones."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, invoice_or_404, may
from accounts.choices import InvoiceState
from accounts.lists import list_context
from accounts.lists.invoices import state_of
from accounts.models import Invoice
from accounts.rules import days_late
from accounts.selectors.invoices import invoice_summary, payments_of
from accounts.selectors.overview import origin_of
from core.htmx import redirect, wants_fragment
from core.links import href
from core.lists import ListState
from core.lists.filters import Condition
from core.text import format_money
from workspaces.access import require_somewhere
from workspaces.choices import Right
from workspaces.http import StaffRequest

#: What the list is asked for to show all that is not settled.
OPEN = ListState(
    conditions=(Condition("state", "is", (InvoiceState.OPEN.value, InvoiceState.OVERDUE.value)),)
).to_query()


@require_safe
def invoice(request: StaffRequest, account_id: int, invoice_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    require_somewhere(request.member, Right.SEE_MONEY)
    found = invoice_or_404(request.member, account_id, invoice_id)
    reader = list_context(request.workspace, request.member)
    context = {
        "account": account,
        "invoice": found,
        "state": state_of(found, reader),
        "late": days_late(found.due_on, found.settled_on, reader.today),
        "amounts": _amounts(found),
        "payments": payments_of(found),
        "origin": origin_of(found),
        "contract": found.contract if found.contract and found.contract.deleted_at is None else None,
        "edits_invoices": may(request.member, account, Right.EDIT_INVOICES),
    }
    return render(request, "accounts/invoice.html", context)


def _amounts(invoice: Invoice) -> dict[str, str]:
    names = ("amount", "tax_amount", "open_amount", "paid_amount")
    return {name: format_money(getattr(invoice, name), invoice.currency) for name in names}


@require_safe
def invoices_panel(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    require_somewhere(request.member, Right.SEE_MONEY)
    if not wants_fragment(request):
        return redirect(request, href("accounts:account_invoices", account_id=account.pk))
    today = list_context(request.workspace, request.member).today
    context = {
        "account": account,
        "invoices": invoice_summary(account, today=today),
        "open_query": OPEN,
        "edits_invoices": may(request.member, account, Right.EDIT_INVOICES),
    }
    return render(request, "accounts/_invoices_panel.html", context)
