"""Event tables of accounts, contacts, contracts, invoices and payments: see core.history."""

from typing import Any

from django.db import models

from accounts.models.account import Account
from accounts.models.contact import Contact
from accounts.models.contract import Contract
from accounts.models.invoice import Invoice, Payment
from core.history import RecordEvent, event_base

ACCOUNT_FIELDS = (
    "name", "external_id", "segment", "touch", "stage", "industry", "country", "website", "plan", "referral_source",
    "customer_since_on", "is_trial", "declared_churned", "deleted_at",
)  # fmt: skip
CONTACT_FIELDS = (
    "name", "external_id", "email", "phone", "title", "stakeholder_role", "level", "influence", "stance", "language",
    "left_on", "deleted_at",
)  # fmt: skip
CONTRACT_FIELDS = (
    "external_id", "name", "starts_on", "ends_on", "term_months", "billing_frequency", "notice_days", "auto_renew",
    "is_trial", "currency", "cancelled_on", "declared_churned", "seats", "mrr_amount", "arr_amount",
    "deleted_at",
)  # fmt: skip
INVOICE_FIELDS = ("external_id", "issued_on", "due_on", "amount", "tax_amount", "currency")
PAYMENT_FIELDS = ("external_id", "kind", "paid_on", "amount", "is_summary")
BATCH = {"origin_batch": "origin_batch_id"}
OF_ACCOUNT = {"account": "account_id", **BATCH}
_Account: Any = event_base(Account, ACCOUNT_FIELDS, plain={"parent": "parent_id", **BATCH})
_Contact: Any = event_base(Contact, CONTACT_FIELDS, plain=OF_ACCOUNT)
_Contract: Any = event_base(Contract, CONTRACT_FIELDS, plain=OF_ACCOUNT)
_Invoice: Any = event_base(Invoice, INVOICE_FIELDS, plain={**OF_ACCOUNT, "contract": "contract_id"})
_Payment: Any = event_base(Payment, PAYMENT_FIELDS, plain={"invoice": "invoice_id", **BATCH})


class AccountEvent(_Account):
    class Meta(RecordEvent.Meta):
        indexes = [models.Index(fields=["workspace", "pgh_obj", "id"], name="account_event_of_account")]


class ContactEvent(_Contact):
    class Meta(RecordEvent.Meta):
        indexes = [
            models.Index(fields=["workspace", "account", "id"], name="contact_event_of_account"),
            models.Index(fields=["workspace", "pgh_obj", "id"], name="contact_event_of_contact"),
        ]


class ContractEvent(_Contract):
    class Meta(RecordEvent.Meta):
        indexes = [
            models.Index(fields=["workspace", "account", "id"], name="contract_event_of_account"),
            models.Index(fields=["workspace", "pgh_obj", "id"], name="contract_event_of_contract"),
        ]


class InvoiceEvent(_Invoice):
    class Meta(RecordEvent.Meta):
        indexes = [
            models.Index(fields=["workspace", "account", "id"], name="invoice_event_of_account"),
            models.Index(fields=["workspace", "pgh_obj", "id"], name="invoice_event_of_invoice"),
        ]


class PaymentEvent(_Payment):
    class Meta(RecordEvent.Meta):
        indexes = [models.Index(fields=["workspace", "invoice", "id"], name="payment_event_of_invoice")]
