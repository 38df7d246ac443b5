"""One contract with its lines: looked at, added, edited, cancelled."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_for, contract_or_404, may
from accounts.forms.contract import (
    CancellationForm,
    ContractForm,
    LineFormSetBase,
    initial_of,
    line_formset,
    lines_of,
)
from accounts.forms.fields import THEIRS
from accounts.lists import list_context
from accounts.lists.contracts import STATES, contract_name, state_of_contract
from accounts.models import Account, Contract
from accounts.ports import CONTRACT_PARTS
from accounts.selectors.overview import contract_row, origin_of, shown_lines
from accounts.services.contract_lines import LineFields
from accounts.services.contracts import cancel_contract, create_contract, update_contract
from accounts.views.saving import Attempt, attempt, form_page, saved
from core import clock, submissions
from core.errors import DomainError, DomainErrors
from core.links import href
from core.text import format_money
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest

EXTRA = 3


@require_safe
def contract(request: StaffRequest, account_id: int, contract_id: int) -> HttpResponse:
    found = contract_or_404(request.member, account_id, contract_id)
    context = list_context(request.workspace, request.member)
    state = state_of_contract(found, context)
    values = {
        "contract": found,
        "account": found.account,
        "title": contract_name(found),
        "row": contract_row(found, today=context.today),
        "state": state,
        "state_label": dict(STATES)[state],
        "lines": shown_lines(found),
        "arr": format_money(found.arr_amount, found.currency),
        "mrr": format_money(found.mrr_amount, found.currency),
        "sees_money": context.sees_money,
        "origin": origin_of(found),
        "edits_contracts": may(request.member, found.account, Right.EDIT_CONTRACTS),
        "carries_on": contract_name(found.renews) if found.renews and found.renews.deleted_at is None else "",
        "parts": [one.part(request.member, found, context.today) for one in CONTRACT_PARTS],
        "today": context.today,
    }
    return render(request, "accounts/contract.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_CONTRACTS)
    initial = {
        "key": submissions.new_key(),
        "currency": request.workspace.currency,
        "billing_frequency": "annual",
    }
    form = ContractForm(request.POST or None, initial=initial)
    lines = _lines(request, form, [])
    tried = None
    if request.method == "POST" and _valid(form, lines):
        tried = attempt(form, lambda: _create(request, account, form, lines))
        if tried.saved:
            return saved(
                request, href("accounts:account_contracts", account_id=account.pk), _("Contract added")
            )
    return _page(request, form, lines, account, None, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: int, contract_id: int) -> HttpResponse:
    found = contract_or_404(request.member, account_id, contract_id, Right.EDIT_CONTRACTS)
    form = ContractForm(request.POST or None, initial=initial_of(found))
    keeps_theirs = request.POST.get("take-lines") == THEIRS
    lines = _lines(request, form, lines_of(found), fresh=keeps_theirs)
    sent = None if keeps_theirs else lines
    tried = None
    if request.method == "POST" and _valid(form, sent):
        tried = attempt(form, lambda: _update(request, found, form, sent))
        if tried.saved:
            return saved(request, _address(found), _("Contract saved"))
    return _page(request, form, lines, found.account, found, tried)


@require_POST
def cancellation(request: StaffRequest, account_id: int, contract_id: int) -> HttpResponse:
    """Cancels from the day given; without a day takes the cancellation back."""
    found = contract_or_404(request.member, account_id, contract_id, Right.EDIT_CONTRACTS)
    form = CancellationForm(request.POST)
    if not form.is_valid():
        raise DomainError(_("Choose the day from which the contract is void, like 2026-12-31."))
    now = clock.now()
    day = form.cleaned_data["cancelled_on"]
    cancel_contract(
        found,
        by=request.member,
        version=form.sent_version,
        cancelled_on=day,
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )
    return saved(request, _address(found), _("Contract cancelled") if day else _("Cancellation taken back"))


def _lines(
    request: StaffRequest, form: ContractForm, initial: list[dict[str, Any]], *, fresh: bool = False
) -> LineFormSetBase | None:
    """The lines, for those who see what they cost; the others leave them as they are. `fresh`: as they stand now."""
    if not sees_money(request.member):
        return None
    currency = (form["currency"].value() or "").strip().upper()
    return line_formset(
        None if fresh else request.POST or None, currency, initial, extra=1 if initial else EXTRA
    )


def _valid(form: ContractForm, lines: LineFormSetBase | None) -> bool:
    return all([form.is_valid(), lines is None or lines.is_valid()])


def _sent(lines: LineFormSetBase | None) -> list[LineFields] | None:
    return None if lines is None else lines.lines()


def _create(
    request: StaffRequest, account: Account, form: ContractForm, lines: LineFormSetBase | None
) -> None:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)

    def make() -> int:
        fields, sent = form.contract_fields(), _sent(lines) or []
        return create_contract(account, fields, by=request.member, lines=sent, now=now, today=today).pk

    to_lines(lines, lambda: submissions.once(form.cleaned_data["key"], make, now=now))


def _update(
    request: StaffRequest, found: Contract, form: ContractForm, lines: LineFormSetBase | None
) -> None:
    now = clock.now()
    to_lines(
        lines,
        lambda: update_contract(
            found,
            by=request.member,
            version=form.sent_version,
            fields=form.contract_fields(),
            lines=_sent(lines),
            now=now,
            today=clock.today_in(request.workspace.time_zone, now),
        ),
    )


def to_lines(lines: LineFormSetBase | None, save: Any) -> None:
    """Put refusals of lines at their lines, and raise the rest on for the form."""
    try:
        save()
    except DomainErrors as refused:
        if lines is not None:
            for error in refused.errors:
                lines.refuse(error)
        raise


def _address(found: Contract) -> str:
    return href("accounts:contract", account_id=found.account_id, contract_id=found.pk)


def _page(
    request: StaffRequest,
    form: ContractForm,
    lines: LineFormSetBase | None,
    account: Account,
    found: Contract | None,
    tried: Attempt | None,
) -> HttpResponse:
    back = _address(found) if found else href("accounts:account_contracts", account_id=account.pk)
    context = {
        "form": form,
        "lines": lines,
        "account": account,
        "contract": found,
        "back_url": back,
        "title": contract_name(found) if found else "",
    }
    return form_page(request, "accounts/contract_form.html", context, tried)
