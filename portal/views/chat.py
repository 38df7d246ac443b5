"""Live chat of a customer: the own room, and what to do while nobody is here."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, submissions
from core.errors import DomainError
from core.htmx import redirect
from core.links import href
from core.live import address
from portal import presence
from portal.access.chat import room_of_contact
from portal.choices.chat import Side
from portal.choices.inquiries import InquirySource
from portal.forms.chat import EscalationForm, LineForm, OfflineForm
from portal.http import CustomerRequest
from portal.models.chat import ChatRoom
from portal.selectors.chat import (
    agent_here,
    closed_rooms_of,
    last_messages,
    open_room_of,
    participants_of,
    usual_wait,
)
from portal.selectors.people import people_of
from portal.services.chat import ask_to_join, close_room, escalate_room, open_room
from portal.services.inquiries import open_inquiry
from portal.shown_chat import Reader, lines_of, mark_words, marks_of, spoken
from portal.shown_inquiries import customer_state
from portal.views.chat_feed import feed, number_of, refusal, seen, send_line, typing, wants_json
from portal.views.chat_files import file_answer, transcript_answer
from workspaces.forms.base import add_refusal
from workspaces.models import Member
from workspaces.selectors import working_members

OFFERED = 2  # colleagues who can be asked into the room by one click


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: CustomerRequest) -> HttpResponse:
    """The contact's open room; without one, the first line that opens it."""
    contact = request.customer.contact
    if request.method != "POST":
        found = open_room_of(contact)
        return redirect(request, _url(found.pk)) if found else _start(request, None)
    form = LineForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, form, 422)
    try:
        made = open_room(
            contact, text=form.cleaned_data["text"], key=form.cleaned_data["key"], upload=form.upload, now=clock.now()
        )  # fmt: skip
    except DomainError as error:
        form.add_error(None, str(error.message))
        return _start(request, form, 422)
    return redirect(request, _url(made.pk))


@require_POST
def offline(request: CustomerRequest) -> HttpResponse:
    """What is asked while nobody is here becomes an inquiry, once."""
    form, now = OfflineForm(request.POST), clock.now()
    contact, account = request.customer.contact, request.customer.account

    def make() -> int:
        return open_inquiry(
            account, contact=contact, subject=form.cleaned_data["subject"], text=form.cleaned_data["text"], by=None,
            now=now, source=InquirySource.CHAT,
        ).pk  # fmt: skip

    if form.is_valid():
        try:
            made, _fresh = submissions.once(form.cleaned_data["key"], make, now=now)
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect(request, href("portal:inquiry", inquiry_id=made))
    return _start(request, None, 422, offline_form=form)


@require_safe
@never_cache
def room(request: CustomerRequest, room_id: int) -> HttpResponse:
    """One conversation, the open one or an earlier one."""
    return _page(request, _own(request, room_id), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: CustomerRequest, room_id: int) -> HttpResponse:
    """Lines beyond `after`; with a POST one more of them."""
    found = _own(request, room_id)
    if request.method != "POST":
        return _feed(request, found)
    form = LineForm(request.POST, request.FILES)
    try:
        send_line(request, found, form, member=None, now=clock.now())
    except DomainError as error:
        if wants_json(request):
            return refusal(error)
        if form.is_valid():
            form.add_error(None, str(error.message))
        return _page(request, found, form, 422)
    if wants_json(request):
        found.refresh_from_db()
        return _feed(request, found)
    answer = HttpResponseRedirect(f"{_url(found.pk)}#newest")
    answer.status_code = 303
    return answer


@require_POST
def marks(request: CustomerRequest, room_id: int) -> HttpResponse:
    return seen(request, _own(request, room_id), Side.CUSTOMER)


@require_POST
def writing(request: CustomerRequest, room_id: int) -> HttpResponse:
    contact = request.customer.contact
    return typing(_own(request, room_id), presence.customer(contact.pk), contact.name)


