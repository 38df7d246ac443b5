"""Writes of this app. All names from here, save the fields of single rows."""

from accounts.services.accounts import (
    AccountFields,
    assign_owner,
    assign_owners,
    create_account,
    update_account,
)
from accounts.services.bin import put_into_bin, take_out_of_bin
from accounts.services.contacts import ContactFields, create_contact, update_contact
from accounts.services.contract_lines import LineFields
from accounts.services.contracts import ContractFields, cancel_contract, create_contract, update_contract
from accounts.services.editing import tell_facts
from accounts.services.figures import refresh_figures
from accounts.services.products import FeatureFields, create_product, delete_product, update_product

__all__ = [
    "AccountFields",
    "ContactFields",
    "ContractFields",
    "FeatureFields",
    "LineFields",
    "assign_owner",
    "assign_owners",
    "cancel_contract",
    "create_account",
    "create_contact",
    "create_contract",
    "create_product",
    "delete_product",
    "put_into_bin",
    "refresh_figures",
    "take_out_of_bin",
    "tell_facts",
    "update_account",
    "update_contact",
    "update_contract",
    "update_product",
]
