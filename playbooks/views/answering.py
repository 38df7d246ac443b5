"""How deeds on CTAs and tasks answer: a toast with a way back, and the page of today brings itself up to date."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core import clock
from core.htmx import redirect, trigger, wants_fragment
from core.links import href
from workspaces.http import StaffRequest

CHANGED = "work:changed"
TODAY, BACK = "today", "back"


def moments(request: StaffRequest) -> tuple[datetime, date]:
    """Now, and the workspace's day."""
    now = clock.now()
    return now, clock.today_in(request.workspace.time_zone, now)


def back_to(request: StaffRequest, otherwise: str) -> str:
    """Where a deed leads: to Today where it was done there, else as said."""
    return href("playbooks:today") if request.GET.get(BACK) == TODAY else otherwise


def onward(request: StaffRequest, url: str) -> str:
    """The address of a further deed, which leads to the same place."""
    return f"{url}?{BACK}={TODAY}" if request.GET.get(BACK) == TODAY else url


def done(request: StaffRequest, words: str, *, back: str, undo: str = "") -> HttpResponse:
    """What was done, in a toast; with `undo`, the address that takes it back. To htmx: no content, and the news."""
    if wants_fragment(request):
        told = {"text": words, **({"undo": undo, "label": _("Undo")} if undo else {})}
        response = trigger(HttpResponse(status=204), CHANGED)
        return trigger(trigger(response, "slideover:close"), "toast", told)
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(request, back)
