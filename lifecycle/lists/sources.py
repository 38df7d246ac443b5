"""The lists of this app for their pages and for files; of renewals those with milestones, or with `?terms=short` the
short ones."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import of_book, visible_contracts
from accounts.lists import list_context
from core.lists import ListSource, OpenList
from lifecycle.access import handshakes_of_book, visible_closings, visible_plans, visible_promises
from lifecycle.lists.closings import CLOSING_LIST
from lifecycle.lists.handshakes import HANDSHAKE_LIST
from lifecycle.lists.plans import PLAN_LIST
from lifecycle.lists.promises import PROMISE_LIST
from lifecycle.lists.renewals import RENEWAL_LIST, SHORT_TERM_LIST
from lifecycle.selectors.closing_figures import with_amounts
from lifecycle.selectors.renewals import with_amount
from lifecycle.selectors.terms import of_long_terms, of_short_terms, renewals
from workspaces.models import Member, Workspace

TERMS, SHORT = "terms", "short"
PASSED = frozenset({TERMS})


def renewal_book(member: Member, today: Any) -> QuerySet:
    """The open contracts of the member's book whose current term ends, with that term."""
    return renewals(of_book(member, visible_contracts(member)), today=today)


def open_renewals(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The list that the page's query asks for."""
    context = list_context(workspace, member, now)
    short = query.get(TERMS) == SHORT
    book = renewal_book(member, context.today)
    of_terms = of_short_terms if short else of_long_terms
    rows = with_amount(of_terms(book, workspace.short_term_months), context.currency)
    return OpenList(SHORT_TERM_LIST if short else RENEWAL_LIST, rows, context, PASSED)


def open_closings(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The closed renewals of the member's book, none that was reopened."""
    context = list_context(workspace, member, now)
    rows = of_book(member, visible_closings(member)).filter(reopened_at=None)
    return OpenList(CLOSING_LIST, with_amounts(rows, context.currency), context)


def open_handshakes(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The handshakes of the member's book, and those that the member gives or receives."""
    return OpenList(HANDSHAKE_LIST, handshakes_of_book(member), list_context(workspace, member, now))


def open_promises(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The promises to the accounts of the member's book."""
    rows = of_book(member, visible_promises(member))
    return OpenList(PROMISE_LIST, rows, list_context(workspace, member, now))


def open_plans(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The success plans of the member's book."""
    rows = of_book(member, visible_plans(member))
    return OpenList(PLAN_LIST, rows, list_context(workspace, member, now))


SOURCES = (
    ListSource(key=RENEWAL_LIST.key, label=_("Renewals"), open=open_renewals),
    ListSource(key=SHORT_TERM_LIST.key, label=_("Short terms"), open=open_renewals),
    ListSource(key=CLOSING_LIST.key, label=_("Closed renewals"), open=open_closings),
    ListSource(key=HANDSHAKE_LIST.key, label=_("Handshakes"), open=open_handshakes),
    ListSource(key=PROMISE_LIST.key, label=_("Promises"), open=open_promises),
    ListSource(key=PLAN_LIST.key, label=_("Success plans"), open=open_plans),
)
