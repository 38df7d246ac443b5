"""The lists of CTAs and tasks, for their pages and for files: open ones, with `?show=` closed ones or all."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import of_book
from accounts.lists import list_context
from core.lists import ListSource, OpenList
from playbooks.access import visible_ctas, visible_tasks
from playbooks.lists.ctas import CTA_LIST
from playbooks.lists.tasks import TASK_LIST
from workspaces.models import Member, Workspace

SHOW, CLOSED, ALL = "show", "closed", "all"
PASSED = frozenset({SHOW})


def open_ctas(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The CTAs of the member's book that the page's query asks for."""
    rows = _shown(of_book(member, visible_ctas(member)), "closed_at", query.get(SHOW, ""))
    return OpenList(CTA_LIST, rows, list_context(workspace, member, now), PASSED)


def open_tasks(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The tasks of the member's book that the page's query asks for."""
    rows = _shown(of_book(member, visible_tasks(member)), "done_at", query.get(SHOW, ""))
    return OpenList(TASK_LIST, rows, list_context(workspace, member, now), PASSED)


def _shown(rows: QuerySet, ended: str, chosen: str) -> QuerySet:
    if chosen == ALL:
        return rows
    return rows.filter(**{f"{ended}__isnull": chosen != CLOSED})


SOURCES = (
    ListSource(key=CTA_LIST.key, label=_("CTAs"), open=open_ctas),
    ListSource(key=TASK_LIST.key, label=_("Tasks"), open=open_tasks),
)
