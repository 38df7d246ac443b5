from accounts.models.account import Account, AccountOwner
from accounts.models.contact import Contact
from accounts.models.contract import Contract, ContractLine
from accounts.models.files import AccountFile
from accounts.models.history import AccountEvent, ContactEvent, ContractEvent, InvoiceEvent, PaymentEvent
from accounts.models.invoice import Invoice, Payment
from accounts.models.merged import MergedAccount, MergedContact
from accounts.models.product import Product, ProductFeature
from accounts.models.ticket import Ticket
from accounts.models.timeline import EntryMention, TimelineEntry

__all__ = [
    "Account",
    "AccountEvent",
    "AccountFile",
    "AccountOwner",
    "Contact",
    "ContactEvent",
    "Contract",
    "ContractEvent",
    "ContractLine",
    "EntryMention",
    "Invoice",
    "InvoiceEvent",
    "MergedAccount",
    "MergedContact",
    "Payment",
    "PaymentEvent",
    "Product",
    "ProductFeature",
    "Ticket",
    "TimelineEntry",
]
