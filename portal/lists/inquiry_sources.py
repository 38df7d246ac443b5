"""The queue for its page and for files."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.lists import list_context
from core.lists import ListSource, OpenList
from portal.access.inquiries import inquiries_of_book
from portal.lists.inquiries import INQUIRY_LIST
from workspaces.models import Member, Workspace


def open_queue(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The inquiries of the member's book, and those that the member works on."""
    return OpenList(INQUIRY_LIST, inquiries_of_book(member), list_context(workspace, member, now))


SOURCES = (ListSource(key=INQUIRY_LIST.key, label=_("Inquiries"), open=open_queue),)
