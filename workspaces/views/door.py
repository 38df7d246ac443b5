"""Where people arrive, and how they get to their workspace."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.htmx import redirect
from core.links import href
from core.shell import build_nav
from workspaces.access import allowed_somewhere
from workspaces.http import StaffRequest
from workspaces.selectors import workspaces_of
from workspaces.services.profile import change_theme


@require_safe
@never_cache
@login_required
def root(request: HttpRequest) -> HttpResponse:
    """To the only workspace; to the choice among several; to the way in where there is none."""
    homes = workspaces_of(request.user.pk or 0)
    if len(homes) == 1:
        return HttpResponseRedirect(href("workspaces:home", workspace=homes[0].slug))
    return HttpResponseRedirect(reverse("workspaces"))


@require_safe
@never_cache
@login_required
def workspaces(request: HttpRequest) -> HttpResponse:
    homes = workspaces_of(request.user.pk or 0)
    rows = [(home, href("workspaces:home", workspace=home.slug)) for home in homes]
    return render(request, "workspaces/workspaces.html", {"rows": rows})


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """The first page of the navigation on which this member lands, else the own profile."""
    member = request.member
    groups = build_nav(request, request.workspace.slug, lambda right: allowed_somewhere(member, right))
    landing = (item.url for group in groups for item in group.items if item.lands)
    return HttpResponseRedirect(next(landing, href("workspaces:profile")))


@require_POST
@login_required
def theme(request: HttpRequest) -> HttpResponse:
    try:
        change_theme(request.user, request.POST.get("theme", ""))  # type: ignore[arg-type]
    except DomainError as error:
        return HttpResponse(str(error.message), status=422, content_type="text/plain; charset=utf-8")
    if "theme" in request.GET or request.headers.get("Accept", "").startswith("text/html"):
        return redirect(request, reverse("root"))
    return HttpResponse(status=204)
