"""What one person is asked, in the words of page and mail alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from core.text import format_date
from surveys.choices import SCALE, Kind
from surveys.links import answer_url
from surveys.models import Campaign, Recipient
from surveys.rules import VARIABLES, filled
from surveys.wording import Wording, wording_in
from workspaces.models import Member, Workspace

NAMES = (*VARIABLES, "score", "day")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the scale: its number, its word (CSAT), and where it is chosen."""

    score: int
    word: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's survey, finished: `say` fills the names into any other words of the language."""

    language: str
    kind: str
    subject: str
    intro: tuple[str, ...]
    question: str
    points: tuple[Point, ...]
    wording: Wording
    values: Mapping[str, str]

    @property
    def is_nps(self) -> bool:
        return self.kind == Kind.NPS

    @property
    def least(self) -> str:
        return self.wording.least if self.is_nps else self.wording.scores[0]

    @property
    def most(self) -> str:
        return self.wording.most if self.is_nps else self.wording.scores[-1]

    def say(self, text: str, **more: str) -> str:
        """Words of the language with the names in braces filled in."""
        return filled(text, {**self.values, **more}, NAMES)


def asked_of(recipient: Recipient, campaign: Campaign, workspace: Workspace, token: str = "") -> Asked:
    """What a recipient is asked; with a token, with an address for each point of the scale."""
    contact = recipient.contact
    person = {
        "name": contact.name,
        "first_name": contact.name.split()[0] if contact.name.split() else "",
        "account": recipient.account.name,
        "subject": recipient.source_subject,
    }
    return asked_in(
        campaign, workspace, language=recipient.language, person=person, sender=sender_words(recipient, campaign),
        token=token,
    )  # fmt: skip


def asked_in(
    campaign: Campaign,
    workspace: Workspace,
    *,
    language: str,
    person: Mapping[str, str],
    sender: str = "",
    token: str = "",
) -> Asked:
    """What a campaign asks in a language. Words of its own hold for its own language alone."""
    wording = wording_in(language)
    is_nps = campaign.kind == Kind.NPS
    own = language == campaign.language
    values = {**person, "workspace": workspace.name, "sender": sender or workspace.name}
    subject = (own and campaign.subject) or (wording.subject_nps if is_nps else wording.subject_csat)
    intro = (own and campaign.intro) or (wording.intro_csat if person.get("subject") else wording.intro_nps)
    question = (own and campaign.question) or (wording.question_nps if is_nps else wording.question_csat)
    return Asked(
        language=language,
        kind=campaign.kind,
        subject=" ".join(filled(subject, values).split())[:300],
        intro=tuple(part.strip() for part in filled(intro, values).split("\n\n") if part.strip()),
        question=filled(question, values),
        points=_points(campaign.kind, wording, token),
        wording=wording,
        values=values,
    )


def signer_of(recipient: Recipient, campaign: Campaign) -> Member | None:
    """Who signs: the sender of the campaign, else the account's CSM, else nobody; never who left."""
    signs = campaign.sender or recipient.csm
    return signs if signs is not None and signs.left_at is None else None


def sender_words(recipient: Recipient, campaign: Campaign) -> str:
    """The name below the words; "" for nobody."""
    signs = signer_of(recipient, campaign)
    return str(signs) if signs is not None else ""


def address_of(member: Member | None) -> str:
    """Where an answer to the mail goes: to who signed it; "" where nobody did."""
    return member.user.email if member is not None and member.user.is_active else ""


def day_words(moment: datetime | date, workspace: Workspace, language: str) -> str:
    """A day as people of that language write it, by the workspace's calendar."""
    day = moment.astimezone(ZoneInfo(workspace.time_zone)).date() if isinstance(moment, datetime) else moment
    with translation.override(language):
        return format_date(day)


def _points(kind: str, wording: Wording, token: str) -> tuple[Point, ...]:
    low, high = SCALE[kind]
    return tuple(
        Point(
            score,
            "" if kind == Kind.NPS else wording.scores[score - 1],
            answer_url(token, score) if token else "",
        )
        for score in range(low, high + 1)
    )
