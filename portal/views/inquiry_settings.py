"""Settings → Inquiries: times, the rules that hand inquiries out, and mails that nobody could take in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.lists import list_context
from accounts.views.saving import attempt, form_page, saved
from core import clock, submissions
from core.links import href
from portal.access.inquiries import parked_or_404, rule_or_404
from portal.forms.inquiry_settings import RuleForm, TimesForm, initial_of_rule, initial_of_times
from portal.models import InquiryRule, ParkedMail
from portal.selectors.inquiry_settings import rules, setting_in_force
from portal.services.inquiries import settle_parked
from portal.services.inquiries.settings import (
    change_rule,
    change_setting,
    delete_rule,
    make_rule,
    move_rule,
)
from portal.shown_inquiry_rules import rules_shown
from workspaces.access import require
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.selectors.keyset import newest_first
from workspaces.views.sections import settings_tabs

PLACES = {"up": -1, "down": 1}


@require_safe
def settings(request: StaffRequest) -> HttpResponse:
    """The rules in their order, the times that hold, and how many mails wait."""
    require(request.member, Right.MANAGE_SETTINGS)
    context = {
        "rules": rules_shown(rules()),
        "setting": setting_in_force(),
        "parked": ParkedMail.objects.filter(settled_at=None).count(),
        "tabs": settings_tabs("inquiries"),
    }
    return render(request, "portal/inquiry_settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def times(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    form = TimesForm(request.POST or None, initial=initial_of_times(setting_in_force()))
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: change_setting(
                form.fields_of(), version=form.sent_version, by=request.member, now=clock.now()
            ),
        )
        if tried.saved:
            return saved(request, href("desk:inquiry_settings"), _("Times saved"))
    context = {"form": form, "tabs": settings_tabs("inquiries")}
    return form_page(request, "portal/inquiry_times.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    now, initial = clock.now(), {"is_active": True, "key": submissions.new_key()}
    form = RuleForm(
        request.POST or None, context=list_context(request.workspace, request.member, now), initial=initial
    )
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: submissions.once(
                form.cleaned_data["key"],
                lambda: make_rule(form.rule_fields(), by=request.member, now=now).pk,
                now=now,
            ),
        )
        if tried.saved:
            return saved(request, href("desk:inquiry_settings"), _("Rule added"))
    context = {"form": form, "rule": None, "tabs": settings_tabs("inquiries")}
    return form_page(request, "portal/inquiry_rule.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, route_id: int) -> HttpResponse:
    found = rule_or_404(request.member, route_id)
    now = clock.now()
    form = RuleForm(
        request.POST or None,
        context=list_context(request.workspace, request.member, now),
        initial=initial_of_rule(found),
    )
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _change(request, found, form))
        if tried.saved:
            return saved(request, href("desk:inquiry_settings"), _("Rule saved"))
    context = {"form": form, "rule": found, "tabs": settings_tabs("inquiries")}
    return form_page(request, "portal/inquiry_rule.html", context, tried)


@require_POST
def place(request: StaffRequest, route_id: int) -> HttpResponse:
    """Moves a rule up or down by one."""
    found = rule_or_404(request.member, route_id)
    places = PLACES.get(request.POST.get("to", ""), 0)
    if places:
        move_rule(found, places, by=request.member, now=clock.now())
    return saved(request, href("desk:inquiry_settings"), _("Order saved"))


@require_POST
def deletion(request: StaffRequest, route_id: int) -> HttpResponse:
    delete_rule(rule_or_404(request.member, route_id), by=request.member, now=clock.now())
    return saved(request, href("desk:inquiry_settings"), _("Rule deleted"))


@require_safe
def parked(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    waiting = ParkedMail.objects.filter(settled_at=None)
    page = newest_first(waiting, "received_at", after=request.GET.get("after", "")[:60], size=50)
    context = {"rows": page.rows, "older": page.next_mark, "tabs": settings_tabs("inquiries")}
    return render(request, "portal/inquiry_parked.html", context)


@require_POST
def settling(request: StaffRequest, parked_id: int) -> HttpResponse:
    settle_parked(parked_or_404(request.member, parked_id), by=request.member, now=clock.now())
    return saved(request, href("desk:inquiry_parked"), _("Mail put aside"))


def _change(request: StaffRequest, found: InquiryRule, form: RuleForm) -> None:
    change_rule(found, form.rule_fields(), version=form.sent_version, by=request.member, now=clock.now())
