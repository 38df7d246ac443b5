"""Settings, System. Whoever may change settings sees and settles the own workspace's work; nothing of another's."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.htmx import redirect
from core.links import href
from csplatform.selectors import workspace_facts
from csplatform.system import state
from csplatform.system.services import drop_news, drop_task, retry_news, retry_work
from workspaces.access import require
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.views.sections import settings_tabs


@require_safe
def system(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    tasks = state.failed_tasks(request.GET.get("tasks", ""))
    news = state.parked_news(request.GET.get("news", ""))
    rung = sorted({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()})
    context = {
        "tabs": settings_tabs("system"),
        "metrics": state.figures(workspace_facts()),
        "tasks": tasks,
        "news": news,
        "more_tasks": f"?{urlencode({'tasks': tasks.next_mark})}" if tasks.next_mark else "",
        "more_news": f"?{urlencode({'news': news.next_mark})}" if news.next_mark else "",
        "pulse": state.pulse(rung, now=clock.now()),
        "whole": state.whole_platform() if request.user.is_superuser else None,
        "version": settings.VERSION,
    }
    return render(request, "system/system.html", context)


@require_POST
def task_retry(request: StaffRequest, task_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    retry_work(task_id, by=request.member, now=clock.now())
    return _back(request, _("It runs again"))


@require_POST
def task_removal(request: StaffRequest, task_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    drop_task(task_id, by=request.member, now=clock.now())
    return _back(request, _("Discarded"))


@require_POST
def news_retry(request: StaffRequest, event_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    retry_news(event_id, by=request.member, now=clock.now())
    return _back(request, _("It is passed on again"))


@require_POST
def news_removal(request: StaffRequest, event_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    drop_news(event_id, by=request.member, now=clock.now())
    return _back(request, _("Discarded"))


def _back(request: StaffRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(request, href("system:system"))
