"""What the customer has to do: tasks of playbooks that are meant for both sides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from playbooks.models import Task
from playbooks.selectors.customers import customer_task, customer_tasks
from playbooks.services import tick_customer_task, tick_item, untick_customer_task
from portal.http import CustomerRequest

MAX_ID = 2**63 - 1


@require_safe
def tasks(request: CustomerRequest) -> HttpResponse:
    found = customer_tasks(request.customer.account.pk)
    context = {
        "open_tasks": [task for task in found if task.done_at is None],
        "done_tasks": [task for task in found if task.done_at is not None],
        "today": clock.today_in(request.workspace.time_zone),
    }
    return render(request, "portal/tasks.html", context)


@require_POST
def completion(request: CustomerRequest, todo_id: int) -> HttpResponse:
    task = tick_customer_task(
        _task(request, todo_id), contact_name=request.customer.contact.name, now=clock.now()
    )
    undo = href("portal:task_reopening", todo_id=task.pk)
    messages.success(request, _("Done: %(title)s") % {"title": task.title}, extra_tags=f"undo:{undo}")
    return redirect(request, _back(request))


@require_POST
def reopening(request: CustomerRequest, todo_id: int) -> HttpResponse:
    untick_customer_task(_task(request, todo_id), contact_name=request.customer.contact.name, now=clock.now())
    return redirect(request, _back(request))


@require_POST
def checks(request: CustomerRequest, todo_id: int) -> HttpResponse:
    """Tick an item of the checklist, or take the tick back."""
    place = request.POST.get("item", "")
    if not (place.isascii() and place.isdigit() and len(place) < 4):
        raise NotFound(_("Not found."))
    tick_item(
        _task(request, todo_id),
        int(place),
        done=request.POST.get("done") == "1",
        by=None,
        who=request.customer.contact.name,
        now=clock.now(),
    )
    return redirect(request, href("portal:tasks"))


def _task(request: CustomerRequest, todo_id: int) -> Task:
    found = customer_task(request.customer.account.pk, todo_id) if todo_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _back(request: CustomerRequest) -> str:
    return href("portal:home" if request.POST.get("back") == "home" else "portal:tasks")
