"""Two years of surveys of an invented company: a wave a quarter, answers as the customer fares, loops that were closed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from accounts.choices import ContactLevel
from accounts.models import Account, Contact
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.courses import SENTIMENT, rating_at
from csplatform.demo.customers import Customer
from csplatform.demo.words.voices import VOICES
from health.services.voice import record_voice
from playbooks.choices import CtaKind, Outcome, Priority
from playbooks.models import Cta
from surveys.choices import Cadence, Group, Kind, State, Tone
from surveys.models import Answer, Campaign, Listing, Recipient, Wave
from surveys.rules import group_of
from surveys.selectors.tone import tone_of
from surveys.services.answering import voice_of
from surveys.services.loops import ORIGIN
from surveys.services.waves import csm_ids, end_of, recipients_of
from workspaces.models import Member, Workspace

WAVES, QUARTER, FIRST = 8, timedelta(days=91), timedelta(days=640)
ANSWERED, SAID = 0.52, 0.45
#: Scores that rate as the sentiment of a customer is meant, one after the other.
SCORES = {3: (9, 10, 9, 8, 10, 9), 2: (8, 7, 9, 6, 7, 8), 1: (3, 6, 2, 5, 8, 4)}
#: Younger ones are left to the rule, and to whoever looks at the demo.
TAKEN_UP = timedelta(days=31)


def ask_customers(
    company: Company, customers: list[Customer], *, by: Member, seed: int, today: date, now: datetime
) -> int:
    """Waves of NPS with their answers as readings' facts, and two more campaigns; before scoring, in the workspace in
    force. Returns how many answered."""
    workspace = Workspace.objects.get(slug=company.slug)
    rng = chance(seed, company.slug, "surveys")
    starts_on = today - FIRST
    nps = _campaign("How are we doing", company, by, starts_on, now - FIRST, state=State.RUNNING)
    _campaign(
        "After each inquiry", company, by, today - QUARTER, now - QUARTER, state=State.RUNNING, kind=Kind.CSAT,
        cadence=Cadence.AFTER_INQUIRY,
    )  # fmt: skip
    _campaign(
        "Six weeks after the start",
        company,
        by,
        today + timedelta(days=10),
        now,
        kind=Kind.CSAT,
        cadence=Cadence.ONCE,
    )
    people = _people()
    answers: list[Answer] = []
    for number in range(WAVES):
        day = starts_on + number * QUARTER
        if day <= today:
            answers += _wave(nps, company, workspace, customers, people, day, rng, today=today, now=now)
    record_voice([voice_of(answer) for answer in answers], rescore=False)
    return len(answers)


def close_loops(*, seed: int, now: datetime) -> int:
    """CTAs of the detractors of former waves, most of them closed in time; the newest are left open. Returns how many."""
    rng = Random(seed)  # noqa: S311 - an invented company, no secret
    old = Answer.objects.filter(group=Group.DETRACTOR, answered_at__lt=now - TAKEN_UP)
    made = []
    for answer in old.select_related("contact", "csm").order_by("pk"):
        if rng.random() < 0.12:
            continue
        opened = answer.answered_at + timedelta(hours=rng.randint(1, 30))
        closed = min(now, opened + timedelta(days=rng.choice((2, 3, 5, 6, 8, 9, 11, 13, 19, 26))))
        made.append(
            Cta(
                account_id=answer.account_id, kind=CtaKind.SATISFACTION, priority=Priority.HIGH, owner=answer.csm,
                reason=f"{answer.contact.name} answered {answer.score} of 10", origin=ORIGIN,
                origin_key=answer.origin_key, due_on=(opened + timedelta(days=2)).date(), opened_at=opened,
                closed_at=closed, closed_by=answer.csm, outcome=rng.choice((Outcome.DONE, Outcome.DONE, Outcome.PARTLY)),
            )
        )  # fmt: skip
    return len(Cta.objects.bulk_create(made))


def _campaign(
    name: str, company: Company, by: Member, starts_on: date, at: datetime, *, state: State = State.DRAFT,
    kind: Kind = Kind.NPS, cadence: Cadence = Cadence.QUARTERLY,
) -> Campaign:  # fmt: skip
    return Campaign.objects.create(
        name=name, kind=kind, cadence=cadence, state=state, language=company.tongue.language, starts_on=starts_on,
        created_by=by, created_at=at, started_at=at if state == State.RUNNING else None,
    )  # fmt: skip


def _people() -> dict[str, list[Contact]]:
    """Contacts that can be asked, by the external id of their account."""
    found: dict[str, list[Contact]] = {}
    for contact in Contact.objects.exclude(email="").select_related("account").order_by("pk"):
        found.setdefault(contact.account.external_id or "", []).append(contact)
    return found


def _wave(
    campaign: Campaign, company: Company, workspace: Workspace, customers: list[Customer],
    people: dict[str, list[Contact]], day: date, rng: Random, *, today: date, now: datetime,
) -> Iterator[Answer]:  # fmt: skip
    at = min(now, datetime.combine(day, time(9), ZoneInfo(company.time_zone)))
    expires_at = end_of(campaign, workspace, day)
    key = f"{day.year}Q{(day.month + 2) // 3}"
    wave = Wave.objects.create(campaign=campaign, key=key, starts_on=day, started_at=at, closes_at=expires_at)
    asked = [
        (customer, contact)
        for customer in customers
        if customer.since_on
        and customer.since_on <= day
        and not (customer.churned_on and customer.churned_on <= day)
        if rating_at(customer.phases, SENTIMENT, (today - day).days)
        for contact in people.get(customer.external_id, [])
        if contact.left_on is None or contact.left_on > day
    ]
    rows = recipients_of(
        wave, [contact for _customer, contact in asked], workspace, expires_at=expires_at, now=at
    )
    answered = []
    for (customer, _contact), row in zip(asked, rows, strict=True):
        row.invited_at = at
        if rng.random() < ANSWERED:
            row.answered_at = min(now, at + timedelta(hours=rng.randint(1, 200)))
            answered.append((customer, row))
        elif at + timedelta(days=campaign.reminder_days) < now:
            row.reminded_at = at + timedelta(days=campaign.reminder_days)
    Recipient.objects.bulk_create(rows, batch_size=1000)
    _list(wave, [contact for _customer, contact in asked])
    made = [
        _answer(row, customer, company, rng, place, today) for place, (customer, row) in enumerate(answered)
    ]
    yield from Answer.objects.bulk_create(made, batch_size=1000)


def _answer(
    row: Recipient, customer: Customer, company: Company, rng: Random, place: int, today: date
) -> Answer:
    at = row.answered_at
    assert at is not None
    day = at.astimezone(ZoneInfo(company.time_zone)).date()
    rating = rating_at(customer.phases, SENTIMENT, (today - day).days) or 2
    score = SCORES[rating][(customer.number + place) % 6]
    group = group_of(Kind.NPS, score)
    language = company.tongue.language
    comment = rng.choice(VOICES[language][group]) if rng.random() < SAID else ""
    tone, tone_score = _heard(comment, language)
    return Answer(
        recipient=row, campaign_id=row.campaign_id, wave_id=row.wave_id, account_id=row.account_id,
        contact_id=row.contact_id, kind=Kind.NPS, score=score, group=group, comment=comment, language=language,
        tone=tone, tone_score=tone_score, segment=row.segment, csm_id=row.csm_id, is_c_level=row.is_c_level,
        answered_at=at, answered_on=day,
    )  # fmt: skip


@cache
def _heard(comment: str, language: str) -> tuple[Tone, int | None]:
    return tone_of(comment, language)


def _list(wave: Wave, contacts: list[Contact]) -> None:
    listed: dict[int, list[Contact]] = {}
    for contact in contacts:
        listed.setdefault(contact.account_id, []).append(contact)
    csms = csm_ids(listed)
    segments = dict(Account.objects.filter(pk__in=listed).values_list("pk", "segment"))
    Listing.objects.bulk_create(
        [
            Listing(
                wave=wave, account_id=account_id, segment=segments[account_id], csm_id=csms.get(account_id),
                listed=len(people), listed_c_level=sum(one.level == ContactLevel.C_LEVEL for one in people),
            )
            for account_id, people in listed.items()
        ],
        batch_size=1000,
    )  # fmt: skip
