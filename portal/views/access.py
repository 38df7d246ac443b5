"""Portal access of an account's contacts, for members."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import account_or_404, may
from accounts.models import Account
from accounts.views.frame import account_frame
from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from portal.access.logins import contact_to_invite, login_for
from portal.forms.access import AdminForm, InviteForm
from portal.selectors.access import AccessRow, access_rows
from portal.services.logins import close_login, invite_contact, set_admin
from portal.services.mailing import portal_href
from workspaces.access import refuse
from workspaces.choices import Right
from workspaces.forms.base import refused
from workspaces.http import StaffRequest

TAB = "portal"


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: StaffRequest, account_id: int) -> HttpResponse:
    """Who may come in; a POST invites one more contact."""
    account = account_or_404(request.member, account_id)
    edits = may(request.member, account, Right.EDIT_ACCOUNTS)
    if request.method == "POST" and not edits:
        refuse(Right.EDIT_ACCOUNTS)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    rows = access_rows(account.pk, today)
    form = InviteForm(request.POST or None, offered=_offered(rows))
    status = 200
    if request.method == "POST":
        status = refused(
            form,
            lambda: invite_contact(
                contact_to_invite(account, form.cleaned_data["contact"]),
                is_admin=form.cleaned_data["is_admin"],
                by=request.member,
                workspace=request.workspace,
                now=now,
                today=today,
            ),
        )
        if not status:
            return _back(request, account, _("Invitation sent"))
    context = {**account_frame(request, account, tab=TAB), **_page(rows, form, edits)}
    return render(request, "portal/staff/access.html", context, status=status or 200)


@require_POST
def invitation(request: StaffRequest, account_id: int, login_id: int) -> HttpResponse:
    """Send the way in once more, to the contact's present address; a closed login is open again."""
    login = login_for(request.member, account_id, login_id)
    now = clock.now()
    invite_contact(
        login.contact,
        by=request.member,
        workspace=request.workspace,
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )
    words = _("Invitation sent to %(email)s") % {"email": login.contact.email}
    return _back(request, login.contact.account, words)


@require_POST
def closure(request: StaffRequest, account_id: int, login_id: int) -> HttpResponse:
    login = login_for(request.member, account_id, login_id)
    close_login(login, by=request.member, now=clock.now())
    return _back(
        request,
        login.contact.account,
        _("%(name)s is signed out and comes in no more") % {"name": login.contact},
    )


@require_POST
def admin(request: StaffRequest, account_id: int, login_id: int) -> HttpResponse:
    login = login_for(request.member, account_id, login_id)
    form = AdminForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("Not found."))
    wanted = form.cleaned_data["is_admin"]
    set_admin(login, is_admin=wanted, by=request.member, now=clock.now())
    words = _("%(name)s invites colleagues from now on") if wanted else _("%(name)s invites nobody any more")
    return _back(request, login.contact.account, words % {"name": login.contact})


def _offered(rows: list[AccessRow]) -> list[tuple[int, str]]:
    """Contacts with an address who cannot come in yet."""
    return [
        (row.contact.pk, f"{row.contact.name} · {row.contact.email}")
        for row in rows
        if row.login is None and row.contact.email
    ]


def _page(rows: list[AccessRow], form: InviteForm, edits: bool) -> dict[str, Any]:
    return {
        "rows": [row for row in rows if row.login is not None],
        "without_address": [row.contact for row in rows if row.login is None and not row.contact.email],
        "form": form,
        "offers": bool(form.fields["contact"].choices),  # type: ignore[attr-defined]
        "edits": edits,
        "portal_url": portal_href("portal:home"),
    }


def _back(request: StaffRequest, account: Account, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(request, href("desk:access", account_id=account.pk))
