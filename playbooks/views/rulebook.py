"""Rules: the list, one of them, who would match today, and letting it act."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.saving import attempt, form_page, saved
from core import submissions
from core.errors import NotFound
from core.links import href
from playbooks.access import rule_or_404
from playbooks.forms.rule import RuleForm, initial_of_rule
from playbooks.models import Playbook, Rule
from playbooks.ports import TRIGGERS, Trigger, marks_of
from playbooks.selectors.pages import startable
from playbooks.selectors.rulebook import label_of, rules_shown, trial_of
from playbooks.services.rulebook import activate_rule, change_rule, create_rule, delete_rule, rest_rule
from playbooks.shown import book_tabs
from playbooks.views.answering import moments
from workspaces.access import allowed, require, visibility
from workspaces.choices import Right, Visibility
from workspaces.http import StaffRequest

PREFIX = "asked"


@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.USE_SCORECARDS)
    context = {
        "rules": rules_shown(),
        "may_edit": allowed(request.member, Right.EDIT_SCORECARDS),
        # what a rule did counts every account
        "sees_all": visibility(request.member) == Visibility.ALL,
        "tabs": book_tabs("rules"),
    }
    return render(request, "playbooks/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A rule on the trigger of the address; without one, the triggers to choose from."""
    require(request.member, Right.EDIT_SCORECARDS)
    trigger: Trigger | None = TRIGGERS.get(request.GET.get("trigger", ""))
    if trigger is None:
        if request.GET.get("trigger"):
            raise NotFound(_("Not found."))
        return render(request, "playbooks/triggers.html", {"triggers": list(TRIGGERS)})
    now, _today = moments(request)
    initial = {"key": submissions.new_key(), "name": str(trigger.label), "due_days": 3, "cta_priority": "3"}
    form = RuleForm(request.POST or None, playbooks=startable(), initial=initial)
    asked = trigger.parameters(request.POST or None, prefix=PREFIX)
    made: list[int] = []
    tried = None
    if request.method == "POST" and _both_hold(form, asked):

        def make() -> int:
            return create_rule(trigger.key, form.rule_fields(), asked.cleaned_data, now=now).pk

        tried = attempt(
            form, lambda: made.append(submissions.once(form.cleaned_data["key"], make, now=now)[0])
        )
        if tried.saved:
            return saved(
                request, href("playbooks:rule_trial", rule_id=made[0]), _("Rule added. Try it first.")
            )
    context = {
        "form": form,
        "asked": asked,
        "rule": None,
        "label": trigger.label,
        "back_url": href("playbooks:rules"),
    }
    return form_page(request, "playbooks/rule_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, rule_id: int) -> HttpResponse:
    found = rule_or_404(request.member, rule_id, changing=True)
    trigger: Trigger | None = TRIGGERS.get(found.trigger)
    parameters: type[Form] = trigger.parameters if trigger else Form
    form = RuleForm(request.POST or None, playbooks=_books(found), initial=initial_of_rule(found))
    asked = parameters(request.POST or None, prefix=PREFIX, initial=found.parameters)
    tried = None
    if request.method == "POST" and _both_hold(form, asked):
        kept = asked.cleaned_data if trigger else found.parameters
        tried = attempt(form, lambda: change_rule(found, form.rule_fields(), kept, version=form.sent_version))
        if tried.saved:
            return saved(request, href("playbooks:rule_trial", rule_id=found.pk), _("Rule saved"))
    context = {
        "form": form, "asked": asked, "rule": found, "label": label_of(found.trigger),
        "back_url": href("playbooks:rule_trial", rule_id=found.pk),
    }  # fmt: skip
    return form_page(request, "playbooks/rule_form.html", context, tried)


@require_safe
def trial(request: StaffRequest, rule_id: int) -> HttpResponse:
    """Who would match today; nothing is written."""
    found = rule_or_404(request.member, rule_id)
    _now, today = moments(request)
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    tried = trial_of(found, request.member, today=today, page=page)
    marks = marks_of({row.account.pk for row in tried.rows})
    context: dict[str, Any] = {
        "rule": found,
        "label": label_of(found.trigger),
        "trial": tried,
        "rows": [(row, marks.get(row.account.pk)) for row in tried.rows],
        "today": today,
        "may_edit": allowed(request.member, Right.EDIT_SCORECARDS),
    }
    return render(request, "playbooks/trial.html", context)


@require_POST
def activation(request: StaffRequest, rule_id: int) -> HttpResponse:
    found = rule_or_404(request.member, rule_id, changing=True)
    now, _today = moments(request)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
    activate_rule(found, by=request.member, now=now, version=version)
    words = _("The rule acts from now on. It looks again every hour.")
    return saved(request, href("playbooks:rule_trial", rule_id=found.pk), words)


@require_POST
def resting(request: StaffRequest, rule_id: int) -> HttpResponse:
    found = rule_or_404(request.member, rule_id, changing=True)
    rest_rule(found)
    return saved(request, href("playbooks:rule_trial", rule_id=found.pk), _("The rule rests"))


@require_POST
def removal(request: StaffRequest, rule_id: int) -> HttpResponse:
    found = rule_or_404(request.member, rule_id, changing=True)
    delete_rule(found)
    return saved(request, href("playbooks:rules"), _("Rule deleted"))


def _both_hold(form: Form, asked: Form) -> bool:
    """Both are asked, so that all that is wrong is told at once."""
    first, second = form.is_valid(), asked.is_valid()
    return first and second


def _books(found: Rule) -> list[Playbook]:
    """What may be started, and what the rule starts already."""
    books = startable()
    if found.playbook is not None and found.playbook not in books:
        books.append(found.playbook)
    return books
