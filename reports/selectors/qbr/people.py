"""The people of both sides."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.choices import ContactLevel, EntryKind, StakeholderRole
from accounts.models import Account, Contact, TimelineEntry
from accounts.selectors.page import owners_of
from reports.choices import Edition
from reports.facts import ContactFact, OwnerFact, PersonFact

_ROLES = [*StakeholderRole.values, ""]
_LEVELS = [*ContactLevel.values, ""]
MOST = 40
CONTACT_WEEKS = 13
MOST_CONTACTS = 8
SPOKEN = (EntryKind.CALL, EntryKind.MEETING, EntryKind.EMAIL)


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
    return tuple(OwnerFact(owner.label, owner.name, owner.role) for owner in owners_of(account.pk))


def contact_facts(account: Account, as_of: date, zone: str) -> tuple[ContactFact, ...]:
    """In which of the 13 weeks up to a day each of our people had a call, meeting or mail with the account: owners
    first, with none where they had none, then who else had some. What was said is not read. Two queries."""
    first = as_of - timedelta(weeks=CONTACT_WEEKS)
    place = ZoneInfo(zone)
    begin, end = (datetime.combine(day + timedelta(days=1), time.min, place) for day in (first, as_of))
    said = TimelineEntry.objects.filter(
        account=account, deleted_at=None, kind__in=SPOKEN, happened_at__gte=begin, happened_at__lt=end
    )
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * CONTACT_WEEKS)
    names: dict[int, str] = {}
    for author, name, at in said.values_list("author_id", "author__user__name", "happened_at"):
        back = (as_of - at.astimezone(place).date()).days // 7
        counts[author][CONTACT_WEEKS - 1 - back] += 1
        names[author] = name
    held = [owner for owner in owners_of(account.pk) if owner.member_id is not None]
    roles: dict[int, list[str]] = defaultdict(list)
    for owner in held:
        roles[owner.member_id or 0].append(owner.label)
        names[owner.member_id or 0] = owner.name
    others = sorted(set(counts) - set(roles), key=lambda one: (-sum(counts[one]), names[one], one))
    return tuple(
        ContactFact(names[one], ", ".join(roles[one]) if one in roles else "", tuple(counts[one]))
        for one in [*roles, *others][:MOST_CONTACTS]
    )
