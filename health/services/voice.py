"""Answers that customers gave, as the readings of sentiment count them: pushed here by whoever asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import jobs
from core.tenancy import required_workspace_id
from health.choices import Voice
from health.models import VoiceAnswer
from health.services.readings import RESCORE

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class NewVoice:
    """One answer: NPS 0 to 10, CSAT 1 to 5; keys as in health.models.VoiceAnswer."""

    account_id: int
    origin_key: str
    kind: Voice | str
    score: int
    answered_on: date
    source_key: str = ""


def record_voice(answers: Sequence[NewVoice], *, rescore: bool = True) -> None:
    """Keep answers, each in the place of an earlier one of its `origin_key`; their accounts are rescored within
    seconds, unless somebody who brings many does that at the end."""
    rows = [
        VoiceAnswer(
            account_id=one.account_id,
            origin_key=one.origin_key,
            source_key=one.source_key,
            kind=one.kind,
            score=one.score,
            answered_on=one.answered_on,
        )
        for one in answers
    ]
    VoiceAnswer.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["workspace", "origin_key"],
        update_fields=["account", "source_key", "kind", "score", "answered_on"],
    )
    accounts = sorted({one.account_id for one in answers}) if rescore else []
    for start in range(0, len(accounts), AT_ONCE):
        jobs.enqueue(RESCORE, required_workspace_id(), accounts[start : start + AT_ONCE])
