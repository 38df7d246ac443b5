"""The lists across accounts as files have them: the same rows as on their pages."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import (
    book_of,
    of_book,
    visible_contacts,
    visible_contracts,
    visible_invoices,
    visible_tickets,
)
from accounts.lists.accounts import ACCOUNT_LIST
from accounts.lists.contacts import CONTACT_LIST
from accounts.lists.context import list_context
from accounts.lists.contracts import CONTRACT_LIST
from accounts.lists.invoices import INVOICE_LIST
from accounts.lists.tickets import TICKET_LIST
from core.lists import ListSource, ListSpec, OpenList
from core.lists.sources import Opener
from workspaces.models import Member, Workspace

Rows = Callable[[Member], QuerySet]


def _opener(spec: ListSpec, rows: Rows) -> Opener:
    def opened(workspace: Workspace, member: Member, query: QueryDict, now: datetime) -> OpenList:
        return OpenList(spec, rows(member), list_context(workspace, member, now))

    return opened


SOURCES = (
    ListSource(
        key="accounts", label=_("Accounts"), open=_opener(ACCOUNT_LIST, lambda member: book_of(member))
    ),
    ListSource(
        key="contacts",
        label=_("Contacts"),
        open=_opener(CONTACT_LIST, lambda member: of_book(member, visible_contacts(member))),
    ),
    ListSource(
        key="contracts",
        label=_("Contracts"),
        open=_opener(CONTRACT_LIST, lambda member: of_book(member, visible_contracts(member))),
    ),
    ListSource(
        key="invoices",
        label=_("Invoices"),
        open=_opener(INVOICE_LIST, lambda member: of_book(member, visible_invoices(member))),
    ),
    ListSource(
        key="tickets",
        label=_("Tickets"),
        open=_opener(TICKET_LIST, lambda member: of_book(member, visible_tickets(member))),
    ),
)
