"""The lists of this app for their pages and for files."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import of_book
from accounts.lists import list_context
from core.lists import ListSource, OpenList
from surveys.access import visible_answers
from surveys.lists.answers import ANSWER_LIST
from surveys.lists.campaigns import CAMPAIGN_LIST
from surveys.models import Campaign
from workspaces.access import require
from workspaces.choices import Right
from workspaces.models import Member, Workspace


def open_campaigns(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """All campaigns, for who may use surveys."""
    require(member, Right.USE_SURVEYS)
    return OpenList(CAMPAIGN_LIST, Campaign.objects.all(), list_context(workspace, member, now))


def open_answers(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The answers of the member's book."""
    rows = of_book(member, visible_answers(member))
    return OpenList(ANSWER_LIST, rows, list_context(workspace, member, now))


SOURCES = (
    ListSource(key=CAMPAIGN_LIST.key, label=_("Surveys"), open=open_campaigns),
    ListSource(key=ANSWER_LIST.key, label=_("Survey answers"), open=open_answers),
)
