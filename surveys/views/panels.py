"""What the account page shows of surveys: the last answers, and what they come to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404
from accounts.views import account_frame
from core.htmx import wants_fragment
from surveys.choices import SCALE
from surveys.lists.answers import loop_words
from surveys.selectors.account import answers_of, tallies_of
from surveys.shown import TONES, group_words, interval_words, value_words
from workspaces.access import require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def satisfaction(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    require(request.member, Right.USE_SURVEYS)
    rows = [
        (one, SCALE[one.kind][1], group_words(one.kind, one.group), TONES[one.group], loop_words(one))  # type: ignore[index]
        for one in answers_of(account.pk)
    ]
    figures = [(value_words(tally), interval_words(tally)) for tally in tallies_of(account.pk)]
    values = {"account": account, "rows": rows, "figures": figures}
    template = "surveys/_satisfaction_panel.html"
    if wants_fragment(request):
        return render(request, template, values)
    frame = account_frame(request, account, tab="overview")
    return render(request, "surveys/panel_page.html", {**frame, **values, "panel_template": template})
