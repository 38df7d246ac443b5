"""Settings → Stages: owner roles, sub-stages and criteria. Settings → Handshakes: the days of each kind."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import OwnerRole
from accounts.views.saving import attempt, form_page, saved
from core import clock
from core.countries import country_name
from core.errors import NotFound
from core.links import href
from lifecycle.forms.handshakes import DaysForm
from lifecycle.forms.stages import StageForm
from lifecycle.models import StageSetting
from lifecycle.selectors.handshakes import days_by_kind
from lifecycle.selectors.stages import stage_rows
from lifecycle.services.handshakes.times import change_days, stamp_of_days
from lifecycle.services.stages import change_stage
from workspaces.access import require
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.views.sections import settings_tabs


@require_safe
def stages(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    rows = [(row, _role(row.setting)) for row in stage_rows()]
    return render(request, "lifecycle/stages.html", {"rows": rows, "tabs": settings_tabs("stages")})


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: StaffRequest, setting_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    setting = StageSetting.objects.filter(pk=setting_id).first() if setting_id < 2**63 else None
    if setting is None:
        raise NotFound(_("Not found."))
    [row] = stage_rows(setting.stage)
    initial = {"owner_role": setting.owner_role, "version": setting.version}
    form = StageForm(request.POST or None, row=row, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: change_stage(
                row.stage,
                form.stage_values(),
                version=form.sent_version,
                by=request.member,
                now=clock.now(),
            ),
        )
        if tried.saved:
            return saved(request, href("lifecycle:stages"), _("%(stage)s saved") % {"stage": row.label})
    context = {"form": form, "row": row, "tabs": settings_tabs("stages")}
    return form_page(request, "lifecycle/stage_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def handshake_days(request: StaffRequest) -> HttpResponse:
    """How many business days each kind of handshake has."""
    require(request.member, Right.MANAGE_SETTINGS)
    held = days_by_kind()
    initial: dict[str, int] = {"version": stamp_of_days(held)}
    for kind, days in held.items():
        initial |= {f"deliver-{kind}": days.deliver, f"answer-{kind}": days.answer}
    form = DaysForm(request.POST or None, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: change_days(form.days(), version=form.sent_version, by=request.member, now=clock.now()),
        )
        if tried.saved:
            return saved(request, href("lifecycle:handshake_days"), _("Days saved"))
    country = country_name(request.workspace.country) if request.workspace.country else ""
    context = {"form": form, "country": country, "tabs": settings_tabs("handshakes")}
    return form_page(request, "lifecycle/handshake_days.html", context, tried)


def _role(setting: StageSetting | None) -> str:
    return str(OwnerRole(setting.owner_role).label) if setting else ""
