"""Whom a customer turns to: the people of the vendor who own the account."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.choices import OwnerRole
from accounts.models import AccountOwner


@dataclass(frozen=True)
class Person:
    """One of the vendor's people, with what to ask them."""

    name: str
    role_words: str
    about: str
    member_id: int


def people_of(account_id: int) -> list[Person]:
    """The members who own the account, by role and then name; a person with two roles stands once, with the first. Teams
    stand behind them and are not named. One query."""
    order = list(OwnerRole)
    found = (
        AccountOwner.objects.select_related("member__user")
        .filter(account_id=account_id, member__left_at=None, member__user__is_active=True)
        .exclude(member=None)
    )
    rows = sorted(found, key=lambda row: (order.index(OwnerRole(row.role)), str(row.member), row.pk))
    people: dict[int, Person] = {}
    for row in rows:
        if row.member_id is not None and row.member_id not in people:
            role = OwnerRole(row.role)
            people[row.member_id] = Person(
                str(row.member), str(role_words(role)), _about(role), row.member_id
            )
    return list(people.values())


def role_words(role: OwnerRole) -> str:
    """What the role is called towards a customer."""
    words = {
        OwnerRole.CSM: _("Success manager"),
        OwnerRole.AM: _("Account manager"),
        OwnerRole.DM: _("Delivery manager"),
        OwnerRole.RM: _("Renewal manager"),
    }
    return words.get(role, str(role.label))


def _about(role: OwnerRole) -> str:
    words = {
        OwnerRole.CSM: _("Plan, goals, anything at all"),
        OwnerRole.AM: _("Contract, prices"),
        OwnerRole.DM: _("Fixes, integrations"),
        OwnerRole.RM: _("Renewal of the contract"),
    }
    return words.get(role, "")
