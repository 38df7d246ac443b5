"""Invoices and payments written down by hand, by those who may, and see money."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import account_for, account_or_404, invoice_or_404
from accounts.forms.fields import amount_text
from accounts.forms.invoice import InvoiceForm, PaymentForm, initial_of
from accounts.models import Account, Invoice
from accounts.services.invoices import create_invoice, record_payment, update_invoice
from accounts.views.saving import Attempt, attempt, form_page, saved
from core import clock, submissions
from core.links import href
from core.text import format_money
from workspaces.access import require_somewhere
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account_or_404(request.member, account_id)
    require_somewhere(request.member, Right.SEE_MONEY)
    account = account_for(request.member, account_id, Right.EDIT_INVOICES)
    today = clock.today_in(request.workspace.time_zone)
    initial = {"key": submissions.new_key(), "currency": request.workspace.currency, "issued_on": today}
    form = InvoiceForm(request.POST or None, account=account, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        tried = attempt(form, lambda: made.append(_create(request, account, form)))
        if tried.saved:
            words = _("Invoice %(number)s added") % {"number": form.cleaned_data["external_id"]}
            return saved(request, href("accounts:invoice", account_id=account.pk, invoice_id=made[0]), words)
    return _page(request, form, account, None, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: int, invoice_id: int) -> HttpResponse:
    found = _invoice(request, account_id, invoice_id)
    form = InvoiceForm(request.POST or None, account=found.account, initial=initial_of(found))
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _update(request, found, form))
        if tried.saved:
            return saved(request, _address(found), _("Invoice saved"))
    return _page(request, form, found.account, found, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def new_payment(request: StaffRequest, account_id: int, invoice_id: int) -> HttpResponse:
    found = _invoice(request, account_id, invoice_id)
    initial = {
        "key": submissions.new_key(),
        "kind": "payment",
        "paid_on": clock.today_in(request.workspace.time_zone),
        "amount": amount_text(found.open_amount, found.currency) if found.open_amount else "",
    }
    form = PaymentForm(request.POST or None, currency=found.currency, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _record(request, found, form))
        if tried.saved:
            return saved(request, _address(found), _("Payment recorded"))
    context = {
        "form": form,
        "account": found.account,
        "invoice": found,
        "open": format_money(found.open_amount, found.currency),
        "back_url": _address(found),
    }
    return form_page(request, "accounts/payment_form.html", context, tried)


def _invoice(request: StaffRequest, account_id: int, invoice_id: int) -> Invoice:
    account_or_404(request.member, account_id)
    require_somewhere(request.member, Right.SEE_MONEY)
    return invoice_or_404(request.member, account_id, invoice_id, Right.EDIT_INVOICES)


def _create(request: StaffRequest, account: Account, form: InvoiceForm) -> int:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)

    def make() -> int:
        return create_invoice(account, form.invoice_fields(), by=request.member, now=now, today=today).pk

    made, _is_new = submissions.once(form.cleaned_data["key"], make, now=now)
    return made


def _update(request: StaffRequest, found: Invoice, form: InvoiceForm) -> None:
    now = clock.now()
    update_invoice(
        found,
        by=request.member,
        version=form.sent_version,
        fields=form.invoice_fields(),
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )


def _record(request: StaffRequest, found: Invoice, form: PaymentForm) -> None:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)

    def make() -> int:
        return record_payment(found, form.payment_fields(), by=request.member, now=now, today=today).pk

    submissions.once(form.cleaned_data["key"], make, now=now)


def _address(found: Invoice) -> str:
    return href("accounts:invoice", account_id=found.account_id, invoice_id=found.pk)


def _page(
    request: StaffRequest, form: InvoiceForm, account: Account, found: Invoice | None, tried: Attempt | None
) -> HttpResponse:
    back = _address(found) if found else href("accounts:account_invoices", account_id=account.pk)
    context = {"form": form, "account": account, "invoice": found, "back_url": back}
    return form_page(request, "accounts/invoice_form.html", context, tried)
