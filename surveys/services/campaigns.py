"""Campaigns: written as drafts, started, paused, ended; words may change while one runs, what is asked and when may not."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import jobs
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from core.tenancy import required_workspace_id
from surveys.choices import Cadence, Kind, Language, State
from surveys.models import Campaign
from surveys.models.campaign import (
    AUDIENCE,
    CHANGE_DAYS,
    INTRO,
    NAME,
    OPEN_DAYS,
    QUESTION,
    REMINDER_DAYS,
    SUBJECT,
)
from surveys.rules import VARIABLES, strange_variables
from workspaces.models import Member

RUN_DAY = "surveys.run_day"
FIXED = ("kind", "cadence", "starts_on")

#: From which states a campaign may come into one.
MOVES: dict[str, tuple[State, ...]] = {
    State.RUNNING: (State.DRAFT, State.PAUSED),
    State.PAUSED: (State.RUNNING,),
    State.ENDED: (State.RUNNING, State.PAUSED),
}


@dataclass(frozen=True, kw_only=True)
class CampaignFields:
    """What people write about a campaign; see surveys.models.Campaign."""

    name: str
    kind: str = Kind.NPS
    cadence: str = Cadence.QUARTERLY
    starts_on: date
    language: str = Language.ENGLISH
    follows_contact: bool = True
    sender_id: int | None = None
    subject: str = ""
    intro: str = ""
    question: str = ""
    segments: list[str] = field(default_factory=list)
    audience: str = ""
    open_days: int = OPEN_DAYS
    change_days: int = CHANGE_DAYS
    reminder_days: int = REMINDER_DAYS


def create_campaign(fields: CampaignFields, *, by: Member | None, now: datetime) -> Campaign:
    """A draft, which asks nobody. Raises DomainErrors."""
    _check(fields)
    return Campaign.objects.create(**_values(fields), created_by=by, created_at=now)


def change_campaign(campaign: Campaign, fields: CampaignFields, *, version: int) -> Campaign:
    """Write a campaign anew, if it is still of `version`. Once it was started, kind, cadence and first day stay. Raises
    Conflict, DomainErrors."""
    _check(fields)
    with transaction.atomic():
        current = _locked(campaign, version)
        wanted = _values(fields)
        if current.state != State.DRAFT:
            wanted |= {name: getattr(current, name) for name in FIXED}
        if current.state == State.ENDED:
            raise Conflict(_("This survey has ended and stays as it was. Make a new one."))
        for name, value in wanted.items():
            setattr(current, name, value)
        current.version += 1
        current.save()
    return current


def choose_audience(campaign: Campaign, query: str) -> None:
    """Let the list of contacts, filtered by this query, be the audience of the waves to come. Raises Conflict once the
    campaign has ended, DomainError where the query is too long to keep."""
    if len(query) > AUDIENCE:
        raise DomainError(_("These are too many filters to keep. Take some away."))
    with transaction.atomic():
        current = _locked(campaign, None)
        if current.state == State.ENDED or current.is_standing:
            raise Conflict(_("This survey has ended and stays as it was. Make a new one."))
        if current.audience != query:
            Campaign.objects.filter(pk=current.pk).update(audience=query, version=current.version + 1)


def move_campaign(campaign: Campaign, state: State | str, *, now: datetime) -> Campaign:
    """Start, pause, go on with, or end a campaign; one that stands there already is left alone. Ending keeps what was
    asked open until it expires. Raises Conflict where there is no such way."""
    with transaction.atomic():
        current = _locked(campaign, None)
        if current.state == state:
            return current
        if state not in MOVES or current.state not in MOVES[state] or current.is_standing:
            raise Conflict(_("The survey cannot go there from where it stands. Look at it again."))
        current.state = State(state)
        current.started_at = current.started_at or now
        current.ended_at = now if state == State.ENDED else None
        current.version += 1
        current.save(update_fields=["state", "started_at", "ended_at", "version"])
        if state == State.RUNNING:
            jobs.enqueue(RUN_DAY, required_workspace_id())
    return current


def delete_campaign(campaign: Campaign) -> None:
    """Take a draft away. Raises Conflict once it was started: its answers would go with it."""
    with transaction.atomic():
        current = _locked(campaign, None)
        if current.state != State.DRAFT:
            raise Conflict(_("Only a draft can be deleted. End the survey instead."))
        current.delete()


def _locked(campaign: Campaign, version: int | None) -> Campaign:
    current = Campaign.objects.select_for_update().filter(pk=campaign.pk).first()
    if current is None:
        raise NotFound(_("Not found."))
    if version is not None and current.version != version:
        raise Conflict(
            _("Somebody changed this survey meanwhile. Look at it again."), code="changed_meanwhile"
        )
    return current


def _values(fields: CampaignFields) -> dict[str, object]:
    values = asdict(fields)
    return {
        name: value.strip().replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in values.items()
    }


def _check(fields: CampaignFields) -> None:
    errors = [
        DomainError(_("Shorten it to %(n)s characters.") % {"n": most}, field=name)
        for name, most in (
            ("name", NAME),
            ("subject", SUBJECT),
            ("intro", INTRO),
            ("question", QUESTION),
            ("audience", AUDIENCE),
        )
        if len(getattr(fields, name)) > most
    ]
    if not fields.name.strip():
        errors.append(DomainError(_("Give it a name."), field="name"))
    if fields.cadence == Cadence.AFTER_INQUIRY and fields.kind != Kind.CSAT:
        errors.append(DomainError(_("After an inquiry satisfaction is asked: choose CSAT."), field="kind"))
    if fields.reminder_days and fields.reminder_days >= fields.open_days:
        errors.append(DomainError(_("Remind before the time to answer is over."), field="reminder_days"))
    if fields.sender_id is not None and not Member.objects.filter(pk=fields.sender_id).exists():
        errors.append(DomainError(_("Choose one of the list."), field="sender"))
    errors += [_stranger(name, getattr(fields, name)) for name in ("subject", "intro", "question")
               if strange_variables(getattr(fields, name))]  # fmt: skip
    if errors:
        raise DomainErrors(errors)


def _stranger(name: str, text: str) -> DomainError:
    known = ", ".join(f"{{{variable}}}" for variable in VARIABLES)
    words = {"strange": ", ".join(strange_variables(text)), "known": known}
    return DomainError(_("%(strange)s would stay as it is. Known are %(known)s.") % words, field=name)
