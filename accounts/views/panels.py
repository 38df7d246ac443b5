"""Panels of the account page that load themselves: the stakeholder map and the group."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, may, visible_accounts
from accounts.selectors.hierarchy import group_of
from accounts.selectors.stakeholders import stakeholder_map
from core import clock
from core.htmx import redirect, wants_fragment
from core.links import href
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def stakeholders(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    if not wants_fragment(request):
        return redirect(request, href("accounts:account_contacts", account_id=account.pk))
    zone = request.workspace.time_zone
    people = stakeholder_map(account, today=clock.today_in(zone), zone=ZoneInfo(zone))
    return render(request, "accounts/_stakeholders.html", {"account": account, "people": people})


@require_safe
def group(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    if not wants_fragment(request):
        return redirect(request, href("accounts:details", account_id=account.pk))
    money = sees_money(request.member)
    today = clock.today_in(request.workspace.time_zone)
    found = group_of(account, visible_accounts(request.member), today=today, with_money=money)
    edits = may(request.member, account, Right.EDIT_ACCOUNTS)
    context = {"account": account, "group": found, "sees_money": money, "edits": edits}
    return render(request, "accounts/_group.html", context)
