"""Accounts and what hangs on them, below /w/<workspace>/."""

from django.urls import path

from accounts.views import (
    accounts,
    contacts,
    contracts,
    entries,
    invoices,
    lists,
    overview,
    products,
    timeline,
)

app_name = "accounts"

urlpatterns = [
    path("accounts/", lists.accounts, name="list"),
    path("accounts/new/", accounts.new, name="new"),
    path("accounts/names/", lists.names, name="names"),
    path("accounts/<int:account_id>/", overview.detail, name="detail"),
    path("accounts/<int:account_id>/details/", overview.details, name="details"),
    path("accounts/<int:account_id>/edit/", accounts.edit, name="edit"),
    path("accounts/<int:account_id>/owners/", accounts.owners, name="owners"),
    path("accounts/<int:account_id>/timeline/", timeline.timeline, name="timeline"),
    path("accounts/<int:account_id>/timeline/colleagues/", timeline.colleagues, name="colleagues"),
    path("accounts/<int:account_id>/timeline/new/", timeline.new_entry, name="new_entry"),
    path("accounts/<int:account_id>/timeline/<int:entry_id>/edit/", entries.edit, name="edit_entry"),
    path("accounts/<int:account_id>/timeline/<int:entry_id>/pin/", entries.pin, name="entry_pin"),
    path(
        "accounts/<int:account_id>/timeline/<int:entry_id>/deletion/",
        entries.deletion,
        name="entry_deletion",
    ),
    path(
        "accounts/<int:account_id>/timeline/<int:entry_id>/restoration/",
        entries.restoration,
        name="entry_restoration",
    ),
    path("accounts/<int:account_id>/contacts/", lists.account_contacts, name="account_contacts"),
    path("accounts/<int:account_id>/contacts/new/", contacts.new, name="new_contact"),
    path("accounts/<int:account_id>/contacts/<int:contact_id>/", contacts.contact, name="contact"),
    path("accounts/<int:account_id>/contacts/<int:contact_id>/edit/", contacts.edit, name="edit_contact"),
    path(
        "accounts/<int:account_id>/contacts/<int:contact_id>/deletion/",
        contacts.deletion,
        name="contact_deletion",
    ),
    path("accounts/<int:account_id>/contracts/", lists.account_contracts, name="account_contracts"),
    path("accounts/<int:account_id>/contracts/new/", contracts.new, name="new_contract"),
    path("accounts/<int:account_id>/contracts/<int:contract_id>/", contracts.contract, name="contract"),
    path("accounts/<int:account_id>/contracts/<int:contract_id>/edit/", contracts.edit, name="edit_contract"),
    path(
        "accounts/<int:account_id>/contracts/<int:contract_id>/cancellation/",
        contracts.cancellation,
        name="cancellation",
    ),
    path("accounts/<int:account_id>/invoices/", lists.account_invoices, name="account_invoices"),
    path("accounts/<int:account_id>/invoices/<int:invoice_id>/", invoices.invoice, name="invoice"),
    path("accounts/<int:account_id>/tickets/", lists.account_tickets, name="account_tickets"),
    path("accounts/<int:account_id>/panels/contacts/", overview.contacts_panel, name="contacts_panel"),
    path("accounts/<int:account_id>/panels/contracts/", overview.contracts_panel, name="contracts_panel"),
    path("accounts/<int:account_id>/panels/invoices/", invoices.invoices_panel, name="invoices_panel"),
    path("accounts/<int:account_id>/panels/tickets/", overview.tickets_panel, name="tickets_panel"),
    path("contacts/", lists.contacts, name="contacts"),
    path("contracts/", lists.contracts, name="contracts"),
    path("invoices/", lists.invoices, name="invoices"),
    path("tickets/", lists.tickets, name="tickets"),
    path("settings/products/", products.products, name="products"),
    path("settings/products/new/", products.new, name="new_product"),
    path("settings/products/<int:product_id>/", products.edit, name="edit_product"),
    path("settings/products/<int:product_id>/deletion/", products.deletion, name="product_deletion"),
]
