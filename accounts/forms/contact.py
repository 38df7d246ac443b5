"""The form of a contact."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import ContactLevel, Influence, StakeholderRole, Stance
from accounts.forms.fields import DayField, Guarded, choice, text
from accounts.models import Contact
from accounts.services.contacts import ContactFields

UNSET = _("not set")


class ContactForm(Guarded):
    name = text(_("Name"), 200, required=True, autocomplete="off")
    title = text(_("Job title"), 120)
    email = text(_("E-mail"), 254, inputmode="email")
    phone = text(_("Phone"), 40, inputmode="tel")
    stakeholder_role = choice(_("Stakeholder role"), StakeholderRole.choices, empty=UNSET)
    level = choice(_("Level"), ContactLevel.choices, empty=UNSET)
    influence = choice(_("Influence"), Influence.choices, empty=UNSET)
    stance = choice(_("Stance"), Stance.choices, empty=UNSET)
    language = text(_("Language"), 10)
    left_on = DayField(label=_("Left on"))
    external_id = text(_("External id"), 100)

    def contact_fields(self) -> ContactFields:
        return ContactFields(**self.values())


def initial_of(contact: Contact) -> dict[str, Any]:
    """What the form shows of a contact that is."""
    values = {field: getattr(contact, field) for field in ContactFields.__dataclass_fields__}
    return {**values, "version": contact.version}
