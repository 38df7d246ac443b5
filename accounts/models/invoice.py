"""An invoice, of another system or written down by hand, and what settled it."""

from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from accounts.choices import PaymentKind
from accounts.models.account import EXTERNAL_ID, Account
from accounts.models.bin import OfAccountsOutsideBin
from accounts.models.contract import Contract
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceManager
from workspaces.models import Imported

PAYMENT_ID = 160


class Invoice(Imported):
    """Amounts are minor units of the invoice's own currency; `amount` is what is to be paid, tax included.

    `paid_amount`, `credited_amount` and `settled_on` follow from the payments (accounts.ingest.settling and
    accounts.services.invoices, as accounts.rules.settled_on counts it); the state follows from them and the due date (accounts.rules.invoice_state).
    """

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="invoices")
    contract = WorkspaceForeignKey(Contract, on_delete=models.SET_NULL, null=True, blank=True)
    external_id = models.CharField(_("number"), max_length=EXTERNAL_ID)
    issued_on = models.DateField(_("issued"))
    due_on = models.DateField(_("due"))
    amount = models.BigIntegerField(_("amount"))
    tax_amount = models.BigIntegerField(_("tax"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    paid_amount = models.BigIntegerField(default=0, editable=False)
    credited_amount = models.BigIntegerField(default=0, editable=False)
    settled_on = models.DateField(null=True, editable=False)
    open_amount = models.GeneratedField(
        expression=Greatest(
            models.F("amount") - models.F("paid_amount") - models.F("credited_amount"),
            models.Value(0),
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1)

    objects = OfAccountsOutsideBin()  # type: ignore[misc]
    with_bin = WorkspaceManager()

    class Meta(Imported.Meta):
        base_manager_name = "with_bin"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="invoice_external_id_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="invoice_amount_not_negative"),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "due_on"], name="invoice_of_account"),
            models.Index(fields=["workspace", "due_on", "id"], name="invoice_by_due_day"),
            models.Index(fields=["workspace", "contract"], name="invoice_of_contract"),
        ]

    def __str__(self) -> str:
        return self.external_id


class Payment(Imported):
    """Money that came for an invoice, or a credit note on it. A payment below zero takes an earlier one back.

    `is_summary`: the invoice's own file said when it was paid; payments of their own take its place.
    """

    invoice = WorkspaceForeignKey(Invoice, on_delete=models.CASCADE, related_name="payments")
    external_id = models.CharField(_("number"), max_length=PAYMENT_ID, null=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=PaymentKind.choices, default=PaymentKind.PAYMENT
    )
    paid_on = models.DateField(_("paid on"))
    amount = models.BigIntegerField(_("amount"))  # minor units of the invoice's currency
    is_summary = models.BooleanField(default=False)

    class Meta(Imported.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="payment_external_id_once"),
            models.UniqueConstraint(
                fields=["workspace", "invoice"],
                condition=models.Q(is_summary=True),
                name="payment_summary_once",
            ),
            models.CheckConstraint(condition=~models.Q(amount=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=~models.Q(kind="credit_note") | models.Q(amount__gt=0),
                name="credit_note_above_zero",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "invoice", "paid_on"], name="payment_of_invoice")]
