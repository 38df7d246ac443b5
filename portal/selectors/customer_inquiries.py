"""The portal's list of inquiries, page by page."""

from django.db.models import QuerySet

from core.text import name_key
from portal.choices.inquiries import OPEN_STATUSES, InquiryStatus
from portal.models import Inquiry
from workspaces.selectors.keyset import Slice, newest_first

SHOWS = ("open", "mine", "solved", "all")
SIZE = 30


def shown_page(
    rows: QuerySet[Inquiry], *, show: str, words: str, contact_id: int, after: str
) -> Slice[Inquiry]:
    """The inquiries of one tab (SHOWS) whose subject or number fits the words, the last moved first, from the mark on."""
    if show == "open":
        rows = rows.filter(status__in=OPEN_STATUSES)
    elif show == "mine":
        rows = rows.filter(opener_id=contact_id)
    elif show == "solved":
        rows = rows.filter(status=InquiryStatus.CLOSED)
    number = words.lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        rows = rows.filter(number=int(number))
    elif words:
        rows = rows.filter(subject_key__contains=name_key(words))
    return newest_first(rows.select_related("assignee__user", "team"), "moved_at", after=after, size=SIZE)
