"""Inquiries for customers: their own and colleagues', a new one, the conversation, closing, escalating, rating."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.files import hand_out
from accounts.views.saving import attempt
from core import clock, submissions
from core.errors import DomainError
from core.htmx import redirect, wants_fragment
from core.links import href
from core.live import address
from core.shell import Choice
from portal.access.inquiries import (
    customers_file_or_404,
    customers_inquiries,
    customers_inquiry_or_404,
)
from portal.choices.inquiries import Face
from portal.forms.inquiries import AskForm, EscalationForm, RatingForm, ReplyForm
from portal.http import CustomerRequest
from portal.inquiry_live import CUSTOMER
from portal.models import Inquiry, InquiryMessage
from portal.selectors.customer_inquiries import SHOWS, shown_page
from portal.selectors.inquiries import messages_of, steps_of
from portal.selectors.inquiry_settings import setting_in_force
from portal.services.inquiries import (
    close_inquiry,
    escalate,
    open_inquiry,
    rate,
    reopen_inquiry,
    write_as_contact,
)
from portal.shown_inquiries import (
    customer_status,
    customer_when,
    due_words,
    face_words,
    messages_shown,
    steps_shown,
)


@require_safe
def inquiries(request: CustomerRequest) -> HttpResponse:
    """Open ones first; `?show=` mine, open, solved or all, `?q=` words of the subject."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWS else SHOWS[0]
    words = request.GET.get("q", "").replace("\0", " ").strip()[:100]
    page = shown_page(
        customers_inquiries(request.customer), show=chosen, words=words, contact_id=request.customer.contact.pk,
        after=request.GET.get("after", "")[:60],
    )  # fmt: skip
    now, zone, reader = clock.now(), _zone(request), request.customer.contact.pk
    context = {
        "rows": [(one, *customer_status(one, reader), customer_when(one, zone, now)) for one in page.rows],
        "older": page.next_mark,
        "tabs": _tabs(chosen),
        "show": chosen,
        "words": words,
    }
    return render(request, "portal/inquiries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: CustomerRequest) -> HttpResponse:
    initial = {
        "key": submissions.new_key(),
        "priority": "normal",
        "subject": request.GET.get("subject", "")[:200],
    }
    form = AskForm(request.POST or None, request.FILES or None, initial=initial)
    made: list[int] = []
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: made.append(_open(request, form)))
        if tried.saved:
            number = Inquiry.objects.values_list("number", flat=True).get(pk=made[0])
            messages.success(request, _("We have it: #%(number)s") % {"number": number})
            return redirect(request, _url(made[0]))
        status = tried.status
    context = {"form": form, "response_days": setting_in_force().response_days}
    return render(request, "portal/inquiry_ask.html", context, status=status)


@require_safe
def inquiry(request: CustomerRequest, inquiry_id: int) -> HttpResponse:
    """The page; asked for as a fragment, what of it changes while somebody looks."""
    found = customers_inquiry_or_404(request.customer, inquiry_id)
    if wants_fragment(request):
        return render(request, "portal/_inquiry_customer_live.html", _context(request, found, None))
    return _page(request, found)


@require_POST
def reply(request: CustomerRequest, inquiry_id: int) -> HttpResponse:
    found = customers_inquiry_or_404(request.customer, inquiry_id)
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        tried = attempt(form, lambda: _reply(request, found, form))
        if tried.saved:
            messages.success(request, _("Answer sent"))
            return redirect(request, f"{_url(inquiry_id)}#last")
    return _page(request, found, status=422, form=form)


@require_POST
def closure(request: CustomerRequest, inquiry_id: int) -> HttpResponse:
    found = customers_inquiry_or_404(request.customer, inquiry_id)
    close_inquiry(found, contact=request.customer.contact, now=clock.now())
    messages.success(request, _("Closed as solved"))
    return redirect(request, _url(inquiry_id))


@require_POST
def reopening(request: CustomerRequest, inquiry_id: int) -> HttpResponse:
    found = customers_inquiry_or_404(request.customer, inquiry_id)
    reopen_inquiry(found, contact=request.customer.contact, now=clock.now())
    messages.success(request, _("Open again"))
    return redirect(request, _url(inquiry_id))


