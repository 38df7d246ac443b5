"""What colleagues wrote about the customers: notes, calls, meetings and e-mails over two years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts.choices import EntryKind, OwnerRole, Segment
from accounts.models import Account, Contact
from accounts.services.timeline import EntryFields, PastEntry, write_past_entries
from csplatform.demo.chance import chance, picked
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from csplatform.demo.words.talks import TALKS
from health.choices import Band
from workspaces.models import Member

HISTORY_DAYS = 730
#: Days between two entries, from … to.
PACE = {Segment.ENTERPRISE: (12, 38), Segment.MID_MARKET: (30, 80), Segment.SMB: (80, 210)}
KINDS = {
    EntryKind.NOTE.value: 30,
    EntryKind.CALL.value: 36,
    EntryKind.MEETING.value: 16,
    EntryKind.EMAIL.value: 18,
}
MINUTES = {EntryKind.CALL: (6, 42), EntryKind.MEETING: (30, 90)}
#: Who writes, where the customer has somebody in the role.
AUTHORS = {OwnerRole.CSM.value: 70, OwnerRole.AM.value: 14, OwnerRole.DM.value: 10, OwnerRole.RM.value: 6}


@dataclass(frozen=True, slots=True)
class Talk:
    """One entry to be: who wrote it, by address, and the fields; `{contact}` is filled in already."""

    external_id: str
    author: str
    fields: EntryFields


def write_notes(company: Company, customers: list[Customer], *, seed: int, today: date, now: datetime) -> int:
    """Write everything down, in the workspace in force; returns how many entries."""
    accounts = dict(Account.objects.values_list("external_id", "pk"))
    members = dict(Member.objects.values_list("user__email", "pk"))
    people: dict[str, list[str]] = {}
    for external_id, name in Contact.objects.order_by("pk").values_list("account__external_id", "name"):
        people.setdefault(external_id, []).append(name)
    return write_past_entries(
        [
            PastEntry(accounts[talk.external_id], members[talk.author], talk.fields)
            for talk in talks(company, customers, people, seed=seed, today=today, now=now)
        ],
        now=now,
    )


def talks(
    company: Company,
    customers: list[Customer],
    people: Mapping[str, Sequence[str]],
    *,
    seed: int,
    today: date,
    now: datetime,
) -> Iterator[Talk]:
    """What was written, account by account, oldest first. `people`: names of the customer's own, by external id."""
    for customer in customers:
        rng = chance(seed, company.slug, "notes", customer.number)
        known = people.get(customer.external_id)
        if customer.since_on is None or not known or OwnerRole.CSM not in customer.owners:
            continue
        said: dict[Band, list[tuple[EntryKind, str]]] = {}
        for day in _days(customer, rng, today):
            at = datetime.combine(
                day, time(rng.randint(8, 16), rng.randrange(60)), ZoneInfo(company.time_zone)
            )
            if at > now:
                break
            if customer.seats_on(day):
                yield _talk(company, customer, rng, at, known, said, today)


def _days(customer: Customer, rng: Random, today: date) -> Iterator[date]:
    assert customer.since_on is not None
    low, high = PACE[customer.segment]
    day = max(customer.since_on, today - timedelta(days=HISTORY_DAYS)) + timedelta(days=rng.randint(1, high))
    while day <= today:
        yield day - timedelta(days=max(0, day.weekday() - 4))
        day += timedelta(days=rng.randint(low, high))


def _talk(
    company: Company, customer: Customer, rng: Random, at: datetime, people: Sequence[str],
    said: dict[Band, list[tuple[EntryKind, str]]], today: date,
) -> Talk:  # fmt: skip
    band = _band(customer, (today - at.date()).days)
    kind, body = _words(company, rng, band, said)
    roles = {role: weight for role, weight in AUTHORS.items() if OwnerRole(role) in customer.owners}
    fields = EntryFields(
        kind=kind,
        body=body.format(contact=rng.choice(people[:3])),
        happened_at=at,
        duration_minutes=rng.randint(*MINUTES[kind]) if kind in MINUTES else None,
    )
    return Talk(customer.external_id, customer.owners[OwnerRole(picked(rng, roles))], fields)


def _words(
    company: Company, rng: Random, band: Band, said: dict[Band, list[tuple[EntryKind, str]]]
) -> tuple[EntryKind, str]:
    """What is said next: everything of a band once before anything comes again."""
    left = said.setdefault(band, [])
    if not left:
        left += [
            (kind, text) for kind, texts in TALKS[company.tongue.language][band].items() for text in texts
        ]
    wanted = picked(rng, KINDS)
    of_kind = [place for place, (kind, _text) in enumerate(left) if kind == wanted]
    return left.pop(rng.choice(of_kind or range(len(left))))


def _band(customer: Customer, days_ago: int) -> Band:
    """How the customer fared then; phases stand oldest first."""
    held = [phase.band for phase in customer.phases if phase.days_ago >= days_ago]
    return held[-1] if held else customer.phases[0].band
