"""Health's panels on the account page: the score in the head, why it is so, what would lift it, its history."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, may
from accounts.models import Account
from accounts.views import account_frame, past_day_asked
from core import clock
from core.htmx import wants_fragment
from core.links import href
from health.access import may_rate
from health.selectors.comments import score_comments
from health.selectors.drafts import claim_words
from health.selectors.explanation import score_explanation
from health.selectors.history import score_history
from health.selectors.weeks import strips
from health.shown import shown_lift, shown_why
from workspaces.access import allowed
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def head(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    day = _day(request)
    context = {
        "explanation": score_explanation(account, day),
        "strip": strips([account.pk], day).get(account.pk),
    }
    return _panel(request, account, "health/_head_panel.html", context)


@require_safe
def why(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    day = _day(request)
    explanation = score_explanation(account, day)
    past = past_day_asked(request)
    uses_cards = allowed(request.member, Right.USE_SCORECARDS)
    card_id = explanation.card.claim.card_id if explanation else 0
    context = {
        "why": shown_why(explanation) if explanation else None,
        "may_record": may_rate(request.member, account, shown=explanation.keys if explanation else ()),
        "card_words": claim_words(explanation.card) if explanation else "",
        "card_url": href("health:card", card_id=card_id) if explanation and uses_cards else "",
        "comments": score_comments(account, day),
        "may_comment": may(request.member, account, Right.LOG_ACTIVITIES),
        "member_id": request.member.pk,
        "asof": f"?asof={past.isoformat()}" if past else "",
    }
    return _panel(request, account, "health/_why_panel.html", context)


@require_safe
def lift(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    explanation = score_explanation(account, _day(request))
    may_record = may_rate(request.member, account, shown=explanation.keys if explanation else ())
    context = {"lift": shown_lift(explanation, may_record=may_record) if explanation else None}
    return _panel(request, account, "health/_lift_panel.html", context)


@require_safe
def history(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    today = clock.today_in(request.workspace.time_zone)
    context = {"history": score_history(account, today)}
    return _panel(request, account, "health/_history_panel.html", context)


def _panel(request: StaffRequest, account: Account, template: str, context: dict[str, Any]) -> HttpResponse:
    """The panel alone for htmx, else a whole page of the account round it."""
    values = {"account": account, **context}
    if wants_fragment(request):
        return render(request, template, values)
    frame = account_frame(request, account, tab="overview")
    return render(request, "health/panel_page.html", {**frame, **values, "panel_template": template})


def _day(request: StaffRequest) -> date:
    """The past day of the address, else today."""
    return past_day_asked(request) or clock.today_in(request.workspace.time_zone)
