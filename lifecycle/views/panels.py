"""What the account page shows of the lifecycle: the next renewal in the head, renewals, leaving and coming back."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, may
from accounts.lists.contracts import contract_name
from accounts.models import Account
from accounts.views import account_frame
from core import clock
from core.htmx import wants_fragment
from core.links import href
from lifecycle.selectors.closings import closings_of_account
from lifecycle.selectors.page import SHOWN, Renewal, account_renewals, churn_history
from lifecycle.shown import RenewalShown, shown_renewal
from lifecycle.shown_closings import closing_page
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def head(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    found = _shown(request, account)
    context = {"renewal": found[0] if found else None}
    return panel(request, account, "lifecycle/_head_panel.html", context)


@require_safe
def renewals(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    found = _shown(request, account)
    closed = closings_of_account(account, today=_today(request))
    context = {
        "next": found[0] if found else None,
        "others": found[1:SHOWN],
        "more": len(found) > SHOWN,
        "short_months": request.workspace.short_term_months,
        "closed": [closing_page(one, sees_money=sees_money(request.member)) for one in closed],
        "may_close": may(request.member, account, Right.EDIT_RENEWALS),
    }
    return panel(request, account, "lifecycle/_renewals_panel.html", context)


@require_safe
def churn(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    context = {
        "records": churn_history(account),
        "may_record": may(request.member, account, Right.EDIT_RENEWALS),
    }
    return panel(request, account, "lifecycle/_churn_panel.html", context)


def _shown(request: StaffRequest, account: Account) -> list[RenewalShown]:
    money = sees_money(request.member)
    today = _today(request)
    found = account_renewals(account, today=today, short_months=request.workspace.short_term_months)
    return [_finished(renewal, account, money, today) for renewal in found]


def _finished(renewal: Renewal, account: Account, money: bool, today: date) -> RenewalShown:
    named: dict[str, Any] = {"account_id": account.pk, "contract_id": renewal.contract.pk}
    return shown_renewal(
        renewal,
        name=contract_name(renewal.contract),
        url=href("accounts:contract", **named),
        close_url=href("lifecycle:close_renewal", **named),
        today=today,
        sees_money=money,
    )


def panel(request: StaffRequest, account: Account, template: str, context: dict[str, Any]) -> HttpResponse:
    """The panel alone for htmx, else a whole page of the account round it."""
    values = {"account": account, **context}
    if wants_fragment(request):
        return render(request, template, values)
    frame = account_frame(request, account, tab="overview")
    return render(request, "lifecycle/panel_page.html", {**frame, **values, "panel_template": template})


def _today(request: StaffRequest) -> date:
    return clock.today_in(request.workspace.time_zone)
