"""Renewals that were closed: the list, one of them, closing one and taking it back."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ALL, contract_or_404, may
from accounts.forms.contract import LineFormSetBase, line_formset
from accounts.lists.cells import account_href
from accounts.lists.contracts import contract_name
from accounts.models import Contract
from accounts.rules import Term
from accounts.selectors.overview import term_of
from accounts.views.contracts import to_lines
from accounts.views.saving import Attempt, attempt, form_page, saved
from core import clock
from core.errors import Conflict
from core.htmx import redirect, wants_fragment
from core.links import href
from core.lists import answer_list
from lifecycle.access import closing_or_404
from lifecycle.forms.closings import ClosingForm, renewed_lines
from lifecycle.lists.sources import open_closings
from lifecycle.models import RenewalClosing
from lifecycle.selectors.closing_figures import closed_figures
from lifecycle.selectors.closings import (
    can_reopen,
    closing_of_contract,
    default_until,
    goes_on_without,
    offered_after,
    term_to_close,
)
from lifecycle.services import close_renewal, reopen_renewal
from lifecycle.shown_closings import (
    after_words,
    closed_metrics,
    closed_title,
    closing_page,
    renewal_views,
    term_lead,
    until_hint,
)
from lifecycle.words import closing_words
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def closed(request: StaffRequest) -> HttpResponse:
    opened = open_closings(request.workspace, request.member, request.GET, None)
    spec, rows, context = opened.spec, opened.rows, opened.context
    extra: dict[str, Any] = {"empty": _empty(request)}
    if not wants_fragment(request):
        state = spec.state(request.GET, context)
        found = closed_figures(spec.filtered(rows, state, context), context.currency)
        extra |= {
            "title": closed_title(found),
            "metrics": closed_metrics(found, context),
            "terms": renewal_views("closed"),
            "anything": found.rate.due > 0,
        }
    return answer_list(request, spec, rows, context, "lifecycle/closing_list.html", extra)


@require_safe
def closing(request: StaffRequest, closing_id: int) -> HttpResponse:
    found = closing_or_404(request.member, closing_id)
    today = clock.today_in(request.workspace.time_zone)
    edits = may(request.member, found.account, Right.EDIT_RENEWALS)
    context = {
        "closing": found,
        "account": found.account,
        "shown": closing_page(found, sees_money=sees_money(request.member)),
        "may_reopen": edits and can_reopen(found, today),
    }
    return render(request, "lifecycle/closing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, account_id: int, contract_id: int) -> HttpResponse:
    contract = contract_or_404(request.member, account_id, contract_id, Right.EDIT_RENEWALS)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    if request.method != "POST":
        return _fresh(request, contract, today)
    term = term_of(contract, today=today)
    form = ClosingForm(request.POST, after=_choices(request, offered_after(contract, term)))
    lines = _lines(request, contract)
    tried: Attempt | None = None
    made: list[RenewalClosing] = []
    if form.is_valid() and (lines is None or not form.is_renewal or lines.is_valid()):
        sent = lines.lines() if lines is not None and form.is_renewal else None

        def save() -> None:
            decided = form.closing_fields(sent)
            version = form.sent_version
            made.append(
                close_renewal(contract, decided, version=version, by=request.member, now=now, today=today)
            )

        tried = attempt(form, lambda: to_lines(lines, save))
        if tried.saved:
            url = href("lifecycle:closing", closing_id=made[0].pk)
            words = _("Renewal closed: %(outcome)s") % {"outcome": closing_words(made[0])}
            return saved(request, url, words)
    others = term is not None and goes_on_without(contract, term.ends_on)
    return _page(request, contract, form, lines, tried, term, others=others)


@require_POST
def reopening(request: StaffRequest, closing_id: int) -> HttpResponse:
    """Takes the closing back; the contract is as it was."""
    found = closing_or_404(request.member, closing_id, Right.EDIT_RENEWALS)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    reopen_renewal(found, by=request.member, now=now, today=today)
    url = href("accounts:contract", account_id=found.account_id, contract_id=found.contract_id)
    return saved(request, url, _("The renewal is open again"))


def _fresh(request: StaffRequest, contract: Contract, today: date) -> HttpResponse:
    """The form with what would be by itself; a renewal that is closed already shows how."""
    try:
        term = term_to_close(contract, today=today)
    except Conflict:
        standing = closing_of_contract(contract, today=today).closing
        if standing is None or standing.term_ends_on != contract.settled_ends_on:
            raise
        return redirect(request, href("lifecycle:closing", closing_id=standing.pk))
    found = offered_after(contract, term)
    next_on = term.ends_on + timedelta(days=1)
    first = next((one for one in found if one.starts_on == next_on), None)
    others = goes_on_without(contract, term.ends_on)
    initial = {
        "version": contract.version,
        "term_ends_on": term.ends_on.isoformat(),
        "next_contract": str(first.pk) if first else "",
        "renewed_until": default_until(contract, term),
        "account_leaves": not others,
    }
    form = ClosingForm(initial=initial, after=_choices(request, found))
    return _page(request, contract, form, _lines(request, contract), None, term, others=others)


def _choices(request: StaffRequest, found: list[Contract]) -> list[tuple[str, str]]:
    money = sees_money(request.member)
    return [(str(one.pk), after_words(one, sees_money=money)) for one in found]


def _lines(request: StaffRequest, contract: Contract) -> LineFormSetBase | None:
    """The lines that go on, for those who see what they cost; for the others they go on as they are."""
    if not sees_money(request.member):
        return None
    return line_formset(request.POST or None, contract.currency, renewed_lines(contract), extra=1)


def _page(
    request: StaffRequest,
    contract: Contract,
    form: ClosingForm,
    lines: LineFormSetBase | None,
    tried: Attempt | None,
    term: Term | None,
    *,
    others: bool,
) -> HttpResponse:
    account = contract.account
    money = sees_money(request.member)
    context = {
        "lead": term_lead(contract, term, sees_money=money) if term else "",
        "until_hint": until_hint(term),
        "form": form,
        "lines": lines,
        "account": account,
        "contract": contract,
        "title": contract_name(contract),
        "others": others,
        "back_url": href("accounts:contract", account_id=account.pk, contract_id=contract.pk),
        "account_url": account_href(account.pk),
    }
    return form_page(request, "lifecycle/closing_form.html", context, tried)


def _empty(request: StaffRequest) -> dict[str, str]:
    if request.member.book != ALL:
        return {
            "title": _("No closed renewals in your book"),
            "text": _(
                "Renewals that somebody closed with an outcome stand here, those of accounts that you own or share."
            ),
            "button": _("Show all closed renewals"),
            "url": "?book=all",
        }
    return {
        "title": _("Closed renewals will stand here"),
        "text": _(
            "When a renewal is decided, close it with its outcome: renewed, not renewed, or postponed."
        ),
        "button": _("Look at open renewals"),
        "url": href("lifecycle:renewals"),
    }
