from accounts.models.account import Account, AccountOwner
from accounts.models.contact import Contact
from accounts.models.contract import Contract, ContractLine
from accounts.models.product import Product, ProductFeature
from accounts.models.ticket import Ticket

__all__ = [
    "Account",
    "AccountOwner",
    "Contact",
    "Contract",
    "ContractLine",
    "Product",
    "ProductFeature",
    "Ticket",
]
