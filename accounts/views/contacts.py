"""One contact: looked at, added, edited."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_for, contact_or_404, may
from accounts.forms.contact import ContactForm, initial_of
from accounts.models import Account, Contact
from accounts.selectors.overview import origin_of
from accounts.services.contacts import create_contact, update_contact
from accounts.views.saving import Attempt, attempt, form_page, saved
from core import clock, submissions
from core.links import href
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def contact(request: StaffRequest, account_id: int, contact_id: int) -> HttpResponse:
    found = contact_or_404(request.member, account_id, contact_id)
    context = {
        "contact": found,
        "account": found.account,
        "origin": origin_of(found),
        "edits_account": may(request.member, found.account, Right.EDIT_ACCOUNTS),
    }
    return render(request, "accounts/contact.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    form = ContactForm(request.POST or None, initial={"key": submissions.new_key()})
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _create(request, account, form))
        if tried.saved:
            words = _("%(name)s added") % {"name": form.cleaned_data["name"]}
            return saved(request, href("accounts:account_contacts", account_id=account.pk), words)
    return _page(request, form, account, None, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: int, contact_id: int) -> HttpResponse:
    found = contact_or_404(request.member, account_id, contact_id, Right.EDIT_ACCOUNTS)
    form = ContactForm(request.POST or None, initial=initial_of(found))
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _update(request, found, form))
        if tried.saved:
            return saved(request, _address(found), _("Contact saved"))
    return _page(request, form, found.account, found, tried)


def _create(request: StaffRequest, account: Account, form: ContactForm) -> None:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)

    def make() -> int:
        return create_contact(account, form.contact_fields(), by=request.member, now=now, today=today).pk

    submissions.once(form.cleaned_data["key"], make, now=now)


def _update(request: StaffRequest, found: Contact, form: ContactForm) -> None:
    now = clock.now()
    update_contact(
        found,
        by=request.member,
        version=form.sent_version,
        fields=form.contact_fields(),
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )


def _address(found: Contact) -> str:
    return href("accounts:contact", account_id=found.account_id, contact_id=found.pk)


def _page(
    request: StaffRequest, form: ContactForm, account: Account, found: Contact | None, tried: Attempt | None
) -> HttpResponse:
    back = _address(found) if found else href("accounts:account_contacts", account_id=account.pk)
    context = {"form": form, "account": account, "contact": found, "back_url": back}
    return form_page(request, "accounts/contact_form.html", context, tried)
