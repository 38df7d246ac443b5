"""Events stored in the transaction that caused them until their subscribers have been told, forms sent, tasks that
failed."""

from django.db import models

from core.tenancy.model import WorkspaceModel


class StoredEvent(WorkspaceModel):
    """One piece of news upward; `parked_at` is set when a subscriber keeps failing on it."""

    name = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(
                fields=["workspace", "next_attempt_at"],
                name="event_waiting",
                condition=models.Q(delivered_at=None, parked_at=None),
            )
        ]


class Submission(WorkspaceModel):
    """A form that made something, by the key its page carried: core.submissions."""

    key = models.UUIDField()
    made_id = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="submission_once")]
        indexes = [models.Index(fields=["workspace", "created_at"], name="submission_by_age")]


class FailedTask(WorkspaceModel):
    """A task that raised, by what it is and its arguments: tried again, and parked for a person after some tries.

    The row goes with the first run that succeeds, whoever asked for it.
    """

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "fingerprint"], name="failed_task_once")]
        indexes = [models.Index(fields=["workspace", "-last_failed_at", "-id"], name="failed_task_newest")]
