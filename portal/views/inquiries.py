"""Inquiries for staff: the queue, and one with its conversation, its clock and its history."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import visible_accounts
from accounts.lists import list_context
from accounts.lists.cells import account_href
from accounts.story import reader_zone
from accounts.views.files import hand_out
from accounts.views.saving import attempt, saved
from core import clock, submissions
from core.htmx import wants_fragment
from core.links import href
from core.lists import answer_list
from core.live import address
from core.shell import Choice
from core.text import join_words
from portal.access.inquiries import inquiries_of_book, inquiry_file_or_404, inquiry_or_404, may_answer
from portal.forms.inquiries import ANSWER, NOTE, MessageForm
from portal.inquiry_live import STAFF
from portal.lists.inquiries import INQUIRY_LIST, tabs
from portal.models import Inquiry, InquiryMessage
from portal.selectors.inquiries import messages_of, steps_of
from portal.selectors.inquiry_people import holder_words
from portal.services.inquiries import add_note, answer
from portal.services.inquiries.writing import people_of
from portal.shown_inquiries import (
    clock_tone,
    clock_words,
    due_words,
    face_words,
    messages_shown,
    steps_shown,
)
from workspaces.access import require_somewhere
from workspaces.choices import Right
from workspaces.context import ALL, book_of
from workspaces.http import StaffRequest


@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    require_somewhere(request.member, Right.READ_INQUIRIES)
    rows = inquiries_of_book(request.member)
    context = list_context(request.workspace, request.member)
    state = INQUIRY_LIST.state(request.GET, context)
    empty = {
        "title": _("No inquiries here"),
        "text": _("What customers ask in the portal, by mail and in the chat stands here."),
        "button": "" if book_of(request) == ALL else _("Show all"),
        "url": "?book=all",
    }
    extra = {
        "tabs": tabs(rows, context, state.to_query(), request.path),
        "shapes": shapes("list"),
        "empty": empty,
    }
    return answer_list(request, INQUIRY_LIST, rows, context, "portal/inquiry_list.html", extra)


@require_safe
def inquiry(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """The page; asked for as a fragment, what of it changes while somebody looks."""
    found = inquiry_or_404(request.member, inquiry_id)
    name = "_inquiry_live" if wants_fragment(request) else "inquiry"
    return render(request, f"portal/{name}.html", page_context(request, found))


@require_POST
def message(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """An answer to the customer, or a note for colleagues."""
    found = inquiry_or_404(request.member, inquiry_id, answering=True)
    form = MessageForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        tried = attempt(form, lambda: _write(request, found, form))
        if tried.saved:
            words = _("Answer sent") if form.cleaned_data["side"] == ANSWER else _("Note saved")
            return saved(request, f"{href('desk:inquiry', inquiry_id=found.pk)}#last", words)
        status = tried.status
        found = inquiry_or_404(request.member, inquiry_id)
    return render(request, "portal/inquiry.html", page_context(request, found, form), status=status)


@require_safe
def file(request: StaffRequest, inquiry_id: int, inquiry_file_id: int) -> HttpResponseBase:
    return hand_out(inquiry_file_or_404(request.member, inquiry_id, inquiry_file_id).file)


def page_context(request: StaffRequest, found: Inquiry, form: MessageForm | None = None) -> dict[str, Any]:
    """Everything that the page of an inquiry shows."""
    now, zone = clock.now(), reader_zone(request)
    today = clock.today_in(request.workspace.time_zone, now)
    answers = may_answer(request.member, found)
    people = [one for one in people_of(found, today) if one.email] if answers else []
    messages = messages_of(found, for_customer=False)
    sees_account = visible_accounts(request.member).filter(pk=found.account_id).exists()
    return {
        "inquiry": found,
        "talk": messages_shown(messages, zone, now, _file_urls(found, messages)),
        "newest": messages[-1].pk if messages else 0,
        "live_url": address(STAFF, str(found.pk)),
        "steps": steps_shown(steps_of(found, for_customer=False), zone),
        "holder": holder_words(found),
        "clock": clock_words(found, now),
        "clock_tone": clock_tone(found, now),
        "due": due_words(found, zone),
        "rating": face_words(found.score),
        "answers": answers,
        "hears": join_words(one.name for one in people),
        "shut_out": join_words(one.name for one in people if not one.__dict__["comes_in"]),
        "form": (form or _fresh()) if answers else None,
        "side": (form["side"].value() if form is not None else NOTE) or NOTE,
        "account_url": account_href(found.account_id) if sees_account else "",
    }


def shapes(current: str) -> list[Choice]:
    """Queue and board."""
    return [
        Choice(_("List"), href("desk:inquiries"), current == "list", icon="layout-list"),
        Choice(_("Board"), href("desk:inquiry_board"), current == "board", icon="layout-kanban"),
    ]


def _fresh() -> MessageForm:
    return MessageForm(initial={"key": submissions.new_key(), "side": NOTE})


def _file_urls(found: Inquiry, messages: list[InquiryMessage]) -> dict[int, str]:
    return {
        held.pk: href("desk:inquiry_file", inquiry_id=found.pk, inquiry_file_id=held.pk)
        for one in messages
        for held in one.files.all()
    }


def _write(request: StaffRequest, found: Inquiry, form: MessageForm) -> None:
    now, values = clock.now(), form.cleaned_data

    def make() -> int:
        if values["side"] != ANSWER:
            return add_note(found, values["text"], by=request.member, now=now, uploads=values["files"]).pk
        return answer(
            found, values["text"], by=request.member, now=now, uploads=values["files"], seen=values["seen"]
        ).pk

    submissions.once(values["key"], make, now=now)
