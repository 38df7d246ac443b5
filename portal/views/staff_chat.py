"""The agent console: the queue, the own rooms, one room with the account beside it, and the closed ones."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import may
from accounts.story import reader_zone
from accounts.views.saving import attempt, saved
from core import clock
from core.errors import DomainError
from core.htmx import wants_fragment
from core.links import href
from core.live import address
from portal import presence
from portal.access.chat import room_or_404, room_to_answer, visible_rooms
from portal.choices.chat import Side
from portal.forms.chat import HandoverForm, LineForm
from portal.models.chat import ChatRoom
from portal.selectors.chat import (
    answerers,
    last_messages,
    participants_of,
    queue_of,
    usual_wait,
)
from portal.selectors.chat_lists import closed_rooms
from portal.services.chat import close_room, hand_over, join_room, make_inquiry, take_room
from portal.services.chat.writing import public_name
from portal.shown_chat import Reader, lines_of, mark_words, marks_of, spoken
from portal.views.chat_feed import feed, number_of, refusal, seen, send_line, typing, wants_json
from portal.views.chat_files import file_answer, transcript_answer
from workspaces.access import require_somewhere
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.selectors.teams import open_teams


@require_safe
@never_cache
def console(request: StaffRequest) -> HttpResponse:
    """The queue; the room beside it is empty until one is chosen."""
    require_somewhere(request.member, Right.READ_INQUIRIES)
    context = _queue(request, None)
    if wants_fragment(request):
        return render(request, "portal/chat/_queue.html", context)
    return render(request, "portal/chat/console.html", context)


@require_safe
@never_cache
def room(request: StaffRequest, room_id: int) -> HttpResponse:
    """The room with its newest lines, beside the queue."""
    found = room_or_404(request.member, room_id)
    context = _queue(request, found)
    if wants_fragment(request):
        return render(request, "portal/chat/_queue.html", context)
    return render(request, "portal/chat/console.html", context | _room(request, found, None))


@require_safe
def closed(request: StaffRequest) -> HttpResponse:
    """Conversations that have ended, newest first."""
    require_somewhere(request.member, Right.READ_INQUIRIES)
    page = closed_rooms(visible_rooms(request.member), after=request.GET.get("after", "")[:60])
    return render(request, "portal/chat/closed.html", {"rooms": page.rows, "older": page.next_mark})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: StaffRequest, room_id: int) -> HttpResponse:
    """Lines beyond `after`; with a POST one more of them."""
    if request.method != "POST":
        found = room_or_404(request.member, room_id)
        return _feed(request, found)
    found = room_to_answer(request.member, room_id)
    form = LineForm(request.POST, request.FILES)
    try:
        send_line(request, found, form, member=request.member, now=clock.now())
    except DomainError as error:
        if wants_json(request):
            return refusal(error)
        if form.is_valid():
            form.add_error(None, str(error.message))
        context = _queue(request, found) | _room(request, found, form)
        return render(request, "portal/chat/console.html", context, status=422)
    if wants_json(request):
        found.refresh_from_db()
        return _feed(request, found)
    return _back(found)


@require_POST
def marks(request: StaffRequest, room_id: int) -> HttpResponse:
    """What the agent has seen; who only reads along leaves no mark."""
    found = room_or_404(request.member, room_id)
    if not may(request.member, found.account, Right.ANSWER_INQUIRIES):
        return HttpResponse(status=204)
    return seen(request, found, Side.STAFF)


@require_POST
def writing(request: StaffRequest, room_id: int) -> HttpResponse:
    found = room_to_answer(request.member, room_id)
    return typing(found, presence.staff(request.member.pk), public_name(request.member))


@require_POST
def taking(request: StaffRequest, room_id: int) -> HttpResponse:
    found = room_to_answer(request.member, room_id)
    take_room(found, by=request.member, now=clock.now())
    return saved(request, _url(found.pk), _("The chat is yours"))


@require_POST
def joining(request: StaffRequest, room_id: int) -> HttpResponse:
    found = room_to_answer(request.member, room_id)
    join_room(found, by=request.member, now=clock.now())
    return saved(request, _url(found.pk), _("You are in"))


@require_POST
def closing(request: StaffRequest, room_id: int) -> HttpResponse:
    found = room_to_answer(request.member, room_id)
    close_room(found, by=request.member, now=clock.now())
    return saved(request, _url(found.pk), _("Chat closed. Its transcript is in the timeline."))


@require_POST
def inquiry(request: StaffRequest, room_id: int) -> HttpResponse:
    """Gives what is asked in the chat a number and a clock."""
    found = room_to_answer(request.member, room_id)
    made = make_inquiry(found, by=request.member, now=clock.now())
    return saved(request, _url(found.pk), _("Inquiry #%(number)s opened") % {"number": made.number})


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: StaffRequest, room_id: int) -> HttpResponse:
    """To a colleague or a team, with a note."""
    found = room_to_answer(request.member, room_id)
    form = HandoverForm(
        request.POST if request.method == "POST" else None,
        room=found,
        people=[one for one in answerers(found.account) if one.pk != request.member.pk],
        teams=list(open_teams()),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            tried = attempt(form, lambda: _hand_over(request, found, form))
            if tried.saved:
                return saved(request, href("desk:chat"), _("Handed over"))
            status = 422 if wants_fragment(request) else tried.status
    context = {"room": found, "form": form, "back_url": _url(found.pk), "path": request.get_full_path()}
    name = "_handover" if wants_fragment(request) else "handover"
    return render(request, f"portal/chat/{name}.html", context, status=status)


@require_safe
def transcript(request: StaffRequest, room_id: int) -> HttpResponse:
    found = room_or_404(request.member, room_id)
    return transcript_answer(found, _reader(request, found))


@require_safe
def file(request: StaffRequest, room_id: int, line_id: int) -> HttpResponseBase:
    return file_answer(room_or_404(request.member, room_id), line_id)


def _hand_over(request: StaffRequest, found: ChatRoom, form: HandoverForm) -> None:
    hand_over(
        found,
        to=form.member,
        team=form.team,
        note=form.cleaned_data["note"],
        by=request.member,
        now=clock.now(),
    )


def _feed(request: StaffRequest, found: ChatRoom) -> HttpResponse:
    return JsonResponse(feed(found, _reader(request, found), number_of(request, "after")))


def _back(found: ChatRoom) -> HttpResponse:
    answer = HttpResponseRedirect(f"{_url(found.pk)}#newest")
    answer.status_code = 303
    return answer


def _url(room_id: int) -> str:
    return href("desk:chat_room", room_id=room_id)


def _reader(request: StaffRequest, found: ChatRoom) -> Reader:
    zone = reader_zone(request)
    return Reader(
        member=request.member,
        zone=zone,
        today=clock.now().astimezone(zone).date(),
        file_url=lambda line_id: href("desk:chat_file", room_id=found.pk, line_id=line_id),
    )


def _queue(request: StaffRequest, chosen: ChatRoom | None) -> dict[str, Any]:
    """The queue with its parts, which refreshes itself by the stream."""
    member = request.member
    now: datetime = clock.now()
    return {
        "queue": queue_of(visible_rooms(member), member),
        "chosen": chosen,
        "now": now,
        "minutes": usual_wait(now),
        "live_url": address("desk-chat", str(chosen.pk) if chosen else ""),
        "queue_url": _url(chosen.pk) if chosen else href("desk:chat"),
    }


def _room(request: StaffRequest, found: ChatRoom, form: LineForm | None) -> dict[str, Any]:
    """One room's pane and what stands beside it."""
    member = request.member
    reader = _reader(request, found)
    shown = last_messages(found)
    here, _typing = presence.look(found.pk, [presence.customer(found.contact_id)])
    joined = participants_of(found)
    answers = may(member, found.account, Right.ANSWER_INQUIRIES) and found.is_open
    return {
        "room": found,
        "lines": lines_of(spoken(shown, found), marks_of(found, reader.side), reader),
        "newest": found.last_number,
        "older": bool(shown) and shown[0].number > 1,
        "mark_words": mark_words(),
        "here": None if here is None else any(here.values()),
        "answers": answers,
        "takes": answers and found.waits_since is not None,
        "is_mine": found.agent_id == member.pk,
        "participants": joined,
        "is_in": found.agent_id == member.pk
        or any(one.member_id == member.pk and one.joined_at for one in joined),
        "form": form or LineForm(initial={"read": found.last_number}),
        "messages_url": href("desk:chat_messages", room_id=found.pk),
        "marks_url": href("desk:chat_marks", room_id=found.pk) if answers else "",
        "typing_url": href("desk:chat_typing", room_id=found.pk) if answers else "",
    }
