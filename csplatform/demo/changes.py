"""What colleagues changed by hand of late, so that the history of a customer tells of people too."""

from dataclasses import fields, replace
from datetime import date, datetime

from accounts.choices import ContactLevel, Influence, OwnerRole, Segment, Stance
from accounts.models import Contact
from accounts.services.contacts import ContactFields, update_contact
from core.history import note_actor
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from workspaces.models import Member

MOST = 12


def promote_contacts(
    company: Company, customers: list[Customer], *, seed: int, today: date, now: datetime
) -> int:
    """At some large customers a manager became a director, which the CSM wrote down; returns how many."""
    rng = chance(seed, company.slug, "changes")
    members = {one.user.email: one for one in Member.objects.select_related("user")}
    large = {
        one.external_id: one
        for one in customers
        if one.segment == Segment.ENTERPRISE and one.since_on and OwnerRole.CSM in one.owners
    }
    managers = Contact.objects.filter(account__external_id__in=large, level=ContactLevel.MANAGER)
    known: dict[str, Contact] = {}
    for contact in managers.select_related("account").order_by("account__external_id", "pk"):
        known.setdefault(str(contact.account.external_id), contact)
    for external_id, contact in list(known.items())[:MOST]:
        by = members[large[external_id].owners[OwnerRole.CSM]]
        note_actor(member_id=by.pk)
        wanted = replace(
            ContactFields(**{one.name: getattr(contact, one.name) for one in fields(ContactFields)}),
            title=rng.choice(company.tongue.titles[ContactLevel.DIRECTOR.value]),
            level=ContactLevel.DIRECTOR,
            influence=Influence.HIGH,
            stance=rng.choice((Stance.SUPPORTER, Stance.NEUTRAL)),
        )
        update_contact(contact, by=by, version=contact.version, fields=wanted, now=now, today=today)
    return min(len(known), MOST)
