"""The board: inquiries by status, moved by dragging, or by the menu of each card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.lists import list_context
from core.links import href
from core.text import format_number
from portal.access.inquiries import answerable, inquiries_of_book
from portal.choices.inquiries import InquiryStatus
from portal.lists.inquiries import INQUIRY_LIST
from portal.models import Inquiry
from portal.selectors.inquiry_board import Lane, lanes
from portal.selectors.inquiry_people import holder_words
from portal.shown_inquiries import clock_tone, clock_words
from portal.views.inquiries import shapes
from workspaces.access import require_somewhere
from workspaces.choices import Right
from workspaces.context import ALL, book_of
from workspaces.http import StaffRequest


@dataclass(frozen=True, slots=True)
class CardShown:
    inquiry: Inquiry
    url: str
    holder: str
    clock: str
    tone: str
    goals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LaneShown:
    key: str
    label: str
    counted: str
    cards: tuple[CardShown, ...]
    more: str
    more_url: str


@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """The filters of the queue hold here too."""
    require_somewhere(request.member, Right.READ_INQUIRIES)
    context = list_context(request.workspace, request.member)
    state = INQUIRY_LIST.state(request.GET, context)
    rows = inquiries_of_book(request.member)
    if state.conditions:
        rows = INQUIRY_LIST.filtered(rows, state, context)
    found = lanes(rows)
    movable = answerable(request.member, [one for lane in found for one in lane.cards])
    shown = [_lane(lane, movable, context.now) for lane in found]
    values = {
        "lanes": shown,
        "anything": any(lane.cards for lane in shown),
        "is_filtered": bool(state.conditions),
        "shows_all": book_of(request) == ALL,
        "shapes": shapes("board"),
    }
    return render(request, "portal/inquiry_board.html", values)


def _lane(lane: Lane, movable: Collection[int], now: datetime) -> LaneShown:
    more = lane.total - len(lane.cards)
    counted = ngettext("%(n)s inquiry", "%(n)s inquiries", lane.total) % {"n": format_number(lane.total)}
    words = ngettext("%(n)s more inquiry", "%(n)s more inquiries", more) % {"n": format_number(more)}
    return LaneShown(
        key=lane.status,
        label=str(InquiryStatus(lane.status).label),
        counted=counted,
        cards=tuple(_card(one, one.pk in movable, now) for one in lane.cards),
        more=words if more else "",
        more_url=f"{href('desk:inquiries')}?f.status=is:{lane.status}",
    )


def _card(one: Inquiry, moves: bool, now: datetime) -> CardShown:
    goals = [(value, str(label)) for value, label in InquiryStatus.choices if value != one.status]
    return CardShown(
        inquiry=one,
        url=href("desk:inquiry", inquiry_id=one.pk),
        holder=holder_words(one),
        clock=clock_words(one, now) if one.responded_at is None else "",
        tone=clock_tone(one, now),
        goals=tuple(goals) if moves else (),
    )
