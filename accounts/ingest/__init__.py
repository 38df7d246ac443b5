"""Whole files of accounts, contacts, contracts, tickets, invoices and payments, set by set.

Each takes staged rows (columns named by the import's fields) inside the transaction in force and is idempotent by
external id: the same file again changes nothing. Figures follow by accounts.services.tell_facts.
"""

from accounts.ingest.accounts import upsert_accounts
from accounts.ingest.contacts import upsert_contacts
from accounts.ingest.contracts import upsert_contracts
from accounts.ingest.invoices import upsert_invoices
from accounts.ingest.payments import upsert_payments
from accounts.ingest.tickets import upsert_tickets

__all__ = [
    "upsert_accounts",
    "upsert_contacts",
    "upsert_contracts",
    "upsert_invoices",
    "upsert_payments",
    "upsert_tickets",
]