@require_POST
def joining(request: CustomerRequest, room_id: int) -> HttpResponse:
    """Asks one of the account's people into the room."""
    found = _own(request, room_id)
    chosen = number_of(request, "member")
    offered = {one.pk: one for one in _to_ask(found)}
    if chosen not in offered:
        toasts.error(request, _("Choose one of your people."))
        return redirect(request, _url(found.pk))
    ask_to_join(found, offered[chosen], by=None, now=clock.now())
    return redirect(request, _url(found.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: CustomerRequest, room_id: int) -> HttpResponse:
    """Lets those who lead know, with the reason."""
    found = _own(request, room_id)
    form = EscalationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        escalate_room(found, reason=form.cleaned_data["reason"], now=clock.now())
        return redirect(request, _url(found.pk))
    context = {"room": found, "form": form, "back_url": _url(found.pk)}
    return render(
        request, "portal/chat/escalation.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def closing(request: CustomerRequest, room_id: int) -> HttpResponse:
    found = _own(request, room_id)
    close_room(found, by=None, now=clock.now())
    return redirect(request, _url(found.pk))


@require_safe
def transcript(request: CustomerRequest, room_id: int) -> HttpResponse:
    found = _own(request, room_id)
    return transcript_answer(found, _reader(found))


@require_safe
def file(request: CustomerRequest, room_id: int, line_id: int) -> HttpResponseBase:
    return file_answer(_own(request, room_id), line_id)


def _own(request: CustomerRequest, room_id: int) -> ChatRoom:
    return room_of_contact(request.customer.contact, room_id)


def _feed(request: CustomerRequest, found: ChatRoom) -> HttpResponse:
    return JsonResponse(feed(found, _reader(found), number_of(request, "after")))


def _url(room_id: int) -> str:
    return href("portal:chat_room", room_id=room_id)


def _reader(found: ChatRoom) -> Reader:
    zone: Any = timezone.get_current_timezone()
    return Reader(
        member=None,
        zone=zone,
        today=clock.now().astimezone(zone).date(),
        file_url=lambda line_id: href("portal:chat_file", room_id=found.pk, line_id=line_id),
    )


def _to_ask(found: ChatRoom) -> list[Member]:
    """The account's people who are not in the room, by name; one query."""
    people = [one.member_id for one in people_of(found.account_id)]
    inside = {found.agent_id} | {one.member_id for one in participants_of(found)}
    wanted = [member_id for member_id in people if member_id not in inside]
    found_members = {one.pk: one for one in working_members().filter(pk__in=wanted)} if wanted else {}
    return [found_members[member_id] for member_id in wanted if member_id in found_members]


def _start(
    request: CustomerRequest,
    form: LineForm | None,
    status: int = 200,
    offline_form: OfflineForm | None = None,
) -> HttpResponse:
    account = request.customer.account
    context = {
        "form": form or LineForm(),
        "agent_here": False if offline_form else agent_here(account),
        "offline_form": offline_form or OfflineForm(initial={"key": submissions.new_key()}),
        "minutes": usual_wait(),
        "people": people_of(account.pk),
        "earlier": closed_rooms_of(request.customer.contact),
    }
    return render(request, "portal/chat/start.html", context, status=status)


def _page(
    request: CustomerRequest, found: ChatRoom, form: LineForm | None, status: int = 200
) -> HttpResponse:
    reader = _reader(found)
    shown = last_messages(found)
    here, _typing = presence.look(found.pk, [presence.staff(found.agent_id)] if found.agent_id else [])
    words = {one.member_id: one.role_words for one in people_of(found.account_id)}
    context = {
        "room": found,
        "lines": lines_of(spoken(shown, found), marks_of(found, reader.side), reader),
        "newest": found.last_number,
        "older": bool(shown) and shown[0].number > 1,
        "mark_words": mark_words(),
        "agent": found.agent.user.name if found.agent and found.waits_since is None else "",
        "agent_words": words.get(found.agent_id or 0, ""),
        "here": None if here is None else any(here.values()),
        "minutes": usual_wait(),
        "to_ask": _to_ask(found)[:OFFERED] if found.is_open else [],
        "form": form or LineForm(initial={"read": found.last_number}),
        "live_url": address("chat", str(found.pk)) if found.is_open else "",
        "messages_url": href("portal:chat_messages", room_id=found.pk),
        "marks_url": href("portal:chat_marks", room_id=found.pk) if found.is_open else "",
        "typing_url": href("portal:chat_typing", room_id=found.pk) if found.is_open else "",
        "earlier": closed_rooms_of(request.customer.contact),
        "inquiry_state": customer_state(found.inquiry, found.contact_id) if found.inquiry else None,
    }
    return render(request, "portal/chat/room.html", context, status=status)
