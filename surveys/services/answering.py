"""Answers: taken once from each recipient, changed within a few days, told to those who look after the account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import DomainError
from core.tenancy import required_workspace_id
from health.services.voice import NewVoice, record_voice
from playbooks.subscribers import wake_rules
from surveys.choices import SCALE, Group
from surveys.errors import AnswerStands, LinkExpired
from surveys.models import Answer, Recipient
from surveys.models.answer import COMMENT
from surveys.ports import SOURCE_ANSWERS
from surveys.rules import group_of
from surveys.selectors.tone import tone_of
from surveys.services.telling import tell_of_answer
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer as it stands, and whether this changed anything."""

    answer: Answer
    is_news: bool


def record_answer(
    recipient: Recipient,
    *,
    score: int,
    comment: str = "",
    language: str = "",
    tells: bool = True,
    now: datetime,
) -> Taken:
    """Take the answer of a recipient; the same once more changes nothing, another within the campaign's days takes its
    place. It becomes a reading, wakes the rules where it is a detractor's, and is told to the owner, unless whoever hands it in
    `tells` by itself.

    Raises LinkExpired when the time to answer is over, AnswerStands when that to change it is, DomainError (fields
    `score`, `comment`).
    """
    low, high = SCALE[recipient.campaign.kind]
    if not low <= score <= high:
        raise DomainError(
            _("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high}, field="score"
        )
    words = comment.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > COMMENT:
        raise DomainError(_("Shorten your words to 2,000 characters."), field="comment")
    with transaction.atomic():
        locked = Recipient.objects.select_for_update(of=("self",)).select_related("campaign")
        current = locked.get(pk=recipient.pk)
        known = Answer.objects.filter(recipient=current).first()
        if known is not None and (known.score, known.comment) == (score, words):
            return Taken(known, False)
        _check_time(current, known, now)
        answer = _written(current, known, score, words, language or current.language, now)
        was = known.group if known is not None else ""
        _spread(answer, current, was=was)
        if tells and current.source_key:
            _tell_source(current.source_key, score, words, now)
        if tells:
            tell_of_answer(answer, was=was, now=now)
    return Taken(answer, True)


def change_until(answer: Answer, change_days: int) -> datetime:
    """Until when an answer may be changed."""
    return answer.answered_at + timedelta(days=change_days)


def _check_time(recipient: Recipient, known: Answer | None, now: datetime) -> None:
    if known is None and now >= recipient.expires_at:
        raise LinkExpired(_("The time to answer is over."))
    if known is not None and now >= change_until(known, recipient.campaign.change_days):
        raise AnswerStands(_("The answer stands. The time to change it is over."))


def _written(
    recipient: Recipient, known: Answer | None, score: int, comment: str, language: str, now: datetime
) -> Answer:
    kind = recipient.campaign.kind
    tone, tone_score = tone_of(comment, language)
    said = {
        "score": score,
        "group": group_of(kind, score),
        "comment": comment,
        "language": language,
        "tone": tone,
        "tone_score": tone_score,
    }
    if known is not None:
        Answer.objects.filter(pk=known.pk).update(**said, changed_at=now)
        return Answer.objects.get(pk=known.pk)
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
    Recipient.objects.filter(pk=recipient.pk).update(answered_at=now)
    return Answer.objects.create(
        recipient=recipient, campaign_id=recipient.campaign_id, wave_id=recipient.wave_id,
        account_id=recipient.account_id, contact_id=recipient.contact_id, kind=kind, segment=recipient.segment,
        csm_id=recipient.csm_id, is_c_level=recipient.is_c_level, answered_at=now,
        answered_on=clock.today_in(zone, now), **said,
    )  # fmt: skip


def _spread(answer: Answer, recipient: Recipient, *, was: str) -> None:
    record_voice([voice_of(answer, recipient.source_key)])
    if answer.group == Group.DETRACTOR and was != Group.DETRACTOR:
        wake_rules(required_workspace_id(), {"account_id": answer.account_id})


def _tell_source(source_key: str, score: int, comment: str, now: datetime) -> None:
    for part in SOURCE_ANSWERS:
        if source_key.startswith(part.prefix):
            part.take(source_key, score, comment, now)


def voice_of(answer: Answer, source_key: str = "") -> NewVoice:
    """The answer as the readings of sentiment count it."""
    return NewVoice(
        account_id=answer.account_id,
        origin_key=answer.origin_key,
        kind=answer.kind,
        score=answer.score,
        answered_on=answer.answered_on,
        source_key=source_key,
    )
