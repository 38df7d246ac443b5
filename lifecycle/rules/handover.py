"""The post-sales handover form [001 appendix 8], the default form of handshake 1: its fields, and how far it is filled
in. Stored as one document of plain values; amounts in minor units beside their currency."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: Key and label, in the form's own order; the customer is the account itself.
FIELDS: tuple[tuple[str, Any], ...] = (
    ("contact_name", _("Contact person")),
    ("contact_email", _("E-mail")),
    ("closed_on", _("Contract closing date")),
    ("period_months", _("Contract period, months")),
    ("hourly_rate_amount", _("Extra work, per hour")),
    ("it_name", _("IT responsible")),
    ("it_email", _("IT responsible, e-mail")),
    ("notice_months", _("Cancellation period, months")),
    ("pilot_ends_on", _("Pilot ends on")),
    ("commitments", _("Other commitments")),
    ("conditions", _("Special conditions")),
)
#: Amounts, for those who may see money.
MONEY = ("hourly_rate_amount",)
#: What may stay empty because there need be none of it.
OPTIONAL = ("pilot_ends_on", "commitments", "conditions")
#: Optional services, each with a comment and a day of delivery.
SERVICES: tuple[tuple[str, Any], ...] = (
    ("custom_forms", _("Custom forms")),
    ("integrations", _("Integrations")),
    ("data_migration", _("Data migration")),
    ("career_pages", _("Career pages")),
)


def fields_filled(form: Mapping[str, Any]) -> tuple[int, int]:
    """How many of the fields that must be filled in are, and how many there are."""
    wanted = [key for key, _label in FIELDS if key not in OPTIONAL]
    return sum(form.get(key) not in (None, "") for key in wanted), len(wanted)


def is_complete(form: Mapping[str, Any]) -> bool:
    """Whether nothing is missing that has to be there."""
    filled, wanted = fields_filled(form)
    return filled == wanted


def form_lines(form: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a form holds as its page asks for it: input name to label and value, "" for what is empty."""
    found = {key: (label, form.get(key, "")) for key, label in FIELDS}
    sold = form.get("services")
    for key, label in SERVICES:
        line = sold.get(key) if isinstance(sold, Mapping) else None
        held = line if isinstance(line, Mapping) else {}
        found[f"{key}-sold"] = (label, isinstance(line, Mapping))
        found[f"{key}-comment"] = (label, held.get("comment", ""))
        found[f"{key}-due"] = (label, held.get("due_on", ""))
    return found


def services_ordered(form: Mapping[str, Any]) -> list[str]:
    """Keys of the optional services that were sold."""
    found = form.get("services")
    sold = found if isinstance(found, Mapping) else {}
    return [key for key, _label in SERVICES if isinstance(sold.get(key), Mapping)]
