"""What both sides of a chat ask and are answered: lines beyond a number, marks, who is here, who writes."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import join_words
from portal import presence
from portal.choices.chat import Side
from portal.forms.chat import LineForm
from portal.models.chat import ChatRoom
from portal.selectors.chat import messages_after
from portal.services.chat import mark_seen, note_writing, write
from portal.shown_chat import Reader, lines_html, lines_of, marks_of, spoken
from workspaces.models import Member


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks; plain forms are answered by pages."""
    return request.headers.get("Accept", "").startswith("application/json")


def number_of(request: HttpRequest, name: str) -> int:
    """A line's number from the query or the form; 0 for what is none."""
    sent = request.GET.get(name) or request.POST.get(name) or ""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def feed(room: ChatRoom, reader: Reader, after: int) -> dict[str, Any]:
    """The answer to "what is beyond N": drawn lines, and how the room stands at this moment. `newest` is the last line
    in it; a page asks on while `last` is greater."""
    messages = messages_after(room, after)
    got, read = marks_of(room, reader.side)
    others = _others(room, reader)
    here, writing = presence.look(room.pk, others)
    own = presence.staff(reader.member.pk) if reader.member else presence.customer(room.contact_id)
    names = [name for person, name in writing.items() if person != own]
    return {
        "newest": messages[-1].number if messages else after,
        "last": room.last_number,
        "html": lines_html(lines_of(spoken(messages, room), (got, read), reader)) if messages else "",
        "got": got,
        "read": read,
        "here": None if here is None else any(here.values()),
        "typing": _("%(names)s is writing") % {"names": join_words(names)} if names else "",
        "state": room.state,
        "closed": not room.is_open,
        "agent": room.agent_id or 0,
    }


def send_line(
    request: HttpRequest, room: ChatRoom, form: LineForm, *, member: Member | None, now: Any
) -> None:
    """Store what the form holds. Raises DomainError with what is wrong with it."""
    if not form.is_valid():
        raise DomainError(str(next(iter(form.errors.values()))[0]), code="refused")
    write(
        room, side=Side.STAFF if member else Side.CUSTOMER, text=form.cleaned_data["text"],
        key=form.cleaned_data["key"], member=member, upload=form.upload, read=form.cleaned_data["read"] or 0, now=now,
    )  # fmt: skip


def refusal(error: DomainError) -> JsonResponse:
    """What was refused, for the page's script: it keeps the words and says why."""
    return JsonResponse({"refused": str(error.message), "code": error.code}, status=422)


def seen(request: HttpRequest, room: ChatRoom, side: Side) -> JsonResponse:
    """Marks of one side, sent by its page."""
    mark_seen(room, side, got=number_of(request, "got"), read=number_of(request, "read"))
    return JsonResponse({})


def typing(room: ChatRoom, person: str, name: str) -> JsonResponse:
    """Somebody writes."""
    note_writing(room, person, name)
    return JsonResponse({})


def _others(room: ChatRoom, reader: Reader) -> list[str]:
    if reader.member is not None:
        return [presence.customer(room.contact_id)]
    return [presence.staff(room.agent_id)] if room.agent_id else []
