"""Reviews as they were printed: facts frozen on one day, and the words written to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from reports.choices import Edition, Paper, PrintState
from workspaces.models import Member, OutboxMessage, StoredFile


class QbrSnapshot(WorkspaceModel):
    """One quarterly business review of an account. `data`, the words and the choices never change once they are
    taken, so that the same snapshot is always the same document; `code` stands on each of its pages. Until its facts
    are taken a row has no fingerprint and only says what is wanted."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="qbr_snapshots")
    code = models.CharField(max_length=60)
    period = models.CharField(max_length=6)  # 2024Q4
    edition = models.CharField(max_length=8, choices=Edition.choices)
    paper = models.CharField(max_length=6, choices=Paper.choices, default=Paper.A4)
    language = models.CharField(max_length=10, default="en")
    sections = ArrayField(models.CharField(max_length=12), default=list)
    data = models.JSONField()  # reports.selectors.qbr.collect_facts
    has_money = models.BooleanField(default=False)  # amounts stand in it: only for those who may see them
    fingerprint = models.CharField(max_length=64)  # of facts, words and choices: the same is not taken twice
    claim = models.CharField(_("claim"), max_length=160, blank=True, default="")
    sentences = ArrayField(models.CharField(max_length=300), default=list)
    decision = models.CharField(_("decision"), max_length=200, blank=True, default="")
    asked_of = models.CharField(_("asked of"), max_length=120, blank=True, default="")
    if_yes = models.CharField(_("if yes"), max_length=240, blank=True, default="")
    if_no = models.CharField(_("if no"), max_length=240, blank=True, default="")
    meeting = models.CharField(_("meeting"), max_length=160, blank=True, default="")
    actions = ArrayField(models.CharField(max_length=300), default=list)
    taken_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    superseded_by = WorkspaceForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=PrintState.choices, default=PrintState.NONE)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file = WorkspaceForeignKey(StoredFile, on_delete=models.SET_NULL, null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True, default="")  # core.pdf.Reason

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "code"], name="qbr_code_once")]
        indexes = [
            models.Index(fields=["workspace", "account", "-taken_at", "-id"], name="qbr_of_account"),
            models.Index(
                fields=["workspace", "queued_at"],
                name="qbr_waiting",
                condition=models.Q(state__in=["taking", "waiting", "rendering"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_taken(self) -> bool:
        """Whether it holds its facts."""
        return self.fingerprint != ""


class QbrMailing(WorkspaceModel):
    """One person to whom somebody sent the PDF of a review; the mail itself is the outbox's."""

    snapshot = WorkspaceForeignKey(QbrSnapshot, on_delete=models.CASCADE, related_name="mailings")
    contact = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    member = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True, default="")
    address = models.EmailField(max_length=254)
    note = models.TextField(max_length=2000, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    message = WorkspaceForeignKey(OutboxMessage, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "snapshot", "-asked_at"], name="qbr_mailing_of_snapshot")
        ]
