"""The lists of this app, declared on core.lists; apps above add columns and filters through accounts.ports."""

from accounts.lists.accounts import ACCOUNT_LIST
from accounts.lists.contacts import CONTACT_LIST
from accounts.lists.context import list_context
from accounts.lists.contracts import CONTRACT_LIST
from accounts.lists.invoices import INVOICE_LIST
from accounts.lists.tickets import TICKET_LIST

__all__ = ["ACCOUNT_LIST", "CONTACT_LIST", "CONTRACT_LIST", "INVOICE_LIST", "TICKET_LIST", "list_context"]
