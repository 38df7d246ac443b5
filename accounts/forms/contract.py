"""The form of a contract with its lines; amounts as people write them in their locale."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import BillingFrequency, LineKind
from accounts.forms.fields import DayField, Guarded, amount_in, amount_text, choice, number, text
from accounts.models import Contract, ContractLine, Product
from accounts.services.contract_lines import MOST_LINES, LineFields
from accounts.services.contracts import END_BEFORE_START, ContractFields
from core.errors import DomainError
from core.money import is_currency

PER = (("year", pgettext_lazy("amount", "a year")), ("month", pgettext_lazy("amount", "a month")))


class ContractForm(Guarded):
    external_id = text(_("Number"), 100)
    name = text(_("Name"), 160)
    starts_on = DayField(label=_("Start"), required=True)
    ends_on = DayField(label=_("End"))
    term_months = number(_("Term, months"), least=1, most=240)
    billing_frequency = choice(_("Billing"), BillingFrequency.choices)
    notice_days = number(_("Notice, days"), most=3650)
    currency = text(_("Currency"), 3, required=True, size="3")
    auto_renew = forms.BooleanField(label=_("Renews itself"), required=False)
    is_trial = forms.BooleanField(label=_("Trial"), required=False)

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].strip().upper()
        if not is_currency(code):
            raise forms.ValidationError(say("Write a currency by its three letters, such as EUR."))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", END_BEFORE_START)  # here too, so that lines and dates are told at once
        return values

    def contract_fields(self) -> ContractFields:
        return ContractFields(**self.values())


class CancellationForm(Guarded):
    """From which day a contract is void; empty takes the cancellation back."""

    cancelled_on = DayField(label=_("Void from"))


class LineForm(forms.Form):
    """One line; a form left as it came is no line."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = choice(_("Kind"), LineKind.choices)
    product = choice(_("Product"), (), empty=_("none"))
    label = text(_("Description"), 160)
    seats = number(_("Seats"), most=2**31 - 1)
    amount = text(_("Amount"), 40, inputmode="decimal")
    per = choice(_("per"), PER)

    def __init__(
        self, *args: Any, currency: str = "", products: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        # What an empty line shows is no change: else every empty line would be one.
        self.fields["kind"].initial, self.fields["per"].initial = LineKind.RECURRING.value, "year"
        product = self.fields["product"]
        assert isinstance(product, forms.ChoiceField)
        product.choices = [("", say("none")), *products]

    def clean_amount(self) -> int:
        written = self.cleaned_data["amount"].strip()
        return amount_in(written, self.currency) if written and is_currency(self.currency) else 0

    def line(self) -> LineFields:
        values = self.cleaned_data
        return LineFields(
            id=values.get("id"),
            kind=values["kind"],
            product_id=int(values["product"]) if values["product"] else None,
            label=values["label"],
            seats=values["seats"] or 0,
            amount=values["amount"],
            per=values["per"],
        )


class LineFormSetBase(forms.BaseFormSet):
    """Lines in the order of the page; those ticked away or left empty are left out."""

    def lines(self) -> list[LineFields]:
        return [form.line() for form in self.kept()]

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal of `lines-N-FIELD` at that field of the Nth line kept."""
        head, _dash, rest = (error.field or "").partition("-")
        place, _dash, field = rest.partition("-")
        kept = self.kept()
        if head == "lines" and place.isdigit() and int(place) < len(kept):
            form = kept[int(place)]
            form.add_error(field if field in form.fields else None, str(error.message))

    def kept(self) -> list[LineForm]:
        """The forms that are lines, in order."""
        return [
            form
            for form in self.forms
            if not form.cleaned_data.get("DELETE") and (form.has_changed() or form.initial)
        ]


def line_formset(data: Any, currency: str, initial: list[dict[str, Any]], extra: int) -> LineFormSetBase:
    """The lines of a contract as forms, with `extra` empty ones."""
    made = forms.formset_factory(
        LineForm,
        formset=LineFormSetBase,
        extra=extra,
        can_delete=True,
        max_num=MOST_LINES,
        absolute_max=MOST_LINES + 1,
    )
    products = [
        (str(pk), name) for pk, name in Product.objects.order_by("name_key").values_list("pk", "name")
    ]
    kwargs = {"currency": currency, "products": products, "label_suffix": ""}
    return made(data, prefix="lines", initial=initial, form_kwargs=kwargs)  # type: ignore[return-value]


def initial_of(contract: Contract) -> dict[str, Any]:
    """What the form shows of a contract that is."""
    values = {field: getattr(contract, field) for field in ContractFields.__dataclass_fields__}
    return {**values, "version": contract.version}


def lines_of(contract: Contract) -> list[dict[str, Any]]:
    """What the forms show of its lines."""
    return [_shown(line, contract.currency) for line in contract.lines.order_by("position")]


def _shown(line: ContractLine, currency: str) -> dict[str, Any]:
    amount = line.arr_amount if line.kind == LineKind.RECURRING else line.one_off_amount
    return {
        "id": line.pk,
        "kind": line.kind,
        "product": str(line.product_id or ""),
        "label": line.label,
        "seats": line.seats,
        "amount": amount_text(amount, currency),
        "per": "year",
    }
