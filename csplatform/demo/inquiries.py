"""The newest tickets came through the portal: each is an inquiry with its conversation, its history and its clock. What is
counted of them stays as it was, since the ticket stays the same ticket under the inquiry's number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from accounts.models import Contact, Ticket
from core.text import name_key
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.words.inquiries import EXCHANGES, Exchange
from playbooks.rules import Holder, holder_of
from playbooks.selectors.owners import holders_of
from portal.choices.inquiries import SCORES, Face, InquiryKind, InquiryStatus, InquiryStepKind
from portal.models import Inquiry, InquiryMessage, InquiryRule, InquirySetting, InquiryStep
from portal.models.inquiries import SUBJECT
from portal.rules.response_times import Hours, due_after
from portal.rules.routing import USUAL
from portal.selectors.inquiry_settings import minutes_for, office_hours
from workspaces.models import Member, Team

SPAN = timedelta(days=30)
MOST = 60
UNANSWERED = 5  # of the newest open ones, nobody has answered yet
FACES = {1: Face.BAD, 2: Face.BAD, 3: Face.FAIR, 4: Face.GOOD, 5: Face.GOOD}


@dataclass
class _Made:
    inquiries: list[Inquiry] = field(default_factory=list)
    messages: list[InquiryMessage] = field(default_factory=list)
    steps: list[InquiryStep] = field(default_factory=list)


def make_inquiries(company: Company, *, seed: int, now: datetime) -> int:
    """Turn the tickets of the last thirty days into inquiries; returns how many. A handful of statements."""
    newest = Ticket.objects.filter(opened_at__gt=now - SPAN, opened_at__lte=now).select_related("account")
    tickets = sorted(newest.order_by("-opened_at", "-pk")[:MOST], key=lambda one: (one.opened_at, one.pk))
    setting = InquirySetting.objects.create(last_number=0)
    hours, words = office_hours(setting), EXCHANGES[company.tongue.language]
    contacts = _contacts([one.account_id for one in tickets])
    owners = holders_of({one.account_id for one in tickets})
    teller = _Teller(setting, hours, words, chance(seed, company.slug, "inquiries"), now)
    waiting = [one for one in tickets if one.closed_at is None][-UNANSWERED:]
    for ticket in tickets:
        people = contacts.get(ticket.account_id)
        if people:
            teller.tell(
                ticket, people, holder_of(owners.get(ticket.account_id, {}), USUAL), ticket in waiting
            )
    _write(teller.made)
    Ticket.objects.bulk_update(tickets, ["external_id", "first_response_minutes", "origin_batch"])
    setting.last_number = len(teller.made.inquiries)
    setting.save(update_fields=["last_number"])
    _add_rules()
    return len(teller.made.inquiries)


def _contacts(account_ids: Sequence[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for one in Contact.objects.filter(account_id__in=account_ids, left_on=None).order_by("pk"):
        found.setdefault(one.account_id, []).append(one)
    return found


def _write(made: _Made) -> None:
    Inquiry.objects.bulk_create(made.inquiries)
    for message in made.messages:
        message.inquiry_id = message.inquiry.pk
    for step in made.steps:
        step.inquiry_id = step.inquiry.pk
    InquiryMessage.objects.bulk_create(made.messages)
    InquiryStep.objects.bulk_create(made.steps)


def _add_rules() -> None:
    team = Team.objects.filter(closed_at=None).order_by("pk").first()
    rules = [InquiryRule(position=0, kind=InquiryKind.CONTRACT, role="am")]
    if team is not None:
        rules.append(InquiryRule(position=1, segment="smb", team=team))
    rules.append(InquiryRule(position=2, kind=InquiryKind.PROBLEM, priority="urgent", role="dm"))
    InquiryRule.objects.bulk_create(rules)


class _Teller:
    """One inquiry after the other, as it went."""

    def __init__(
        self, setting: InquirySetting, hours: Hours, words: Exchange, rng: Random, now: datetime
    ) -> None:
        self.setting, self.hours, self.words, self.rng, self.now = setting, hours, words, rng, now
        self.made = _Made()
        self.names = {one.pk: str(one) for one in Member.objects.select_related("user")}
        self.teams = dict(Team.objects.values_list("pk", "name"))
        self.members = list(Member.objects.filter(left_at=None, user__is_active=True).order_by("pk")[:1])

    def tell(self, ticket: Ticket, people: list[Contact], holder: Holder, is_waiting: bool) -> None:
        contact = people[self.rng.randrange(min(3, len(people)))]
        one = self._inquiry(ticket, contact, holder)
        self.made.inquiries.append(one)
        self._say(one, contact, self._worded(self.rng.choice(self.words.asked), one, contact), one.opened_at)
        self._step(one, InquiryStepKind.OPENED, one.opened_at, who=contact.name)
        name = self.names.get(holder.member_id or 0) or self.teams.get(holder.team_id or 0, "")
        if name:
            self._step(one, InquiryStepKind.ASSIGNED, one.opened_at, words=name)
        if is_waiting and ticket.closed_at is None:
            self._late(one)
        else:
            self._answer(one, contact, holder)
        self._end(one, ticket, contact)
        ticket.external_id = f"portal-{one.number}"
        ticket.first_response_minutes = (
            None
            if one.responded_at is None
            else int((one.responded_at - one.opened_at).total_seconds() // 60)
        )
        ticket.origin_batch = None

    def _inquiry(self, ticket: Ticket, contact: Contact, holder: Holder) -> Inquiry:
        due = due_after(ticket.opened_at, minutes_for(self.setting, ticket.priority, self.hours), self.hours)
        kind = self.rng.choice(
            (InquiryKind.PROBLEM, InquiryKind.PROBLEM, InquiryKind.QUESTION, InquiryKind.REQUEST)
        )
        return Inquiry(
            account_id=ticket.account_id, number=len(self.made.inquiries) + 1, subject=ticket.subject[:SUBJECT],
            subject_key=name_key(ticket.subject)[:SUBJECT], kind=kind, priority=ticket.priority, opener=contact,
            opener_name=contact.name, assignee_id=holder.member_id, team_id=holder.team_id, opened_at=ticket.opened_at,
            response_due_at=due, manager_due_at=due_after(due, self.setting.manager_minutes, self.hours),
            moved_at=ticket.opened_at, status=InquiryStatus.NEW,
        )  # fmt: skip

    def _late(self, one: Inquiry) -> None:
        """Nobody has answered; the sweep has looked at what is late."""
        if one.response_due_at <= self.now:
            one.breached_at = one.response_due_at
            self._step(one, InquiryStepKind.BREACHED, one.response_due_at)
        if one.manager_due_at <= self.now:
            one.manager_told_at = one.manager_due_at
            self._escalate(one, one.manager_due_at, "")

    def _answer(self, one: Inquiry, contact: Contact, holder: Holder) -> None:
        at = min(self.now, one.opened_at + timedelta(minutes=self.rng.randint(12, 300)))
        author = holder.member_id or (self.members[0].pk if self.members else None)
        if author is None:
            return
        one.responded_at, one.status = at, InquiryStatus.WAITING
        self._say(one, None, self.rng.choice(self.words.answered), at, author=author)
        self._step(one, InquiryStepKind.ANSWERED, at, by=author)
        if self.rng.random() < 0.45:
            back = min(self.now, at + timedelta(minutes=self.rng.randint(40, 600)))
            self._say(one, contact, self.rng.choice(self.words.back), back)
            self._step(one, InquiryStepKind.WROTE, back, who=contact.name)
            one.status = InquiryStatus.OPEN

    def _end(self, one: Inquiry, ticket: Ticket, contact: Contact) -> None:
        if ticket.is_escalated and one.escalated_at is None:
            at = min(self.now, one.opened_at + timedelta(hours=5))
            self._escalate(one, at, contact.name)
            if one.assignee_id:
                self._say(one, None, self.words.noted, at, author=one.assignee_id, is_internal=True)
        if ticket.closed_at is None:
            return
        at = max(ticket.closed_at, one.moved_at)
        one.status, one.closed_at, one.moved_at = InquiryStatus.CLOSED, ticket.closed_at, at
        one.calmed_at = ticket.closed_at if one.escalated_at else None
        self._step(one, InquiryStepKind.CLOSED, at, by=one.assignee_id)
        if ticket.satisfaction is not None:
            face = FACES[ticket.satisfaction]
            one.score, one.rated_at = ticket.satisfaction, at
            one.comment = self.words.rated[SCORES[face]] if self.rng.random() < 0.4 else ""
            self._step(one, InquiryStepKind.RATED, at, who=contact.name, words=str(face.label))

    def _escalate(self, one: Inquiry, at: datetime, who: str) -> None:
        one.escalated_at, one.escalation_reason = at, self.words.escalated
        self._step(one, InquiryStepKind.ESCALATED, at, who=who, words=self.words.escalated)

    def _worded(self, text: str, one: Inquiry, contact: Contact) -> str:
        inside = ": {subject}" in text  # within a sentence
        subject = one.subject[:1].lower() + one.subject[1:] if inside else one.subject
        return text.format(subject=subject, name=contact.name)

    def _say(
        self, one: Inquiry, contact: Contact | None, body: str, at: datetime, *, author: int | None = None,
        is_internal: bool = False,
    ) -> None:  # fmt: skip
        one.moved_at = max(one.moved_at, at)
        name = contact.name if contact else self.names.get(author or 0, "")
        self.made.messages.append(
            InquiryMessage(
                inquiry=one, is_internal=is_internal, body=body, contact=contact, author_id=author, author_name=name,
                source="portal" if contact else "staff", written_at=at,
            )
        )  # fmt: skip

    def _step(
        self, one: Inquiry, kind: InquiryStepKind, at: datetime, *, by: int | None = None, who: str = "", words: str = ""
    ) -> None:  # fmt: skip
        self.made.steps.append(InquiryStep(inquiry=one, kind=kind, by_id=by, who=who, at=at, words=words))
