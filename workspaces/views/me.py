"""My own settings, inside the shell of a workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.htmx import redirect
from core.links import href
from workspaces.forms.base import add_refusal
from workspaces.forms.settings import ProfileForm
from workspaces.http import StaffRequest
from workspaces.services.profile import change_profile, change_theme
from workspaces.views.my_sign_in import sign_in_facts
from workspaces.views.sections import my_tabs


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    user = request.member.user
    initial = {"name": user.name, "time_zone": user.time_zone, "theme": user.theme}
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        workspace_zone=request.workspace.time_zone,
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_profile(user, name=values["name"], time_zone=values["time_zone"])
            change_theme(user, values["theme"])
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Profile saved"))
            return redirect(request, href("workspaces:profile"))
    context = {"form": form, "tabs": my_tabs("profile"), "email": user.email}
    return render(request, "workspaces/profile.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def sign_in(request: StaffRequest) -> HttpResponse:
    return render(
        request, "workspaces/my_sign_in.html", {**sign_in_facts(request), "tabs": my_tabs("sign_in")}
    )
