"""What every form of a row answers: the refusals at their fields, the conflict with both values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.errors import ChangedMeanwhile, Difference
from core.errors import Conflict, DomainError, NotFound
from core.htmx import redirect, trigger, wants_fragment
from core.links import href
from workspaces.forms.base import add_refusal
from workspaces.http import StaffRequest

CHANGED = "timeline:changed"


@dataclass
class Attempt:
    """How saving went: the refusal is on the form, `differences` are those of a conflict."""

    saved: bool
    status: int = 200
    differences: tuple[Difference, ...] = ()


def attempt(form: Form, save: Callable[[], object]) -> Attempt:
    """Run one service; its refusals go onto the form. A deleted row stays a 404."""
    try:
        save()
    except ChangedMeanwhile as conflict:
        form.add_error(None, str(conflict.message))
        # Saving once more now writes over the other's values, with open eyes.
        form.data = {**form.data.dict(), "version": str(conflict.version)}  # type: ignore[attr-defined]
        return Attempt(False, 409, conflict.differences)
    except NotFound:
        raise
    except DomainError as refusal:
        add_refusal(form, refusal)
        return Attempt(False, 409 if isinstance(refusal, Conflict) else 422)
    return Attempt(True)


def saved(request: StaffRequest, url: str, words: str) -> HttpResponse:
    """Back to what was saved, with a toast."""
    messages.success(request, words)
    return redirect(request, url)


def back_from_bin(request: StaffRequest, url: str) -> str:
    """Where to go after something came out of the bin: to the bin for who stood there, else to the thing."""
    return href("accounts:bin") if request.POST.get("back") == "bin" else url


def undoable(request: StaffRequest, words: str, *, undo: str, back: str) -> HttpResponse:
    """What was put into the bin, with a way out of it: a toast, and to the timeline on the page, that it changed."""
    if wants_fragment(request):
        told = {"text": words, "undo": undo, "label": _("Undo")}
        return trigger(trigger(HttpResponse(status=204), CHANGED), "toast", told)
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(request, back)


def form_page(
    request: StaffRequest, template: str, context: Mapping[str, Any], tried: Attempt | None = None
) -> HttpResponse:
    """The form: fresh, or again with what was refused."""
    status = tried.status if tried else 422 if request.method == "POST" else 200
    values = {**context, "differences": tried.differences if tried else ()}
    return render(request, template, values, status=status)
