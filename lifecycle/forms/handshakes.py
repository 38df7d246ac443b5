"""Forms of handshakes: opening one, its people, an item, the words of a deed, and the post-sales handover form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, Guarded, amount_in, amount_text, choice, number, text
from accounts.models import AccountFile
from accounts.selectors.files import SHOWN, WITHOUT_AMOUNTS
from lifecycle.access import may_take_part
from lifecycle.choices import HandshakeKind
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.models.handshakes import QUESTION, REASON, VALUE
from lifecycle.rules.handover import MONEY, SERVICES
from lifecycle.rules.handshakes import MOST_DAYS
from lifecycle.selectors.handshakes import Days
from lifecycle.services.handshakes import ItemFields
from workspaces.models import Member
from workspaces.selectors import working_members

MOST_FILES = 200
COMMENT = 200


class OpenForm(Guarded):
    """Which of the four."""

    kind = choice(_("Handshake"), [(str(kind.value), kind.label) for kind in HandshakeKind])


class DaysForm(Guarded):
    """Business days of each kind of handshake: to deliver, and to answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in HandshakeKind:
            for part, label in (("deliver", _("Days to deliver")), ("answer", _("Days to answer"))):
                self.fields[f"{part}-{kind.value}"] = number(label, least=1, most=MOST_DAYS, required=True)

    @property
    def kinds(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each kind with its two fields."""
        return [(kind, self[f"deliver-{kind.value}"], self[f"answer-{kind.value}"]) for kind in HandshakeKind]

    def days(self) -> dict[int, Days]:
        values = self.cleaned_data
        return {
            kind.value: Days(values[f"deliver-{kind.value}"], values[f"answer-{kind.value}"])
            for kind in HandshakeKind
        }


class PeopleForm(Guarded):
    """Who hands over, who receives."""

    def __init__(self, *args: Any, handshake: Handshake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = _takers(handshake.giver, handshake.receiver)
        self.fields["giver"] = choice(_("Hands over"), offered, empty=_("Nobody yet"))
        self.fields["receiver"] = choice(_("Receives"), offered, empty=_("Nobody yet"))

    def member_id(self, name: str) -> int | None:
        chosen = self.cleaned_data[name]
        return int(chosen) if chosen else None


def _takers(*held: Member | None) -> list[tuple[str, str]]:
    """Members who can hand over or receive, and those that stand there already."""
    found = {one.pk: str(one) for one in working_members() if may_take_part(one)}
    found |= {one.pk: str(one) for one in held if one is not None}
    return [(str(number), name) for number, name in sorted(found.items(), key=lambda one: one[1].lower())]


def _long(label: Any, most: int, *, rows: int = 3, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": _("Fill this in."),
            "max_length": _("At most %(limit_value)d characters; these are %(show_value)d."),
        },
    )


class ItemForm(Guarded):
    """What is handed over on one line: words, a file of the account, or why it is missing."""

    def __init__(self, *args: Any, item: HandshakeItem, with_money: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = SHOWN if with_money else WITHOUT_AMOUNTS
        files = AccountFile.objects.filter(shown, account_id=item.handshake.account_id).select_related("file")
        offered = [(str(one.pk), one.file.name) for one in files.order_by("-added_at", "-pk")[:MOST_FILES]]
        if item.file is not None and (str(item.file_id), item.file.file.name) not in offered:
            offered.append((str(item.file_id), str(_("The document that stands there"))))
        self.fields["value"] = _long(_("What is handed over"), VALUE, rows=4)
        self.fields["file"] = choice(_("Document"), offered, empty=_("None"))
        self.fields["missing_reason"] = _long(
            _("Why it is missing"), 300, rows=2, hint=_("Where nothing can be handed over yet.")
        )

    def item_fields(self) -> ItemFields:
        values = self.cleaned_data
        return ItemFields(
            value=values["value"],
            file_id=int(values["file"]) if values["file"] else None,
            missing_reason=values["missing_reason"],
        )


class QuestionForm(Guarded):
    question = _long(_("Question"), QUESTION, required=True)


class AnswerForm(Guarded):
    answer = _long(_("Answer"), QUESTION, required=True)


class ReasonForm(Guarded):
    """Why a handshake is withdrawn."""

    reason = _long(_("Reason"), REASON, required=True)


class ReturnForm(ReasonForm):
    """Why a handshake is returned; it stands beside other fields, so its label says so."""

    reason = _long(_("Reason for the return"), REASON, required=True)


class MadeForm(Guarded):
    """That the receiver made something, and where it is."""

    value = _long(_("What was made, and where it is"), 300, rows=2, required=True)


class HandoverForm(Guarded):
    """The post-sales handover form [001 appendix 8]; amounts for those who may see money alone."""

    contact_name = text(_("Contact person"), 200)
    contact_email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    closed_on = DayField(label=_("Contract closing date"))
    period_months = number(_("Contract period, months"), most=240)
    hourly_rate_amount = text(_("Extra work, per hour"), 20, inputmode="decimal")
    it_name = text(_("IT responsible"), 200)
    it_email = forms.EmailField(label=_("IT responsible, e-mail"), required=False, max_length=254)
    notice_months = number(_("Cancellation period, months"), most=120)
    pilot_ends_on = DayField(label=_("Pilot ends on"))
    commitments = _long(
        _("Other commitments"), 1000, hint=_("Each of them as a promise too, so that it is tracked.")
    )
    conditions = _long(_("Special conditions"), 1000)

    def __init__(
        self, *args: Any, held: Mapping[str, Any], currency: str, with_money: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_initial(held, currency), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.held, self.currency, self.with_money = held, currency, with_money
        if not with_money:
            for name in MONEY:
                del self.fields[name]
        else:
            self.fields["hourly_rate_amount"].help_text = currency
        for key, label in SERVICES:
            self.fields[f"{key}-sold"] = forms.BooleanField(label=label, required=False)
            self.fields[f"{key}-comment"] = text(_("Comment"), COMMENT)
            self.fields[f"{key}-due"] = DayField(label=_("Delivery by"))

    @property
    def services(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each optional service with its comment and day."""
        return [(self[f"{key}-sold"], self[f"{key}-comment"], self[f"{key}-due"]) for key, _label in SERVICES]

    def clean_hourly_rate_amount(self) -> int | None:
        written = self.cleaned_data["hourly_rate_amount"].strip()
        return amount_in(written, self.currency) if written else None

    def document(self) -> dict[str, Any]:
        """What is stored: only what was filled in; an amount that this person may not see stays."""
        values = self.cleaned_data
        plain = {
            key: values[key] for key in self.base_fields if key in values and key not in ("version", "key")
        }
        found = {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in plain.items()
            if value not in ("", None)
        }
        if not self.with_money:
            found |= {key: self.held[key] for key in (*MONEY, "currency") if key in self.held}
        elif "hourly_rate_amount" in found:
            found["currency"] = self.currency
        services = {key: self._service(key) for key, _label in SERVICES if values[f"{key}-sold"]}
        return {**found, "services": services} if services else found

    def _service(self, key: str) -> dict[str, str]:
        due = self.cleaned_data[f"{key}-due"]
        return {
            "comment": self.cleaned_data[f"{key}-comment"],
            "due_on": due.isoformat() if due else "",
        }


def _initial(held: Mapping[str, Any], currency: str) -> dict[str, Any]:
    found = {key: value for key, value in held.items() if isinstance(value, str | int)}
    rate = found.pop("hourly_rate_amount", None)
    if isinstance(rate, int):
        found["hourly_rate_amount"] = amount_text(rate, str(held.get("currency") or currency))
    services = held.get("services")
    for key, sold in (services if isinstance(services, Mapping) else {}).items():
        if isinstance(sold, Mapping):
            found |= {
                f"{key}-sold": True,
                f"{key}-comment": sold.get("comment", ""),
                f"{key}-due": sold.get("due_on", ""),
            }
    return found
