from accounts.models.account import Account, AccountOwner
from accounts.models.contact import Contact
from accounts.models.contract import Contract, ContractLine
from accounts.models.invoice import Invoice, Payment
from accounts.models.product import Product, ProductFeature
from accounts.models.ticket import Ticket
from accounts.models.timeline import EntryMention, TimelineEntry

__all__ = [
    "Account",
    "AccountOwner",
    "Contact",
    "Contract",
    "ContractLine",
    "EntryMention",
    "Invoice",
    "Payment",
    "Product",
    "ProductFeature",
    "Ticket",
    "TimelineEntry",
]
