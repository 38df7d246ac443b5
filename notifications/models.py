"""Notices in the app: one line for one member, with where it leads; and how that member wants to be told by mail."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from notifications.choices import Mail
from notifications.rules import WORKDAYS
from workspaces.models import Member


class Notice(WorkspaceModel):
    """`origin_key` says what it came from: one member is never told the same thing twice."""

    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    origin_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, null=True)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=500, blank=True, default="")
    path = models.CharField(max_length=300)  # below the workspace's own address
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(
        max_length=10, choices=Mail.choices, default=Mail.OFF
    )  # as chosen when it was posted
    mailed_at = models.DateTimeField(
        null=True
    )  # when its mail was written, or found not to be wanted any more

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "origin_key"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "member", "-created_at", "-id"], name="notice_newest"),
            models.Index(
                fields=["workspace", "member"], name="notice_unread", condition=models.Q(read_at=None)
            ),
            models.Index(
                fields=["workspace", "mail", "member"],
                name="notice_to_mail",
                condition=models.Q(mailed_at=None) & ~models.Q(mail=Mail.OFF),
            ),
        ]


def usual_workdays() -> list[int]:
    return list(WORKDAYS)


class NoticeChoice(WorkspaceModel):
    """How a member is told of one kind by mail, where that differs from what is usual."""

    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    mail = models.CharField(max_length=10, choices=Mail.choices)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "kind"], name="notice_choice_once")
        ]


class MailTimes(WorkspaceModel):
    """When mail reaches a member; without a row the usual times hold. `digested_on` claims a day's digest."""

    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE)
    quiet_from = models.TimeField(null=True, default=time(20))
    quiet_until = models.TimeField(null=True, default=time(7))
    workdays = ArrayField(models.PositiveSmallIntegerField(), default=usual_workdays)
    has_digest = models.BooleanField(default=True)
    digest_at = models.TimeField(default=time(8))
    digested_on = models.DateField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "member"], name="mail_times_once")]
