"""The people of both sides."""

from datetime import date

from django.db.models import Q

from accounts.choices import ContactLevel, StakeholderRole
from accounts.models import Account, Contact
from accounts.selectors.page import owners_of
from reports.choices import Edition
from reports.facts import OwnerFact, PersonFact

_ROLES = [*StakeholderRole.values, ""]
_LEVELS = [*ContactLevel.values, ""]
MOST = 40


def people_facts(account: Account, as_of: date, edition: str) -> tuple[PersonFact, ...]:
    """The contacts who had not left by that day, sponsors first. Stance and influence are ours alone to read."""
    found = Contact.objects.filter(Q(left_on=None) | Q(left_on__gt=as_of), account=account)
    rows = sorted(
        found,
        key=lambda one: (_ROLES.index(one.stakeholder_role), _LEVELS.index(one.level), one.name_key, one.pk),
    )[:MOST]
    return tuple(_person(one, edition == Edition.INTERNAL) for one in rows)


def _person(one: Contact, internal: bool) -> PersonFact:
    return PersonFact(
        name=one.name,
        title=one.title,
        role=str(one.get_stakeholder_role_display()),
        level=str(one.get_level_display()),
        stance=str(one.get_stance_display()) if internal else "",
        influence=str(one.get_influence_display()) if internal else "",
        is_sponsor=one.stakeholder_role == StakeholderRole.SPONSOR,
        is_c_level=one.level == ContactLevel.C_LEVEL,
    )


def owner_facts(account: Account) -> tuple[OwnerFact, ...]:
    """Who looks after the account on our side."""
    return tuple(OwnerFact(owner.label, owner.name) for owner in owners_of(account.pk))
