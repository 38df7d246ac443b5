"""What staff do with an inquiry besides writing: open one for a contact, hand over, change, move, escalate."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import account_or_404, may
from accounts.lists.cells import account_href
from accounts.models import Account, Contact
from accounts.views.saving import saved
from core import clock, submissions
from core.errors import DomainError, Forbidden
from core.htmx import redirect
from core.links import href
from lifecycle.views.deeds import Deed, answer_deed
from playbooks.forms.fields import choice_of_holder
from portal.access.inquiries import inquiry_or_404
from portal.choices.inquiries import InquirySource
from portal.forms.inquiries import AskForContactForm, ChangeForm, EscalationForm, HolderForm, StatusForm
from portal.models import Inquiry
from portal.services.inquiries import (
    calm,
    change_inquiry,
    escalate,
    hand_over,
    open_inquiry,
    set_status,
)
from workspaces.choices import Right
from workspaces.http import StaffRequest

BOARD = "board"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    """An inquiry that came by phone or in a meeting, written down for who asked."""
    account = account_or_404(request.member, account_id)
    if not may(request.member, account, Right.ANSWER_INQUIRIES):
        raise Forbidden(_("You may look at this account, but not open inquiries for it."))
    initial = {"key": submissions.new_key(), "priority": "normal"}
    today = clock.today_in(request.workspace.time_zone)
    form = AskForContactForm(
        request.POST or None, request.FILES or None, account=account, today=today, initial=initial
    )
    made: list[int] = []

    def save() -> None:
        made.append(
            submissions.once(
                form.cleaned_data["key"], lambda: _open(request, account, form), now=clock.now()
            )[0]
        )

    back = account_href(account.pk)
    deed = Deed(
        title=_("New inquiry: %(name)s") % {"name": account.name},
        lead=_("The customer sees it in the portal, and has a mail with its number."),
        deed=_("Open inquiry"),
        back_url=back,
        said=lambda: _("Inquiry open"),
        trail=((account.name, back),),
        template="portal/inquiry_new.html",
    )
    answered = answer_deed(request, form, deed, save)
    if made:
        return redirect(request, href("desk:inquiry", inquiry_id=made[0]))
    return answered


@require_http_methods(["GET", "HEAD", "POST"])
def holder(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    found = inquiry_or_404(request.member, inquiry_id, answering=True)
    held = choice_of_holder(found.assignee, found.team)
    form = HolderForm(
        request.POST or None, account=found.account, held=held, initial={"version": found.version}
    )

    def save() -> None:
        hand_over(
            found, form.holder(), note=form.cleaned_data["note"], version=form.sent_version, by=request.member,
            now=clock.now(),
        )  # fmt: skip

    deed = _deed(found, _("Hand over #%(number)s"), _("Hand over"), lambda: _("Handed over"))
    return answer_deed(request, form, deed, save)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    found = inquiry_or_404(request.member, inquiry_id, answering=True)
    initial = {"kind": found.kind, "priority": found.priority, "version": found.version}
    form = ChangeForm(request.POST or None, initial=initial)

    def save() -> None:
        change_inquiry(
            found, kind=form.cleaned_data["kind"], priority=form.cleaned_data["priority"], version=form.sent_version,
            by=request.member, now=clock.now(),
        )  # fmt: skip

    deed = _deed(found, _("Type and priority of #%(number)s"), _("Save"), lambda: _("Saved"))
    return answer_deed(request, form, deed, save)


@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    found = inquiry_or_404(request.member, inquiry_id, answering=True)
    form = EscalationForm(request.POST or None)

    def save() -> None:
        escalate(found, by=request.member, reason=form.cleaned_data["reason"], now=clock.now())

    deed = _deed(found, _("Escalate #%(number)s"), _("Escalate"), lambda: _("Escalated"))
    return answer_deed(request, form, deed, save)


@require_POST
def calming(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    found = inquiry_or_404(request.member, inquiry_id, answering=True)
    calm(found, by=request.member, now=clock.now())
    return saved(request, _url(found), _("Escalation ended"))


@require_POST
def status(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Puts it into a column; from the board back to the board."""
    found = inquiry_or_404(request.member, inquiry_id, answering=True)
    form = StatusForm(request.POST)
    back = href("desk:inquiry_board") if request.POST.get("from") == BOARD else _url(found)
    if not form.is_valid():
        raise DomainError(_("Choose one of the list."))
    moved = set_status(found, form.cleaned_data["status"], by=request.member, now=clock.now())
    words = {"number": found.number, "status": moved.get_status_display()}
    messages.success(request, _("#%(number)s: %(status)s") % words)
    return redirect(request, back)


def _deed(found: Inquiry, title: str, deed: str, said: Callable[[], str]) -> Deed:
    return Deed(
        title=title % {"number": found.number},
        lead=f"{found.subject} · {found.account.name}",
        deed=deed,
        back_url=_url(found),
        said=said,
        trail=((_("Inquiries"), href("desk:inquiries")), (f"#{found.number}", _url(found))),
    )


def _url(found: Inquiry) -> str:
    return href("desk:inquiry", inquiry_id=found.pk)


def _open(request: StaffRequest, account: Account, form: AskForContactForm) -> int:
    values = form.cleaned_data
    contact = Contact.objects.get(pk=int(values["contact"]), account=account)
    return open_inquiry(
        account, contact=contact, subject=values["subject"], text=values["text"], kind=values["kind"],
        priority=values["priority"], by=request.member, now=clock.now(), source=InquirySource.STAFF,
        uploads=values["files"],
    ).pk  # fmt: skip
