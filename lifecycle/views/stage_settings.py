"""Settings → Stages: owner roles, sub-stages and criteria."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import OwnerRole
from accounts.views.saving import attempt, form_page, saved
from core import clock
from core.errors import NotFound
from core.links import href
from lifecycle.forms.stages import StageForm
from lifecycle.models import StageSetting
from lifecycle.selectors.stages import stage_rows
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


def _role(setting: StageSetting | None) -> str:
    return str(OwnerRole(setting.owner_role).label) if setting else ""
