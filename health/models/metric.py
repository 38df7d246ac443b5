"""What is measured, and what was read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from health.choices import Measure, MetricGroup, ReadingSource, UsageFigure
from workspaces.models import Imported, Member


class Metric(WorkspaceModel):
    """A signal of an account's health. The seven default ones are made with the workspace.

    One with a `figure` is a usage metric of the workspace's own: it counts that figure of `feature` (empty: of all)
    over `window_days`, per licence bought where `per_seat`. `cutoffs` are the least figures for each rating above
    the lowest, thousandths, or the greatest where `lower_is_better`; a scorecard may set its own. What is counted
    never changes once made, else readings would no longer mean the same.
    """

    key = models.CharField(max_length=60)
    label = models.CharField(
        _("name"), max_length=120, blank=True, default=""
    )  # blank: the default's own label
    position = models.PositiveSmallIntegerField(default=0)
    is_automatic = models.BooleanField(default=False)
    shelf_life_days = models.PositiveSmallIntegerField(default=30)
    heading = models.CharField(
        _("group"), max_length=12, choices=MetricGroup.choices, default=MetricGroup.HEALTH_CHECK
    )
    figure = models.CharField(_("counted"), max_length=8, choices=UsageFigure.choices, blank=True, default="")
    feature = models.CharField(_("event"), max_length=100, blank=True, default="")
    window_days = models.PositiveSmallIntegerField(_("window, days"), default=30)
    per_seat = models.BooleanField(_("per licence bought"), default=False)
    cutoffs = models.JSONField(default=list, blank=True)
    lower_is_better = models.BooleanField(_("lower is better"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="metric_key_once"),
            models.CheckConstraint(
                condition=models.Q(window_days__range=(1, 365)), name="metric_window_is_a_year_at_most"
            ),
        ]


class Reading(Imported):
    """One rating of one metric for one account, over a run of days in which it did not change.

    `measured_on` is the day from which this value holds; `confirmed_on` the day of the newest look at the
    source that gave it, or of the newest fact behind it (so it may lie before `measured_on`, where a value
    changed because an old answer left the window). As of a date D the reading in force is the one with the
    latest `measured_on <= D`, and its age is D - min(confirmed_on, D) days. Readings by hand and imported
    ones stand in the same line: the latest `measured_on` wins, whoever made it, until the source gives
    another value or the hand-made reading has run out. `value` is the raw value in thousandths of its unit,
    `basis` the second number of an explanation (e.g. bought licences of active ones), in thousandths as
    well; `measure` says what the two mean.
    """

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="readings")
    metric = WorkspaceForeignKey(Metric, on_delete=models.CASCADE)
    source = models.CharField(max_length=12, choices=ReadingSource.choices)
    measured_on = models.DateField()
    confirmed_on = models.DateField()
    rating = models.PositiveSmallIntegerField()
    value = models.BigIntegerField(null=True)
    basis = models.BigIntegerField(null=True)
    measure = models.CharField(max_length=20, choices=Measure.choices, default=Measure.HAND)
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    recorded_at = models.DateTimeField()

    class Meta(Imported.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "account", "metric", "measured_on"], name="reading_once_per_day"
            )
        ]
