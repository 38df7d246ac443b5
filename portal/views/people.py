"""The customer's own people: who else comes in here, and colleagues invited by an admin of theirs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Forbidden
from core.htmx import redirect
from core.links import href
from portal.access.logins import found_or_404
from portal.forms.access import ColleagueForm
from portal.http import CustomerRequest
from portal.models import PortalLogin
from portal.selectors.access import AccessRow, access_rows
from portal.services.logins import close_login, invite_colleague
from workspaces.forms.base import refused


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: CustomerRequest) -> HttpResponse:
    """Who comes in; a POST invites one more."""
    customer, now = request.customer, clock.now()
    if request.method == "POST" and not customer.is_admin:
        raise Forbidden(_("Only an admin of your company invites colleagues."))
    today = clock.today_in(request.workspace.time_zone, now)
    rows = access_rows(customer.account.pk, today)
    form = ColleagueForm(request.POST or None, offered=_offered(rows))
    status = 200
    if request.method == "POST":
        status = refused(
            form,
            lambda: invite_colleague(
                contact_id=form.cleaned_data["contact"],
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                by=customer,
                workspace=request.workspace,
                now=now,
                today=today,
            ),
        )
        if not status:
            return _back(request, _("Invitation sent"))
    context = {"rows": [row for row in rows if row.is_open], "form": form}
    return render(request, "portal/colleagues.html", context, status=status or 200)


@require_POST
def closure(request: CustomerRequest, login_id: int) -> HttpResponse:
    """A colleague's access is closed by an admin of the own account."""
    customer = request.customer
    own = PortalLogin.objects.select_related("contact__account").filter(
        account=customer.account, contact__account=customer.account
    )
    login = found_or_404(own, login_id)
    close_login(login, by=customer, now=clock.now())
    return _back(request, _("%(name)s comes in no more") % {"name": login.contact})


def _offered(rows: list[AccessRow]) -> list[tuple[int, str]]:
    return [(row.contact.pk, row.contact.name) for row in rows if row.contact.email and not row.is_open]


def _back(request: CustomerRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(request, href("portal:colleagues"))
