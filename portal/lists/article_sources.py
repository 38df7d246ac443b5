"""Articles and shared files as lists that can be taken away as files."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import of_book
from accounts.lists import list_context
from core.lists import ListSource, OpenList
from portal.access.articles import visible_articles
from portal.access.files import visible_shared_files
from portal.lists.articles import ARTICLE_LIST
from portal.lists.files import SHARED_FILE_LIST
from workspaces.models import Member, Workspace


def open_articles(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """All articles that exist for the member."""
    return OpenList(ARTICLE_LIST, visible_articles(member), list_context(workspace, member, now))


def open_shared_files(
    workspace: Workspace, member: Member, query: QueryDict, now: datetime | None
) -> OpenList:
    """The shared files of the accounts of the member's book."""
    rows = of_book(member, visible_shared_files(member))
    return OpenList(SHARED_FILE_LIST, rows, list_context(workspace, member, now))


SOURCES = (
    ListSource(key=ARTICLE_LIST.key, label=_("Articles"), open=open_articles),
    ListSource(key=SHARED_FILE_LIST.key, label=_("Shared files"), open=open_shared_files),
)
