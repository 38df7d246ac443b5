"""The History tab: what was changed about the account, its contacts, contracts and invoices, in sentences."""

from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, visible_accounts
from accounts.selectors.history import Change, changes, merged_ids
from accounts.sentences import Told, accounts_named, tell
from accounts.views.frame import account_frame
from core.links import href
from core.text import format_date
from workspaces.access import sees_money
from workspaces.http import StaffRequest
from workspaces.selectors.keyset import MARK, microseconds, moment_of

SIZE = 30


@dataclass(frozen=True, slots=True)
class Day:
    heading: str
    rows: tuple[Told, ...]


@require_safe
def history(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    found = changes(
        account.pk,
        merged=merged_ids(account),
        before=_mark(request),
        size=SIZE + 1,
        money=sees_money(request.member),
    )
    page = found[:SIZE]
    context = account_frame(request, account, tab="history")
    context |= {"days": _days(request, page), "older": ""}
    if len(found) > SIZE:
        mark = f"{microseconds(page[-1].at)}.{page[-1].number}"
        context["older"] = f"{href('accounts:history', account_id=account.pk)}?{urlencode({'after': mark})}"
    return render(request, "accounts/history.html", context)


def _days(request: StaffRequest, page: list[Change]) -> list[Day]:
    asked = accounts_named(page)
    seen = (
        visible_accounts(request.member).filter(pk__in=asked)
        if asked
        else visible_accounts(request.member).none()
    )
    names = dict(seen.values_list("pk", "name"))
    money = sees_money(request.member)
    told = [replace(tell(one, names=names, sees_money=money), at=timezone.localtime(one.at)) for one in page]
    by_day = groupby(told, key=lambda one: one.at.date())
    return [Day(format_date(day, "full"), tuple(rows)) for day, rows in by_day]


def _mark(request: StaffRequest) -> tuple | None:
    found = MARK.fullmatch(request.GET.get("after", "")[:60])
    at = moment_of(int(found[1])) if found else None
    return (at, int(found[2])) if found and at is not None else None
