"""Comments of people on an account's score."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Account
from core.errors import Conflict, DomainError
from health.choices import Band
from health.models import CurrentScore, Score, ScoreComment
from workspaces.models import Member

LONGEST = 1000


def comment_on_score(account: Account, body: str, *, by: Member, day: date, now: datetime) -> ScoreComment:
    """Say something of the score that stood on a day; it is kept with the comment. Raises DomainError (field `body`)
    for an empty or overlong text."""
    stood = Score.objects.filter(account=account, scored_on__lte=day).order_by("-scored_on").first()
    present = stood or CurrentScore.objects.filter(account=account).first()
    return ScoreComment.objects.create(
        account=account,
        scored_on=stood.scored_on if stood else day,
        score_100=present.score_100 if present else None,
        band=present.band if present else Band.UNKNOWN,
        body=_clean(body),
        author=by,
        created_at=now,
    )


def edit_comment(comment: ScoreComment, body: str, *, expected_version: int, now: datetime) -> None:
    """Other words. Raises Conflict when it was changed meanwhile, as in another window, DomainError for bad text."""
    cleaned = _clean(body)
    written = ScoreComment.objects.filter(pk=comment.pk, version=expected_version, removed_at=None).update(
        body=cleaned, edited_at=now, version=F("version") + 1
    )
    if not written:
        raise Conflict(_("This comment was changed meanwhile. Look at it again before you save."))


def remove_comment(comment: ScoreComment, *, now: datetime) -> None:
    """Take a comment back; a second time changes nothing."""
    ScoreComment.objects.filter(pk=comment.pk, removed_at=None).update(
        removed_at=now, version=F("version") + 1
    )


def restore_comment(comment: ScoreComment) -> None:
    """Undo taking it back."""
    ScoreComment.objects.filter(pk=comment.pk).update(removed_at=None, version=F("version") + 1)


def _clean(body: str) -> str:
    cleaned = body.replace("\r\n", "\n").strip()
    if not cleaned:
        raise DomainError(_("Write what you want to say of this score."), field="body")
    if len(cleaned) > LONGEST:
        raise DomainError(_("Shorten the comment to 1000 characters."), field="body")
    return cleaned
