"""Tasks: the list, one of them, and what is done to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_or_404
from accounts.lists.cells import account_href
from accounts.views.saving import attempt, form_page, saved
from core import submissions
from core.htmx import wants_fragment
from core.links import href
from core.lists import answer_list
from playbooks.access import may_work, task_or_404
from playbooks.forms.work import OwnerForm, SnoozeForm, TaskForm, initial_of_task
from playbooks.lists.sources import PASSED, open_tasks
from playbooks.models import Task
from playbooks.ports import marks_of
from playbooks.selectors.pages import acts_of
from playbooks.services.tasks import (
    add_task,
    assign_task,
    change_task,
    complete_task,
    reopen_task,
    snooze_task,
    tick_item,
)
from playbooks.shown import acts_shown, list_tabs, show_choices, snoozes, work_line
from playbooks.views.answering import back_to, done, moments, onward
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def tasks(request: StaffRequest) -> HttpResponse:
    opened = open_tasks(request.workspace, request.member, request.GET, None)
    empty = {
        "title": _("No open task"),
        "text": _("Start a playbook on an account, or add a task there."),
        "button": _("Look at playbooks"),
        "url": href("playbooks:playbooks"),
    }
    extra = {
        "title": _("Tasks"),
        "tabs": list_tabs("tasks"),
        "shows": show_choices(request.GET),
        "empty": empty,
    }
    return answer_list(
        request, opened.spec, opened.rows, opened.context, "playbooks/work_list.html", extra, PASSED
    )


@require_safe
def task(request: StaffRequest, todo_id: int) -> HttpResponse:
    found = task_or_404(request.member, todo_id)
    context = _context(request, found)
    if wants_fragment(request):
        return render(request, "playbooks/_task.html", {**context, "sliding": True})
    return render(request, "playbooks/task.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id, Right.LOG_ACTIVITIES)
    now, _today = moments(request)
    initial = {"key": submissions.new_key(), "owner": f"m{request.member.pk}"}
    form = TaskForm(request.POST or None, account=account, adding=True, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():

        def make() -> int:
            return add_task(account, form.task_fields(), holder=form.holder(), by=request.member, now=now).pk

        tried = attempt(form, lambda: submissions.once(form.cleaned_data["key"], make, now=now))
        if tried.saved:
            return saved(request, account_href(account.pk), _("Task added"))
    context = {"form": form, "account": account, "task": None, "back_url": account_href(account.pk)}
    return form_page(request, "playbooks/task_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, todo_id: int) -> HttpResponse:
    found = task_or_404(request.member, todo_id, changing=True)
    now, _today = moments(request)
    back = href("playbooks:task", todo_id=found.pk)
    form = TaskForm(request.POST or None, account=found.account, initial=initial_of_task(found))
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: change_task(
                found, form.task_fields(), version=form.sent_version, by=request.member, now=now
            ),
        )
        if tried.saved:
            return saved(request, back, _("Task saved"))
    context = {"form": form, "account": found.account, "task": found, "back_url": back}
    return form_page(request, "playbooks/task_form.html", context, tried)


@require_POST
def completion(request: StaffRequest, todo_id: int) -> HttpResponse:
    """Done, or with `skipped` not needed."""
    found = task_or_404(request.member, todo_id, changing=True)
    now, _today = moments(request)
    skipped = bool(request.POST.get("skipped"))
    complete_task(found, skipped=skipped, by=request.member, now=now)
    words = _("Task skipped") if skipped else _("Task done")
    undo = onward(request, href("playbooks:task_reopening", todo_id=found.pk))
    return done(request, words, back=_back(request, found), undo=undo)


@require_POST
def reopening(request: StaffRequest, todo_id: int) -> HttpResponse:
    found = task_or_404(request.member, todo_id, changing=True)
    now, _today = moments(request)
    reopen_task(found, by=request.member, now=now)
    return done(request, _("Task is open again"), back=_back(request, found))


@require_POST
def checks(request: StaffRequest, todo_id: int) -> HttpResponse:
    """Ticks an item of the checklist, or with `done` empty takes the tick back."""
    found = task_or_404(request.member, todo_id, changing=True)
    now, _today = moments(request)
    place = request.POST.get("item", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
    current = tick_item(found, number, done=bool(request.POST.get("done")), by=request.member, now=now)
    if wants_fragment(request):
        fresh = task_or_404(request.member, current.pk)
        return render(request, "playbooks/_checklist.html", {"task": fresh, "may_work": True})
    return done(request, _("Checklist saved"), back=href("playbooks:task", todo_id=found.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: StaffRequest, todo_id: int) -> HttpResponse:
    found = task_or_404(request.member, todo_id, changing=True)
    now, _today = moments(request)
    back = back_to(request, href("playbooks:task", todo_id=found.pk))
    form = OwnerForm(request.POST or None, thing=found)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: assign_task(found, form.holder(), by=request.member, now=now))
        if tried.saved:
            return done(request, _("Owner saved"), back=back)
    template = "playbooks/_owner_form.html" if wants_fragment(request) else "playbooks/owner_form.html"
    context = {"form": form, "thing": found, "account": found.account, "back_url": back}
    return form_page(request, template, context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: StaffRequest, todo_id: int) -> HttpResponse:
    found = task_or_404(request.member, todo_id, changing=True)
    now, today = moments(request)
    back = back_to(request, href("playbooks:task", todo_id=found.pk))
    form = SnoozeForm(request.POST or None, initial={"until": found.snoozed_until})
    tried = None
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        tried = attempt(form, lambda: snooze_task(found, until, by=request.member, today=today, now=now))
        if tried.saved:
            words = _("Snoozed") if until else _("Out of snooze")
            undo = onward(request, href("playbooks:task_waking", todo_id=found.pk)) if until else ""
            return done(request, words, back=back, undo=undo)
    context = {
        "form": form,
        "thing": found,
        "account": found.account,
        "back_url": back,
        "days": snoozes(today),
    }
    return form_page(request, "playbooks/snooze_form.html", context, tried)


@require_POST
def waking(request: StaffRequest, todo_id: int) -> HttpResponse:
    """Takes a task out of snooze."""
    found = task_or_404(request.member, todo_id, changing=True)
    now, today = moments(request)
    snooze_task(found, None, by=request.member, today=today, now=now)
    back = back_to(request, href("playbooks:task", todo_id=found.pk))
    return done(request, _("Out of snooze"), back=back)


def _back(request: StaffRequest, found: Task) -> str:
    page = (
        href("playbooks:run", run_id=found.run_id)
        if found.run_id
        else href("playbooks:task", todo_id=found.pk)
    )
    return back_to(request, page)


def _context(request: StaffRequest, found: Task) -> dict[str, Any]:
    _now, today = moments(request)
    return {
        "task": found,
        "account": found.account,
        "line": work_line(found, today),
        "mark": marks_of([found.account_id]).get(found.account_id),
        "acts": acts_shown(acts_of(found)),
        "may_work": may_work(request.member, found),
        "days": snoozes(today),
        "today": today,
    }
