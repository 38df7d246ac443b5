"""Who may record which metric by hand, on which account, and the doors to scorecards, metrics and comments."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Count, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.access import MAX_ID, MINE, TEAM, account_or_404, book_of, may
from accounts.models import Account
from core.errors import Forbidden, NotFound
from health.choices import VersionStatus
from health.models import Metric, Scorecard, ScorecardVersion, ScoreComment
from health.selectors.cards import metrics_in_use
from workspaces.access import allowed, require, require_somewhere
from workspaces.choices import Right
from workspaces.models import Member
from workspaces.rights import may_record

Row = TypeVar("Row", bound=Model)


def recordable_metrics(member: Member, account: Account) -> list[Metric]:
    """The metrics that this member may record on this account, in their order; none without the right."""
    if not may(member, account, Right.RECORD_READINGS):
        return []
    return [metric for metric in metrics_in_use() if may_record(member.role, metric.key)]


def may_rate(member: Member, account: Account, *, shown: Iterable[str]) -> bool:
    """Whether the member may record any metric there; the keys of those `shown` spare the question what others exist."""
    if may(member, account, Right.RECORD_READINGS) and any(may_record(member.role, key) for key in shown):
        return True
    return bool(recordable_metrics(member, account))


def account_for_reading(member: Member, account_id: int) -> tuple[Account, list[Metric]]:
    """The account with the metrics to choose from. Raises NotFound for a hidden account, Forbidden where there
    is nothing that this member may record."""
    account = account_or_404(member, account_id)
    metrics = recordable_metrics(member, account)
    if not metrics:
        raise Forbidden(
            _("Your role records no metric of %(name)s. Its owner, or an admin, can.")
            % {"name": account.name}
        )
    return account, metrics


def grid_of(member: Member, *, every: bool = False) -> tuple[QuerySet[Account], list[Metric]]:
    """The accounts of the chosen book that the member may rate, and the metrics: those by hand alone, or with `every`
    those that sources rate too, as where there are no others. A book that is wider than the right is narrowed to what
    the right reaches: the own teams' accounts, or the own ones. Raises Forbidden where there is nothing to rate."""
    require_somewhere(member, Right.RECORD_READINGS)
    mine = [metric for metric in metrics_in_use() if may_record(member.role, metric.key)]
    by_hand = [metric for metric in mine if not metric.is_automatic]
    if not mine:
        raise Forbidden(
            _("Your role records no metric by hand. An admin of the workspace can change your role.")
        )
    return book_of(member, _rateable_book(member)), mine if every else by_hand or mine


def _rateable_book(member: Member) -> str | None:
    """The widest book that the right to record readings reaches, no wider than the member chose."""
    if allowed(member, Right.RECORD_READINGS):
        return None
    if allowed(member, Right.RECORD_READINGS, in_team=True):
        return MINE if member.book == MINE else TEAM
    return MINE


def scorecard_or_404(member: Member, card_id: int, *, changing: bool = False) -> Scorecard:
    """A scorecard. Raises Forbidden without the right to use, or to edit, scorecards, NotFound for none."""
    require(member, Right.EDIT_SCORECARDS if changing else Right.USE_SCORECARDS)
    return _one(Scorecard.objects.all(), card_id)


def draft_or_404(member: Member, card_id: int) -> ScorecardVersion:
    """The draft of a card, with the number of accounts in the book as `book_size`, for who may edit scorecards; NotFound
    where none is open."""
    require(member, Right.EDIT_SCORECARDS)
    book = Account.objects.order_by().values("workspace_id").annotate(n=Count("pk")).values("n")
    drafts = ScorecardVersion.objects.select_related("scorecard", "product", "based_on", "created_by__user")
    drafts = drafts.annotate(book_size=Coalesce(Subquery(book), 0))
    known = 0 < card_id <= MAX_ID
    draft = drafts.filter(scorecard_id=card_id, status=VersionStatus.DRAFT).first() if known else None
    if draft is None:
        raise NotFound(_("Not found."))
    return draft


def version_or_404(member: Member, version_id: int, *, changing: bool = False) -> ScorecardVersion:
    """Any version of any card, by the same rules."""
    require(member, Right.EDIT_SCORECARDS if changing else Right.USE_SCORECARDS)
    versions = ScorecardVersion.objects.select_related("scorecard", "published_by__user", "created_by__user")
    return _one(versions, version_id)


def metric_or_404(member: Member, metric_id: int) -> Metric:
    """A metric, for who may edit scorecards."""
    require(member, Right.EDIT_SCORECARDS)
    return _one(Metric.objects.all(), metric_id)


def comment_or_404(
    member: Member, account_id: int, comment_id: int, *, removed: bool = False
) -> ScoreComment:
    """A comment on a score of that account, to be changed: its author's alone, while activities may be logged there.

    Raises NotFound for a hidden account and for a comment that is not there, Forbidden for another's.
    """
    account = account_or_404(member, account_id, Right.LOG_ACTIVITIES)
    comments = ScoreComment.objects.filter(account=account, removed_at__isnull=not removed)
    comment = _one(comments, comment_id)
    if comment.author_id != member.pk:
        raise Forbidden(_("Only who wrote this comment may change it."))
    return comment


def _one(rows: QuerySet[Row], row_id: int) -> Row:
    found = rows.filter(pk=row_id).first() if 0 < row_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found
