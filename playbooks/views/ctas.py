"""CTAs: the list, one of them, and what is done to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ALL as ALL_ACCOUNTS
from accounts.access import account_or_404
from accounts.lists.cells import account_href
from accounts.views.saving import attempt, form_page, saved
from core import submissions
from core.htmx import wants_fragment
from core.links import href
from core.lists import answer_list
from playbooks.access import cta_or_404, may_start, may_work
from playbooks.choices import CtaKind, Outcome, Priority
from playbooks.forms.work import ClosureForm, CtaForm, OwnerForm, SnoozeForm, initial_of_cta
from playbooks.lists.sources import PASSED, open_ctas
from playbooks.models import Cta
from playbooks.ports import marks_of
from playbooks.selectors.pages import acts_of, free_tasks_of, runs_of_cta
from playbooks.services.ctas import assign_cta, change_cta, close_cta, raise_cta, reopen_cta, snooze_cta
from playbooks.shown import acts_shown, list_tabs, rules_at_rest, show_choices, snoozes, work_line
from playbooks.views.answering import back_to, done, moments, onward
from workspaces.access import visibility
from workspaces.choices import Right, Visibility
from workspaces.http import StaffRequest
from workspaces.models import Member


@require_safe
def ctas(request: StaffRequest) -> HttpResponse:
    opened = open_ctas(request.workspace, request.member, request.GET, None)
    extra = {
        "title": _("CTAs"),
        "tabs": list_tabs("ctas"),
        "shows": show_choices(request.GET),
        # asked only where the list is empty
        "empty": SimpleLazyObject(lambda: _empty(request)),
    }
    return answer_list(
        request, opened.spec, opened.rows, opened.context, "playbooks/work_list.html", extra, PASSED
    )


@require_safe
def cta(request: StaffRequest, cta_id: int) -> HttpResponse:
    found = cta_or_404(request.member, cta_id)
    context = _context(request, found)
    if wants_fragment(request):
        return render(request, "playbooks/_cta.html", {**context, "sliding": True})
    return render(request, "playbooks/cta.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id, Right.LOG_ACTIVITIES)
    now, _today = moments(request)
    initial = {"key": submissions.new_key(), "kind": CtaKind.RISK, "priority": str(Priority.NORMAL.value)}
    form = CtaForm(request.POST or None, account=account, raising=True, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def make() -> int:
            holder = form.holder()
            owner = (
                Member.objects.filter(pk=holder.member_id).first() if holder and holder.member_id else None
            )
            made = raise_cta(
                account, kind=given["kind"], reason=given["reason"], priority=Priority(form.priority_value()),
                owner=owner, due_on=given["due_on"], by=request.member, now=now,
            )  # fmt: skip
            if holder is not None and owner is None:
                assign_cta(made, holder, by=request.member, now=now)
            return made.pk

        tried = attempt(form, lambda: submissions.once(given["key"], make, now=now))
        if tried.saved:
            return saved(request, account_href(account.pk), _("CTA opened"))
    context = {"form": form, "account": account, "cta": None, "back_url": account_href(account.pk)}
    return form_page(request, "playbooks/cta_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, cta_id: int) -> HttpResponse:
    found = cta_or_404(request.member, cta_id, changing=True)
    now, _today = moments(request)
    back = href("playbooks:cta", cta_id=found.pk)
    form = CtaForm(request.POST or None, account=found.account, initial=initial_of_cta(found))
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            form,
            lambda: change_cta(
                found, kind=given["kind"], reason=given["reason"], priority=form.priority_value(),
                due_on=given["due_on"], version=form.sent_version, by=request.member, now=now,
            ),
        )  # fmt: skip
        if tried.saved:
            return saved(request, back, _("CTA saved"))
    context = {"form": form, "account": found.account, "cta": found, "back_url": back}
    return form_page(request, "playbooks/cta_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: StaffRequest, cta_id: int) -> HttpResponse:
    found = cta_or_404(request.member, cta_id, changing=True)
    now, _today = moments(request)
    page = href("playbooks:cta", cta_id=found.pk)
    form = ClosureForm(request.POST or None, initial={"outcome": Outcome.DONE})
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            form,
            lambda: close_cta(
                found, outcome=given["outcome"], note=given["note"], by=request.member, now=now
            ),
        )
        if tried.saved:
            undo = onward(request, href("playbooks:cta_reopening", cta_id=found.pk))
            return done(request, _("CTA closed"), back=back_to(request, page), undo=undo)
    context = {"form": form, "cta": found, "account": found.account, "back_url": back_to(request, page)}
    return form_page(request, "playbooks/closure_form.html", context, tried)


@require_POST
def reopening(request: StaffRequest, cta_id: int) -> HttpResponse:
    found = cta_or_404(request.member, cta_id, changing=True)
    now, _today = moments(request)
    reopen_cta(found, by=request.member, now=now)
    return done(
        request, _("CTA is open again"), back=back_to(request, href("playbooks:cta", cta_id=found.pk))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: StaffRequest, cta_id: int) -> HttpResponse:
    found = cta_or_404(request.member, cta_id, changing=True)
    now, _today = moments(request)
    back = back_to(request, href("playbooks:cta", cta_id=found.pk))
    form = OwnerForm(request.POST or None, thing=found)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: assign_cta(found, form.holder(), by=request.member, now=now))
        if tried.saved:
            return done(request, _("Owner saved"), back=back)
    context = {"form": form, "thing": found, "account": found.account, "back_url": back}
    return form_page(request, _owner_template(request), context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: StaffRequest, cta_id: int) -> HttpResponse:
    found = cta_or_404(request.member, cta_id, changing=True)
    now, today = moments(request)
    back = back_to(request, href("playbooks:cta", cta_id=found.pk))
    form = SnoozeForm(request.POST or None, initial={"until": found.snoozed_until})
    tried = None
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        tried = attempt(form, lambda: snooze_cta(found, until, by=request.member, today=today, now=now))
        if tried.saved:
            words = _("Snoozed") if until else _("Out of snooze")
            undo = onward(request, href("playbooks:cta_waking", cta_id=found.pk)) if until else ""
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
def waking(request: StaffRequest, cta_id: int) -> HttpResponse:
    """Takes a CTA out of snooze."""
    found = cta_or_404(request.member, cta_id, changing=True)
    now, today = moments(request)
    snooze_cta(found, None, by=request.member, today=today, now=now)
    back = back_to(request, href("playbooks:cta", cta_id=found.pk))
    return done(request, _("Out of snooze"), back=back)


def _owner_template(request: StaffRequest) -> str:
    return "playbooks/_owner_form.html" if wants_fragment(request) else "playbooks/owner_form.html"


def _context(request: StaffRequest, found: Cta) -> dict[str, Any]:
    _now, today = moments(request)
    open_one = found.closed_at is None
    return {
        "cta": found,
        "account": found.account,
        "line": work_line(found, today),
        "mark": marks_of([found.account_id]).get(found.account_id),
        "runs": runs_of_cta(found),
        "tasks": free_tasks_of(found),
        "acts": acts_shown(acts_of(found)),
        "may_work": may_work(request.member, found),
        "may_start": open_one and may_start(request.member, found.account),
        "days": snoozes(today),
        "today": today,
    }


def _empty(request: StaffRequest) -> dict[str, str]:
    resting = rules_at_rest(request.member)
    if resting:
        return resting
    if request.member.book != ALL_ACCOUNTS and visibility(request.member) == Visibility.ALL:
        return {
            "title": _("Nothing is to be done in your book"),
            "text": _("Open CTAs on accounts that you own or share stand here."),
            "button": _("Look at all accounts"),
            "url": "?book=all",
        }
    return {
        "title": _("Nothing is to be done"),
        "text": _("Open a CTA on an account, or let rules watch for what needs somebody."),
        "button": _("Look at rules"),
        "url": href("playbooks:rules"),
    }
