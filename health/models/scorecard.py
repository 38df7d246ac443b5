"""How ratings become a score: scorecards, kept in versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Segment, Stage
from accounts.models import Product
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from health.choices import VersionStatus
from health.models.metric import Metric
from workspaces.models import Member


class Scorecard(WorkspaceModel):
    """A named way of scoring; `is_default` scores every account that no other card claims."""

    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(default=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="scorecard_name_once"),
            models.UniqueConstraint(
                fields=["workspace"], name="scorecard_one_default", condition=models.Q(is_default=True)
            ),
        ]


class ScorecardVersion(WorkspaceModel):
    """One edition of a scorecard; a published one never changes. Limits are thousandths of 0–100.

    `segment`, `stage` and `product` say which accounts the card scores: those that meet all that are set
    (health.rules.claims). `edits` counts the changes of a draft, so that two people do not write over one another;
    `based_on` is the version in force when the draft was begun.
    """

    book_size: int  # accounts of the workspace, on a draft that health.access.draft_or_404 found

    scorecard = WorkspaceForeignKey(Scorecard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    scale_min = models.PositiveSmallIntegerField(default=1)
    scale_max = models.PositiveSmallIntegerField(default=3)
    healthy_from = models.PositiveIntegerField(default=60_000)
    monitor_from = models.PositiveIntegerField(default=40_000)
    min_coverage_bp = models.PositiveSmallIntegerField(default=5_000)  # basis points of the weights
    segment = models.CharField(_("segment"), max_length=12, choices=Segment.choices, blank=True, default="")
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, blank=True, default="")
    product = WorkspaceForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("product")
    )
    edits = models.PositiveIntegerField(default=1)
    based_on = WorkspaceForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    published_at = models.DateTimeField(null=True)
    published_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "scorecard", "number"], name="scorecard_version_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "scorecard"],
                name="scorecard_one_published",
                condition=models.Q(status="published"),
            ),
            models.UniqueConstraint(
                fields=["workspace", "scorecard"],
                name="scorecard_one_draft",
                condition=models.Q(status="draft"),
            ),
            models.UniqueConstraint(
                fields=["workspace", "segment", "stage", "product"],
                name="scorecard_claims_apart",
                condition=models.Q(status="published"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(healthy_from__gte=models.F("monitor_from")),
                name="scorecard_limits_in_order",
            ),
        ]


class ScorecardMetric(WorkspaceModel):
    """A metric's weight in one version, in basis points; the weights of a published version sum to 10,000.

    `shelf_life_days`: None keeps the metric's own. `cutoffs`: the version's own thresholds by measure, as in Metric;
    for a measure that is not named the rating stands as it was read.
    """

    version = WorkspaceForeignKey(ScorecardVersion, on_delete=models.CASCADE, related_name="metrics")
    metric = WorkspaceForeignKey(Metric, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    weight_bp = models.PositiveSmallIntegerField()
    shelf_life_days = models.PositiveSmallIntegerField(null=True, blank=True)
    cutoffs = models.JSONField(default=dict, blank=True)
    lower_is_better = models.BooleanField(default=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "version", "metric"], name="scorecard_metric_once"),
            models.UniqueConstraint(
                fields=["workspace", "version", "position"], name="scorecard_position_once"
            ),
        ]
