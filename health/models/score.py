"""Scores: a history of changes, and the present one beside it for lists."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from health.choices import Band, RecomputeKind, ScoreOrigin
from health.models.scorecard import ScorecardVersion
from workspaces.models import Member


class ScoreFigures(WorkspaceModel):
    """`score` is thousandths of the scorecard's own scale (1990 = 1.990), `score_100` thousandths of
    0–100 (49500 = 49.5); both are empty while the band is unknown. `ratings` stand in the order of
    the version's metrics; a missing or stale metric is NULL."""

    version = WorkspaceForeignKey(ScorecardVersion, on_delete=models.PROTECT)
    score = models.IntegerField(null=True)
    score_100 = models.IntegerField(null=True)
    band = models.CharField(max_length=8, choices=Band.choices)
    coverage_bp = models.PositiveSmallIntegerField()
    ratings = ArrayField(models.SmallIntegerField(null=True))

    class Meta(WorkspaceModel.Meta):
        abstract = True


class CurrentScore(ScoreFigures):
    """The score as of the last recompute of today; one row per account, what lists sort and filter by."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="current_scores")
    since_on = models.DateField()  # the day it last changed

    class Meta(ScoreFigures.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "account"], name="current_score_once")]
        indexes = [
            models.Index(fields=["workspace", "score_100", "account"], name="current_score_by_score"),
            models.Index(fields=["workspace", "band", "account"], name="current_score_by_band"),
        ]


class Score(ScoreFigures):
    """One change of an account's score; as of a date D the latest row with `scored_on <= D` holds."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="scores")
    scored_on = models.DateField()
    computed_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=ScoreOrigin.choices)

    class Meta(ScoreFigures.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "account", "scored_on"], name="score_once_per_day")
        ]
        indexes = [models.Index(fields=["workspace", "scored_on"], name="score_by_day")]


class ScoreComment(WorkspaceModel):
    """What a person said of an account's score on a day; `score_100` and `band` are those that stood then.

    `removed_at` is set while it is taken back, from where its author can bring it back.
    """

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="score_comments")
    scored_on = models.DateField()
    score_100 = models.IntegerField(null=True)
    band = models.CharField(max_length=8, choices=Band.choices)
    body = models.CharField(_("comment"), max_length=1000)
    author = WorkspaceForeignKey(Member, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(
                fields=["workspace", "account", "-scored_on", "-id"],
                name="score_comment_newest",
                condition=models.Q(removed_at=None),
            )
        ]


class Recompute(WorkspaceModel):
    """One recompute of a workspace: as of which day, how many, how long; the last one is shown on pages.

    A weekly history (`kind`) is written down when it is asked for, and is found by a sweep where its task got
    lost; `finished_at` is empty until it is there.
    """

    kind = models.CharField(max_length=8, choices=RecomputeKind.choices, default=RecomputeKind.DAY)
    as_of = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    accounts = models.IntegerField(default=0)
    scored = models.IntegerField(default=0)
    unknown = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "-started_at"], name="recompute_newest"),
            models.Index(
                fields=["workspace", "kind"], name="recompute_waiting", condition=models.Q(finished_at=None)
            ),
        ]
