"""Playbooks at work: started on an account, looked at, stopped."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_or_404, require_for
from accounts.lists.cells import account_href
from accounts.views.saving import attempt, form_page, saved
from core import submissions
from core.links import href
from playbooks.access import may_start, may_work, run_or_404
from playbooks.forms.books import StartForm
from playbooks.models import Run, Task
from playbooks.ports import marks_of
from playbooks.selectors.pages import run_shown, startable
from playbooks.selectors.work import open_work
from playbooks.services.runs import start_playbook, stop_run
from playbooks.views.answering import moments
from workspaces.access import require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def run(request: StaffRequest, run_id: int) -> HttpResponse:
    found = run_or_404(request.member, run_id)
    _now, today = moments(request)
    shown = run_shown(found)
    context = {
        "run": found,
        "account": found.account,
        "shown": shown,
        "next": shown.next,
        "mark": marks_of([found.account_id]).get(found.account_id),
        "may_stop": found.ended_at is None and may_start(request.member, found.account),
        "working": {task.pk for task in shown.tasks if may_work(request.member, _with_account(task, found))},
        "today": today,
    }
    return render(request, "playbooks/run.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    require(request.member, Right.USE_SCORECARDS)
    require_for(request.member, account, Right.LOG_ACTIVITIES)
    now, today = moments(request)
    ctas, _tasks = open_work(account.pk)
    chosen = {"key": submissions.new_key(), "cta": request.GET.get("cta", "")}
    form = StartForm(request.POST or None, playbooks=startable(), ctas=ctas, initial=chosen)
    made: list[int] = []
    tried = None
    if request.method == "POST" and form.is_valid():

        def make() -> int:
            return start_playbook(
                account,
                form.playbook_chosen(),
                cta=form.cta_chosen(),
                by=request.member,
                today=today,
                now=now,
            ).pk

        def once() -> None:
            made.append(submissions.once(form.cleaned_data["key"], make, now=now)[0])

        tried = attempt(form, once)
        if tried.saved:
            return saved(request, href("playbooks:run", run_id=made[0]), _("Playbook started"))
    context = {"form": form, "account": account, "back_url": account_href(account.pk)}
    return form_page(request, "playbooks/start_form.html", context, tried)


@require_POST
def stopping(request: StaffRequest, run_id: int) -> HttpResponse:
    found = run_or_404(request.member, run_id, changing=True)
    now, _today = moments(request)
    stop_run(found, by=request.member, now=now)
    return saved(request, href("playbooks:run", run_id=found.pk), _("Playbook stopped"))


def _with_account(task: Task, found: Run) -> Task:
    """The task with the account that is at hand already."""
    task.account = found.account
    return task