@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: CustomerRequest, inquiry_id: int) -> HttpResponse:
    found = customers_inquiry_or_404(request.customer, inquiry_id)
    form = EscalationForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        now, contact = clock.now(), request.customer.contact
        tried = attempt(
            form, lambda: escalate(found, by_contact=contact, reason=form.cleaned_data["reason"], now=now)
        )
        if tried.saved:
            messages.success(request, _("Escalated: a manager has it"))
            return redirect(request, _url(inquiry_id))
        status = tried.status
    return render(request, "portal/inquiry_escalate.html", {"form": form, "inquiry": found}, status=status)


@require_POST
def rating(request: CustomerRequest, inquiry_id: int) -> HttpResponse:
    """One click on a face, then words if somebody has some."""
    found = customers_inquiry_or_404(request.customer, inquiry_id)
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise DomainError(_("Choose one of the three."))
    rate(
        found, form.cleaned_data["face"], form.cleaned_data["comment"] if "comment" in request.POST else found.comment,
        contact=request.customer.contact, now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Noted. Whoever worked on it reads this."))
    return redirect(request, _url(inquiry_id))


@require_safe
def file(request: CustomerRequest, inquiry_id: int, inquiry_file_id: int) -> HttpResponseBase:
    return hand_out(customers_file_or_404(request.customer, inquiry_id, inquiry_file_id).file)


def _page(
    request: CustomerRequest, found: Inquiry, *, status: int = 200, form: ReplyForm | None = None
) -> HttpResponse:
    return render(request, "portal/inquiry_customer.html", _context(request, found, form), status=status)


def _context(request: CustomerRequest, found: Inquiry, form: ReplyForm | None) -> dict[str, Any]:
    now, zone = clock.now(), _zone(request)
    said = messages_of(found, for_customer=True)
    words, tone = customer_status(found, request.customer.contact.pk)
    rates = not found.is_open and found.opener_id == request.customer.contact.pk
    return {
        "inquiry": found,
        "status": words,
        "tone": tone,
        "due": due_words(found, zone) if found.is_our_turn and found.responded_at is None else "",
        "talk": messages_shown(said, zone, now, _file_urls(found, said)),
        "steps": steps_shown(steps_of(found, for_customer=True), zone, for_customer=True),
        "form": form or ReplyForm(initial={"key": submissions.new_key()}),
        "faces": Face.choices if rates else (),
        "rating": face_words(found.score),
        "live_url": address(CUSTOMER, str(found.pk)),
    }


def _tabs(chosen: str) -> list[Choice]:
    labels = {"open": _("Open"), "mine": _("Mine"), "solved": _("Solved"), "all": _("All")}
    url = href("portal:inquiries")
    return [Choice(labels[key], f"{url}?show={key}", key == chosen, key) for key in SHOWS]


def _zone(request: CustomerRequest) -> ZoneInfo:
    return ZoneInfo(request.workspace.time_zone)


def _url(inquiry_id: int) -> str:
    return href("portal:inquiry", inquiry_id=inquiry_id)


def _file_urls(found: Inquiry, said: list[InquiryMessage]) -> dict[int, str]:
    return {
        held.pk: href("portal:inquiry_file", inquiry_id=found.pk, inquiry_file_id=held.pk)
        for one in said
        for held in one.files.all()
    }


def _open(request: CustomerRequest, form: AskForm) -> int:
    now, values, customer = clock.now(), form.cleaned_data, request.customer

    def make() -> int:
        return open_inquiry(
            customer.account, contact=customer.contact, subject=values["subject"], text=values["text"],
            kind=values["kind"], priority=values["priority"], by=None, now=now, uploads=values["files"],
        ).pk  # fmt: skip

    return submissions.once(values["key"], make, now=now)[0]


def _reply(request: CustomerRequest, found: Inquiry, form: ReplyForm) -> None:
    now, values = clock.now(), form.cleaned_data

    def make() -> int:
        return write_as_contact(
            found, values["text"], contact=request.customer.contact, now=now, uploads=values["files"]
        ).pk

    submissions.once(values["key"], make, now=now)
