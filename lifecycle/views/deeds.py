"""One form for one deed: shown beside the page or as a page of its own, sent, and back with a toast."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from accounts.views.saving import Attempt, attempt
from core import clock
from core.htmx import redirect, wants_fragment
from workspaces.http import StaffRequest

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`title` heads the form, `lead` says what it is about, `deed` stands on the button; `trail` are crumbs with their
    addresses; `undo` is asked after the deed for the address that takes it back, and
    `next_url` for where to go instead of back; `remove_url` takes away what the form is about."""

    title: Text
    deed: Text
    back_url: str
    said: Callable[[], str]
    lead: Text = ""
    trail: tuple[tuple[str, str], ...] = ()
    danger: bool = False
    undo: Callable[[], str] | None = None
    template: str = "lifecycle/deed.html"
    more: dict[str, Any] = field(default_factory=dict)
    remove_url: str = ""
    next_url: Callable[[], str] | None = None


def today_of(request: StaffRequest) -> tuple[datetime, date]:
    """The clock, read once: now, and the workspace's day."""
    now = clock.now()
    return now, clock.today_in(request.workspace.time_zone, now)


def answer_deed(request: StaffRequest, form: Form, deed: Deed, save: Callable[[], object]) -> HttpResponse:
    """Fresh, refused, or done: back to where the deed leads, with a toast and, where there is one, an undo."""
    tried: Attempt | None = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, save)
        if tried.saved:
            undo = deed.undo() if deed.undo else ""
            messages.success(request, deed.said(), extra_tags=f"undo:{undo}" if undo else "")
            return redirect(request, deed.next_url() if deed.next_url else deed.back_url)
    status = tried.status if tried else 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "deed": deed,
        "back_url": deed.back_url,
        "path": request.get_full_path(),
        "differences": tried.differences if tried else (),
        **deed.more,
    }
    fragment = wants_fragment(request)
    if fragment:
        status = 422 if status == 409 else status  # a conflict is shown on the form, in place
    template = "lifecycle/_deed.html" if fragment else deed.template
    return render(request, template, context, status=status)
