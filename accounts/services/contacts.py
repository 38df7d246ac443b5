"""Single contacts: added and edited; for deleting see accounts.services.bin."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.choices import ContactLevel, Influence, StakeholderRole, Stance
from accounts.models import Account, Contact
from accounts.services.editing import apply, lock_version, taken, tell_facts
from core.errors import DomainError, DomainErrors
from core.text import name_key
from workspaces.models import Member


@dataclass(frozen=True, kw_only=True)
class ContactFields:
    """What people write about a contact; empty text is "", an absent external id or date None."""

    name: str
    external_id: str | None = None
    email: str = ""
    phone: str = ""
    title: str = ""
    stakeholder_role: str = ""
    level: str = ""
    influence: str = ""
    stance: str = ""
    language: str = ""
    left_on: date | None = None


def create_contact(
    account: Account, fields: ContactFields, *, by: Member | None, now: datetime, today: date
) -> Contact:
    """Add a person of the account; `by` is None where a customer's admin does. Raises DomainErrors with every field at
    fault."""
    wanted = _clean(fields)
    contact = Contact(account=account, **wanted)
    with transaction.atomic():
        _save(contact, None)
        tell_facts([account.pk], today=today, now=now)
    return contact


def update_contact(
    contact: Contact, *, by: Member, version: int, fields: ContactFields, now: datetime, today: date
) -> Contact:
    """Write a contact's fields as a whole, if it is still of `version`.

    Raises ChangedMeanwhile with both values, DomainErrors with every field at fault.
    """
    wanted = _clean(fields)
    with transaction.atomic():
        current = lock_version(contact, version, wanted)
        changed = apply(current, wanted)
        if changed:
            current.version += 1
            _save(current, [*changed, "version"])
            tell_facts([current.account_id], today=today, now=now)
    return current


def _clean(fields: ContactFields) -> dict[str, Any]:
    wanted = asdict(fields)
    wanted["name"] = " ".join(fields.name.split())
    wanted["name_key"] = name_key(fields.name)[:200]
    wanted["email"] = fields.email.strip()
    wanted["external_id"] = (fields.external_id or "").strip() or None
    errors = []
    if not 1 <= len(wanted["name"]) <= 200:
        errors.append(DomainError(_("Give the contact a name of 1 to 200 characters."), field="name"))
    if wanted["email"] and not _is_address(wanted["email"]):
        errors.append(DomainError(_("Write the address like anna@example.com."), field="email"))
    for field, words in (
        ("stakeholder_role", StakeholderRole), ("level", ContactLevel), ("influence", Influence), ("stance", Stance),
    ):  # fmt: skip
        if wanted[field] and wanted[field] not in words.values:
            errors.append(DomainError(_("Choose one of the list."), field=field))
    if errors:
        raise DomainErrors(errors)
    return wanted


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _save(contact: Contact, changed: list[str] | None) -> None:
    try:
        with transaction.atomic():
            contact.save(update_fields=changed)
    except IntegrityError as error:
        raise taken(
            contact,
            _(
                "Another contact has the external id “%(id)s”. External ids are unique; change one of the two."
            ),
        ) from error
