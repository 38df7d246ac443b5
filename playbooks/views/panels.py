"""What the account page shows of playbooks: open CTAs, tasks of their own, playbooks at work."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, may
from accounts.views import account_frame
from core.htmx import wants_fragment
from playbooks.access import may_start
from playbooks.selectors.pages import runs_of_account
from playbooks.selectors.work import open_work
from playbooks.views.answering import moments
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def work(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    _now, today = moments(request)
    ctas, tasks = open_work(account.pk)
    context = {
        "account": account,
        "ctas": ctas,
        "tasks": tasks,
        "runs": runs_of_account(account.pk),
        "may_add": may(request.member, account, Right.LOG_ACTIVITIES),
        "may_start": may_start(request.member, account),
        "today": today,
    }
    if wants_fragment(request):
        return render(request, "playbooks/_work_panel.html", context)
    frame = account_frame(request, account, tab="overview")
    return render(request, "playbooks/panel_page.html", {**frame, **context})
