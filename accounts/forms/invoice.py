"""Forms of an invoice and of a payment; amounts as people write them in their locale."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.choices import PaymentKind
from accounts.forms.fields import DayField, Guarded, amount_in, amount_text, choice, text
from accounts.models import Account, Contract, Invoice
from accounts.services.invoices import InvoiceFields, PaymentFields
from core.money import is_currency

MOST_CONTRACTS = 200


class InvoiceForm(Guarded):
    external_id = text(_("Number"), 100, required=True)
    contract_id = choice(_("Contract"), (), empty=_("none"))
    issued_on = DayField(label=_("Issued"), required=True)
    due_on = DayField(label=_("Due"), required=True)
    amount = text(_("Amount, with tax"), 40, required=True, inputmode="decimal")
    tax_amount = text(_("Tax in it"), 40, inputmode="decimal")
    currency = text(_("Currency"), 3, required=True, size="3")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracts = Contract.objects.filter(account=account).order_by("-starts_on", "-pk")[:MOST_CONTRACTS]
        listed = [(str(one.pk), one.name or one.external_id or str(one.starts_on)) for one in contracts]
        kept = str(self.initial.get("contract_id") or "")
        if kept and kept not in dict(listed):
            listed.append((kept, say("as it is now")))
        field = self.fields["contract_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", say("none")), *listed]

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].strip().upper()
        if not is_currency(code):
            raise forms.ValidationError(say("Write a currency by its three letters, such as EUR."))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in ("amount", "tax_amount"):
            written = (values.get(name) or "").strip()
            if written and values.get("currency"):
                try:
                    values[name] = amount_in(written, values["currency"])
                except forms.ValidationError as refusal:
                    self.add_error(name, refusal)
        return values

    def invoice_fields(self) -> InvoiceFields:
        values = self.values()
        contract = values.pop("contract_id")
        tax = values.pop("tax_amount")
        return InvoiceFields(
            **values, contract_id=int(contract) if contract else None, tax_amount=None if tax == "" else tax
        )


class PaymentForm(Guarded):
    kind = choice(_("Kind"), PaymentKind.choices)
    paid_on = DayField(label=_("On"), required=True)
    amount = text(_("Amount"), 40, required=True, inputmode="decimal")
    external_id = text(_("Number"), 100)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self) -> int:
        return amount_in(self.cleaned_data["amount"].strip(), self.currency)

    def payment_fields(self) -> PaymentFields:
        return PaymentFields(**self.values())


def initial_of(invoice: Invoice) -> dict[str, Any]:
    """What the form shows of an invoice that is."""
    tax = invoice.tax_amount
    return {
        "external_id": invoice.external_id,
        "contract_id": str(invoice.contract_id or ""),
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "amount": amount_text(invoice.amount, invoice.currency),
        "tax_amount": "" if tax is None else amount_text(tax, invoice.currency),
        "currency": invoice.currency,
        "version": invoice.version,
    }
