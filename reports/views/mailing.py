"""Sending the PDF of a review to chosen people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Account
from accounts.views.saving import saved
from core import clock, submissions
from core.errors import DomainError
from core.links import href
from core.text import format_number
from reports.access import snapshot_or_404
from reports.choices import Edition, PrintState
from reports.forms import MailingForm
from reports.models import QbrSnapshot
from reports.selectors.qbr.readers import readers_of
from reports.services.mailing import mail_review
from reports.shown_reviews import title_of
from workspaces.forms.base import add_refusal
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def mailing(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    account, found = snapshot_or_404(request.member, account_id, snapshot_id, to_make=True)
    form = MailingForm(
        request.POST or None, readers=readers_of(found), initial={"key": submissions.new_key()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = _send(request, found, form)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            words = ngettext("Sent to %(n)s person.", "Sent to %(n)s people.", count)
            url = href("reports:review", account_id=account.pk, snapshot_id=found.pk)
            return saved(request, url, words % {"n": format_number(count)})
    return _page(request, account, found, form)


def _send(request: StaffRequest, found: QbrSnapshot, form: MailingForm) -> int:
    """Once for one form, however often it is pressed; answers how many people were chosen."""
    given, now = form.cleaned_data, clock.now()

    def make() -> int:
        made = mail_review(
            found,
            readers=given["readers"],
            note=given["note"],
            by=request.member,
            workspace=request.workspace,
            now=now,
        )
        return made[0].pk

    submissions.once(given["key"], make, now=now)
    return len(given["readers"])


def _page(request: StaffRequest, account: Account, found: QbrSnapshot, form: MailingForm) -> HttpResponse:
    blocked = ""
    if found.state != PrintState.DONE:
        blocked = _("Make the PDF first, then send it.")
    elif found.superseded_by_id:
        blocked = _("A newer review took the place of this one. Send that.")
    elif not form.has_readers:
        is_ours = found.edition == Edition.INTERNAL
        blocked = _("Nobody may get it.") if is_ours else _("No contact of this account has an address.")
    context = {
        "account": account,
        "snapshot": found,
        "title": title_of(found),
        "form": form,
        "blocked": blocked,
        "is_customers": found.edition == Edition.CUSTOMER,
    }
    return render(request, "reports/review_mailing.html", context, status=422 if form.errors else 200)
