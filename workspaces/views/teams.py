"""Teams: who looks after accounts together, for admins."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from workspaces.access import require
from workspaces.choices import Right
from workspaces.forms.base import refused
from workspaces.forms.teams import TeamForm
from workspaces.http import StaffRequest
from workspaces.models import Team
from workspaces.ports import TEAM_HOLDINGS
from workspaces.selectors.teams import team_rows
from workspaces.services.teams import change_team, close_team, create_team, reopen_team
from workspaces.views.sections import settings_tabs


@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    context = {"open": team_rows(), "closed": team_rows(closed=True), "tabs": settings_tabs("teams")}
    return render(request, "workspaces/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    form = TeamForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = refused(form, lambda: create_team(form.team_values(), by=request.member, now=clock.now()))
        if not status:
            return _back(request, _("Team %(name)s added") % {"name": form.cleaned_data["name"]})
    return _page(request, form, None, status)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: StaffRequest, team_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    found = _team(team_id)
    form = TeamForm(request.POST if request.method == "POST" else None, team=found)
    status = 200
    if request.method == "POST":
        status = refused(form, lambda: _change(request, found, form))
        if not status:
            return _back(request, _("Team %(name)s saved") % {"name": form.cleaned_data["name"]})
    return _page(request, form, found, status)


@require_POST
def closing(request: StaffRequest, team_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    found = _team(team_id)
    close_team(found, by=request.member, now=clock.now())
    return _back(request, _("Team %(name)s closed") % {"name": found})


@require_POST
def reopening(request: StaffRequest, team_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    found = _team(team_id)
    reopen_team(found, by=request.member, now=clock.now())
    return _back(request, _("Team %(name)s works again") % {"name": found})


def _change(request: StaffRequest, found: Team, form: TeamForm) -> None:
    values, version = form.team_values(), form.sent_version
    change_team(found, values, version=version, by=request.member, now=clock.now())


def _page(request: StaffRequest, form: TeamForm, found: Team | None, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "team": found, "tabs": settings_tabs("teams")}
    if found is not None:
        context["held"] = [(holding.count(found.pk), holding.url(found.pk)) for holding in TEAM_HOLDINGS]
    return render(request, "workspaces/team.html", context, status=status)


def _back(request: StaffRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(request, href("workspaces:teams"))


def _team(team_id: int) -> Team:
    found = Team.objects.filter(pk=team_id).first() if team_id < 2**63 else None
    if found is None:
        raise NotFound(_("There is no such team."))
    return found
