"""One form for one deed: shown beside the page or as a page of its own, sent, and back with a toast."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.forms import BooleanField, ChoiceField, Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import pgettext

from accounts.errors import Difference
from accounts.views.saving import Attempt, attempt
from core import clock
from core.errors import Conflict, DomainError, Forbidden, NotFound
from core.htmx import redirect, wants_fragment
from core.text import format_date
from workspaces.http import StaffRequest

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`title` heads the form, `lead` says what it is about, `deed` stands on the button; `trail` are crumbs with their
    addresses; `undo` is asked after the deed for the address that takes it back, and
    `next_url` for where to go instead of back; `remove_url` takes away what the form is about. `edits`: the form holds
    what a row holds, so that after a conflict both are shown and one chooses field by field."""

    title: Text
    deed: Text
    back_url: str
    said: Callable[[], str]
    lead: Text = ""
    trail: tuple[tuple[str, str], ...] = ()
    danger: bool = False
    edits: bool = False
    undo: Callable[[], str] | None = None
    template: str = "lifecycle/deed.html"
    more: dict[str, Any] = field(default_factory=dict)
    remove_url: str = ""
    next_url: Callable[[], str] | None = None


def today_of(request: StaffRequest) -> tuple[datetime, date]:
    """The clock, read once: now, and the workspace's day."""
    now = clock.now()
    return now, clock.today_in(request.workspace.time_zone, now)


def refusal_of(decide: Callable[[], object]) -> tuple[int, Text]:
    """Do it; the status and the words of what was refused, empty words where it was done. What is not there or not allowed
    is answered as ever."""
    try:
        decide()
    except (NotFound, Forbidden):
        raise
    except DomainError as refusal:
        return 409 if isinstance(refusal, Conflict) else 422, refusal.message
    return 200, ""


def _both_sides(form: Form) -> tuple[Difference, ...]:
    """What somebody else saved since the form was opened beside what it holds: the form was filled from the row as it is
    now. With it goes the row's version, so that saving once more writes what was chosen."""
    now_is = form.initial.get("version")
    if not now_is or str(now_is) == form.data.get("version"):
        return ()
    form.data = {**form.data.dict(), "version": str(now_is)}  # type: ignore[attr-defined]
    sides = [(name, _told(form, name, theirs=True), _told(form, name)) for name in form.fields]
    return tuple(
        Difference(name, str(form[name].label), theirs or _empty(), yours or _empty())
        for name, theirs, yours in sides
        if theirs != yours and not form[name].is_hidden
    )


def _told(form: Form, name: str, *, theirs: bool = False) -> str:
    field = form.fields[name]
    value = form.get_initial_for_field(field, name) if theirs else form.cleaned_data.get(name)
    if isinstance(field, BooleanField):
        return pgettext("filter", "yes") if value else pgettext("filter", "no")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(field, ChoiceField):
        offered: Any = field.choices
        return str(dict(offered).get(str(value), "")) if value else ""
    written = value if theirs else form.data.get(name)
    return "" if written is None else str(field.prepare_value(written)).replace("\r\n", "\n").strip()


def _empty() -> str:
    return pgettext("a field without a value", "empty")


def answer_deed(request: StaffRequest, form: Form, deed: Deed, save: Callable[[], object]) -> HttpResponse:
    """Fresh, refused, or done: back to where the deed leads, with a toast and, where there is one, an undo."""
    tried: Attempt | None = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, save)
        if deed.edits and tried.status == 409 and not tried.differences:
            tried.differences = _both_sides(form)
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
