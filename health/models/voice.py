"""Answers of customers about us, one number each, from whoever asked."""

from django.db import models

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from health.choices import Voice


class VoiceAnswer(WorkspaceModel):
    """`origin_key` names the answer with whoever took it: a later one of the same key takes its place. `source_key` is
    the external id of the ticket that it is about: its own satisfaction is then not counted a second time."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE)
    origin_key = models.CharField(max_length=100)
    source_key = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=4, choices=Voice.choices)
    score = models.PositiveSmallIntegerField()
    answered_on = models.DateField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "origin_key"], name="voice_answer_once"),
            models.CheckConstraint(
                condition=models.Q(kind=Voice.NPS, score__range=(0, 10))
                | models.Q(kind=Voice.CSAT, score__range=(1, 5)),
                name="voice_score_on_its_scale",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "answered_on"], name="voice_answer_of_account"),
            models.Index(
                fields=["workspace", "source_key"],
                name="voice_answer_of_ticket",
                condition=~models.Q(source_key=""),
            ),
        ]
