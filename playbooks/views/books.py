"""Playbooks: the list, one of them, and the editor of its draft."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.saving import attempt, form_page, saved
from core import submissions
from core.errors import DomainError, NotFound
from core.htmx import redirect
from core.links import href
from playbooks.access import draft_or_404, playbook_or_404, step_or_404
from playbooks.choices import PlaybookState, VersionStatus
from playbooks.forms.books import PlaybookForm, StepForm, initial_of_step
from playbooks.models import Playbook, PlaybookVersion
from playbooks.selectors.pages import playbooks_shown, steps_of, versions_of
from playbooks.services.books import (
    add_step,
    archive_playbook,
    change_step,
    create_playbook,
    discard_draft,
    move_step,
    open_draft,
    publish_draft,
    remove_step,
    rename_playbook,
)
from playbooks.services.packs import install_packs, missing_packs
from playbooks.shown import book_tabs, offset_words
from playbooks.views.answering import moments
from workspaces.access import allowed, require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def playbooks(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.USE_SCORECARDS)
    may_edit = allowed(request.member, Right.EDIT_SCORECARDS)
    context = {
        "books": playbooks_shown(request.member),
        "missing": missing_packs() if may_edit else [],
        "may_edit": may_edit,
        "tabs": book_tabs("playbooks"),
    }
    return render(request, "playbooks/playbooks.html", context)


@require_POST
def packs(request: StaffRequest) -> HttpResponse:
    """Installs the ready-made playbooks that are missing."""
    require(request.member, Right.EDIT_SCORECARDS)
    now, _today = moments(request)
    made = install_packs(request.workspace, by=request.member, now=now)
    words = ngettext("%(n)s playbook installed", "%(n)s playbooks installed", len(made)) % {"n": len(made)}
    return saved(request, href("playbooks:playbooks"), words)


@require_safe
def playbook(request: StaffRequest, playbook_id: int) -> HttpResponse:
    found = playbook_or_404(request.member, playbook_id)
    versions = versions_of(found, request.member)
    live = next((one for one in versions if one.status == VersionStatus.PUBLISHED), None)
    context = {
        "playbook": found,
        "live": live,
        "draft": next((one for one in versions if one.status == VersionStatus.DRAFT), None),
        "versions": versions,
        "steps": [(step, offset_words(step)) for step in steps_of(live)],
        "archived": found.state == PlaybookState.ARCHIVED,
        "may_edit": allowed(request.member, Right.EDIT_SCORECARDS),
    }
    return render(request, "playbooks/playbook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.EDIT_SCORECARDS)
    now, _today = moments(request)
    form = PlaybookForm(request.POST or None, initial={"key": submissions.new_key()})
    made: list[int] = []
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def make() -> int:
            return create_playbook(given["name"], given["description"], by=request.member, now=now).pk

        tried = attempt(form, lambda: made.append(submissions.once(given["key"], make, now=now)[0]))
        if tried.saved:
            url = href("playbooks:draft", playbook_id=made[0])
            return saved(request, url, _("Playbook added. Give it its steps."))
    context = {"form": form, "playbook": None, "back_url": href("playbooks:playbooks")}
    return form_page(request, "playbooks/playbook_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: StaffRequest, playbook_id: int) -> HttpResponse:
    found = playbook_or_404(request.member, playbook_id, changing=True)
    initial = {"name": found.name, "description": found.description, "version": found.version}
    form = PlaybookForm(request.POST or None, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            form,
            lambda: rename_playbook(found, given["name"], given["description"], version=form.sent_version),
        )
        if tried.saved:
            return saved(request, _address(found), _("Playbook saved"))
    context = {"form": form, "playbook": found, "back_url": _address(found)}
    return form_page(request, "playbooks/playbook_form.html", context, tried)


@require_POST
def archiving(request: StaffRequest, playbook_id: int) -> HttpResponse:
    """Archives, or with `archived` empty brings back."""
    found = playbook_or_404(request.member, playbook_id, changing=True)
    archived = bool(request.POST.get("archived"))
    archive_playbook(found, archived=archived)
    return saved(request, _address(found), _("Playbook archived") if archived else _("Playbook is back"))


@require_POST
def draft_opening(request: StaffRequest, playbook_id: int) -> HttpResponse:
    found = playbook_or_404(request.member, playbook_id, changing=True)
    now, _today = moments(request)
    open_draft(found, by=request.member, now=now)
    return redirect(request, _draft_address(found))


@require_safe
def draft(request: StaffRequest, playbook_id: int) -> HttpResponse:
    return _editor(request, draft_or_404(request.member, playbook_id), StepForm(initial=_fresh()))


@require_POST
def steps(request: StaffRequest, playbook_id: int) -> HttpResponse:
    """Adds a step."""
    found = draft_or_404(request.member, playbook_id)
    now, _today = moments(request)
    form = StepForm(request.POST)
    tried = None
    if form.is_valid():

        def make() -> int:
            return add_step(found, form.step_fields()).pk

        tried = attempt(form, lambda: submissions.once(form.cleaned_data["key"], make, now=now))
        if tried.saved:
            return saved(request, _draft_address(found.playbook), _("Step added"))
    return _editor(request, found, form, status=tried.status if tried else 422)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, playbook_id: int, step_id: int) -> HttpResponse:
    found = step_or_404(request.member, playbook_id, step_id)
    playbook = found.version.playbook
    back = _draft_address(playbook)
    form = StepForm(request.POST or None, initial=initial_of_step(found))
    tried = None
    if request.method == "POST" and form.is_valid():
        edits = form.sent_version or None
        tried = attempt(form, lambda: change_step(found, form.step_fields(), edits=edits))
        if tried.saved:
            return saved(request, back, _("Step saved"))
    context = {"form": form, "playbook": playbook, "step": found, "back_url": back}
    return form_page(request, "playbooks/step_form.html", context, tried)


@require_POST
def step_removal(request: StaffRequest, playbook_id: int, step_id: int) -> HttpResponse:
    found = step_or_404(request.member, playbook_id, step_id)
    remove_step(found)
    return saved(request, _draft_address(found.version.playbook), _("Step removed"))


@require_POST
def step_move(request: StaffRequest, playbook_id: int, step_id: int) -> HttpResponse:
    """Moves a step one place up, or with `down` one place down."""
    found = step_or_404(request.member, playbook_id, step_id)
    move_step(found, 1 if request.POST.get("down") else -1)
    return redirect(request, f"{_draft_address(found.version.playbook)}#step-{found.pk}")


@require_POST
def publication(request: StaffRequest, playbook_id: int) -> HttpResponse:
    try:
        found = draft_or_404(request.member, playbook_id)
    except NotFound:
        # somebody published it a moment ago: the page of the playbook says which version is in force
        book = playbook_or_404(request.member, playbook_id, changing=True)
        return saved(request, _address(book), _("The draft is published or thrown away already"))
    now, _today = moments(request)
    sent = request.POST.get("version", "")
    edits = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    try:
        publish_draft(found, by=request.member, now=now, edits=edits)
    except DomainError as refusal:
        form = StepForm(initial=_fresh())
        return _editor(request, found, form, status=409, refused=str(refusal.message))
    words = _("Version %(number)s is in force") % {"number": found.number}
    return saved(request, _address(found.playbook), words)


@require_POST
def draft_removal(request: StaffRequest, playbook_id: int) -> HttpResponse:
    found = draft_or_404(request.member, playbook_id)
    discard_draft(found)
    return saved(request, _address(found.playbook), _("Draft thrown away"))


def _editor(
    request: StaffRequest, found: PlaybookVersion, form: StepForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    kept = steps_of(found)
    others = PlaybookVersion.objects.filter(playbook_id=found.playbook_id).exclude(pk=found.pk).exists()
    context: dict[str, Any] = {
        "playbook": found.playbook,
        "draft": found,
        "steps": [(step, offset_words(step)) for step in kept],
        "last": kept[-1].pk if kept else 0,
        "form": form,
        "refused": refused,
        "may_discard": others,
    }
    return render(request, "playbooks/draft.html", context, status=status)


def _fresh() -> dict[str, Any]:
    return {"key": submissions.new_key(), "offset_days": 0}


def _address(found: Playbook) -> str:
    return href("playbooks:playbook", playbook_id=found.pk)


def _draft_address(found: Playbook) -> str:
    return href("playbooks:draft", playbook_id=found.pk)
