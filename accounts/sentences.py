"""Changes of records as sentences: names of fields and values as people read them, money only for those who see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.choices import PaymentKind
from accounts.models import Account, Contact, Contract, Invoice
from accounts.models.history import ACCOUNT_FIELDS, CONTACT_FIELDS, CONTRACT_FIELDS, INVOICE_FIELDS
from accounts.selectors.history import ACCOUNT, CONTACT, CONTRACT, IMPORT, INVOICE, PAYMENT, Change
from core.countries import country_name
from core.text import format_date, format_money, format_number, join_words

MONEY = frozenset({"mrr_amount", "arr_amount", "amount", "tax_amount"})
DELETED = "deleted_at"
_FIELDS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    ACCOUNT: (Account, (*ACCOUNT_FIELDS, "parent_id")),
    CONTACT: (Contact, (*CONTACT_FIELDS, "account_id")),
    CONTRACT: (Contract, (*CONTRACT_FIELDS, "account_id")),
    INVOICE: (Invoice, (*INVOICE_FIELDS, "account_id")),
}
_LABELS = {
    "mrr_amount": gettext_lazy("MRR"),
    "arr_amount": gettext_lazy("ARR"),
    "seats": gettext_lazy("seats"),
    "parent_id": gettext_lazy("parent account"),
    "account_id": gettext_lazy("account"),
    "external_id": gettext_lazy("external id"),
    "declared_churned": gettext_lazy("“churned” in the source file"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words: who did what to which record, and a sentence for each field that changed."""

    at: datetime
    kind: str
    number: int
    who: str
    deed: str
    sentences: tuple[str, ...]


def tell(change: Change, *, names: Mapping[int, str], sees_money: bool) -> Told:
    """The event as sentences. `names`: of accounts that the reader sees; who sees no money reads that amounts changed,
    and none of them."""
    who = change.who or (_("An import") if change.kind == IMPORT else _("The platform"))
    if change.kind == IMPORT:
        return Told(change.at, change.kind, change.number, who, _imported(change), ())
    if change.kind == PAYMENT:
        return Told(change.at, change.kind, change.number, who, _paid(change.became or {}), ())
    words = {"record": _record(change), "into": change.went_into}
    sentences = tuple(_sentences(change, names, sees_money)) if change.label == "update" else ()
    return Told(change.at, change.kind, change.number, who, _deed(change) % words, sentences)


def _deed(change: Change) -> str:
    was, became = change.was or {}, change.became or {}
    if change.label == "insert":
        return _("added %(record)s")
    if change.label == "delete":
        if change.went_into:
            return _("merged %(record)s into %(into)s")
        return _("removed %(record)s from the bin for good") if was.get(DELETED) else _("deleted %(record)s")
    if was.get(DELETED) != became.get(DELETED):
        return _("moved %(record)s to the bin") if became.get(DELETED) else _("restored %(record)s")
    return _("changed %(record)s")


def _paid(row: Mapping[str, Any]) -> str:
    words = {
        "amount": str(format_money(row["amount"], row["currency"])),
        "number": row["invoice"],
        "day": format_date(date.fromisoformat(row["paid_on"])),
    }
    if row["kind"] == PaymentKind.CREDIT_NOTE:
        return _("recorded a credit note of %(amount)s on the invoice %(number)s, of %(day)s") % words
    return _("recorded a payment of %(amount)s on the invoice %(number)s, of %(day)s") % words


def fields_changed(change: Change) -> list[str]:
    """The names of the fields that an update changed, as people read them, without any value."""
    return list(
        dict.fromkeys(_("amounts") if f in MONEY else _label(change.kind, f) for f in _changed(change))
    )


def accounts_named(changes: Iterable[Change]) -> set[int]:
    """Ids of the accounts whose names the sentences want."""
    rows = [row for change in changes if change.kind != IMPORT for row in (change.was, change.became) if row]
    found = {row.get(field) for row in rows for field in ("parent_id", "account_id")}
    return {number for number in found if number}


def _changed(change: Change) -> list[str]:
    was, became = change.was or {}, change.became or {}
    if not became:
        return []
    _model, fields = _FIELDS[change.kind]
    return [f for f in fields if f != DELETED and was.get(f) != became.get(f)]


def _sentences(change: Change, names: Mapping[int, str], sees_money: bool) -> Iterable[str]:
    was, became = change.was or {}, change.became or {}
    changed = _changed(change)
    if not sees_money and MONEY.intersection(changed):
        yield _("Amounts changed; your role does not see them")
    for field in changed:
        if field in MONEY and not sees_money:
            continue
        old = _value(change.kind, field, was, names)
        new = _value(change.kind, field, became, names)
        label = _label(change.kind, field)
        if not old:
            yield _("%(field)s: set to %(new)s") % {"field": label, "new": new}
        elif not new:
            yield _("%(field)s: emptied, was %(old)s") % {"field": label, "old": old}
        else:
            yield _("%(field)s: from %(old)s to %(new)s") % {"field": label, "old": old, "new": new}


def _label(kind: str, field: str) -> str:
    if kind in (CONTRACT, INVOICE) and field == "external_id":
        return _("number")
    return str(_LABELS[field]) if field in _LABELS else str(_column(kind, field).verbose_name)


def _column(kind: str, field: str) -> Any:
    return _FIELDS[kind][0]._meta.get_field(field)


def _value(kind: str, field: str, row: Mapping[str, Any], names: Mapping[int, str]) -> str:
    value = row.get(field)
    if value is None or value == "":
        return ""
    if field in ("parent_id", "account_id"):
        return names.get(value, _("an account you do not see"))
    if field in MONEY:
        return str(format_money(value, row["currency"]))
    if field == "country":
        return country_name(value) or value
    if isinstance(value, bool):
        return pgettext("filter", "yes") if value else pgettext("filter", "no")
    found = _column(kind, field)
    if isinstance(found, models.DateField):
        return format_date(date.fromisoformat(value))
    if isinstance(value, int):
        return format_number(value)
    return str(dict(found.flatchoices).get(value, value))


def _record(change: Change) -> str:
    row = change.became or change.was or {}
    if change.kind == ACCOUNT:
        return (
            _("the account %(name)s") % {"name": row.get("name", "")}
            if change.went_into
            else _("the account")
        )
    if change.kind == CONTACT:
        return _("the contact %(name)s") % {"name": row.get("name", "")}
    if change.kind == INVOICE:
        return _("the invoice %(number)s") % {"number": row.get("external_id", "")}
    name = row.get("name") or row.get("external_id")
    return _("the contract %(name)s") % {"name": name} if name else _("a contract")


def _imported(change: Change) -> str:
    what = join_words(_counted(change.became or {}))
    return _("imported %(what)s from %(source)s") % {
        "what": what,
        "source": (change.was or {}).get("source", ""),
    }


def _counted(counts: Mapping[str, int]) -> Iterable[str]:
    if counts.get("account"):
        yield _("the account")
    for kind, one, many in (
        ("contact", "%(n)s contact", "%(n)s contacts"),
        ("contract", "%(n)s contract", "%(n)s contracts"),
        ("ticket", "%(n)s ticket", "%(n)s tickets"),
    ):
        if counts.get(kind):
            yield ngettext(one, many, counts[kind]) % {"n": format_number(counts[kind])}
