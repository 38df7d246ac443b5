"""Inquiries of customers: what is asked, the conversation with its files, the history, and the rules that hand it out."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole, Segment, TicketPriority
from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from portal.choices.inquiries import OUR_TURN, InquiryKind, InquirySource, InquiryStatus, InquiryStepKind
from workspaces.models import Member, StoredFile, Team

SUBJECT, BODY, WORDS, COMMENT = 200, 20_000, 1000, 1000


class InquirySetting(WorkspaceModel):
    """How a workspace answers: one row. `last_number` is the number of the newest inquiry; `manager_minutes` of work after
    a late answer its manager is told."""

    last_number = models.PositiveIntegerField(default=0)
    response_days = models.PositiveSmallIntegerField(default=1)
    urgent_minutes = models.PositiveSmallIntegerField(null=True)  # of work, where urgent ones have less time
    manager_minutes = models.PositiveSmallIntegerField(default=120)
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(17))
    break_from = models.TimeField(null=True)
    break_to = models.TimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="inquiry_setting_once"),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="inquiry_hours_open_first"
            ),
        ]


class Inquiry(WorkspaceModel):
    """What a customer asks. `opener` is who asked, and `opener_name` stays when the contact goes. It is handed to a person,
    to a team, or to nobody yet. `response_due_at` and `manager_due_at` follow from when it came in and its priority;
    `breached_at` and `manager_told_at` are when the sweep decided on them, once."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="inquiries")
    number = models.PositiveIntegerField()
    subject = models.CharField(_("subject"), max_length=SUBJECT)
    subject_key = models.CharField(max_length=SUBJECT, editable=False)
    kind = models.CharField(
        _("type"), max_length=10, choices=InquiryKind.choices, default=InquiryKind.QUESTION
    )
    priority = models.CharField(
        _("priority"), max_length=8, choices=TicketPriority.choices, default=TicketPriority.NORMAL
    )
    status = models.CharField(
        _("status"), max_length=8, choices=InquiryStatus.choices, default=InquiryStatus.NEW
    )
    source = models.CharField(max_length=8, choices=InquirySource.choices, default=InquirySource.PORTAL)
    opener = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    opener_name = models.CharField(max_length=200)
    assignee = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("works on it"))
    team = WorkspaceForeignKey(Team, on_delete=models.PROTECT, null=True, verbose_name=_("team"))
    opened_at = models.DateTimeField()
    response_due_at = models.DateTimeField()
    manager_due_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    manager_told_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    calmed_at = models.DateTimeField(null=True)  # when the escalation ended
    escalation_reason = models.CharField(max_length=WORDS, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()  # the last thing that either side did
    score = models.PositiveSmallIntegerField(null=True)  # of five
    comment = models.CharField(max_length=COMMENT, blank=True, default="")
    rated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="inquiry_number_once"),
            models.CheckConstraint(
                condition=models.Q(assignee=None) | models.Q(team=None), name="inquiry_has_one_holder"
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__range=(1, 5)), name="inquiry_score_of_five"
            ),
            models.CheckConstraint(
                condition=models.Q(status=InquiryStatus.CLOSED, closed_at__isnull=False)
                | models.Q(~models.Q(status=InquiryStatus.CLOSED), closed_at=None),
                name="inquiry_closed_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "-moved_at", "-id"], name="inquiry_of_account"),
            models.Index(fields=["workspace", "-opened_at", "-id"], name="inquiry_newest"),
            models.Index(fields=["workspace", "assignee", "status"], name="inquiry_of_member"),
            models.Index(
                fields=["workspace", "response_due_at"],
                name="inquiry_unanswered",
                condition=models.Q(responded_at=None, breached_at=None),
            ),
            models.Index(
                fields=["workspace", "manager_due_at"],
                name="inquiry_manager_untold",
                condition=models.Q(responded_at=None, manager_told_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.subject}"

    @property
    def is_open(self) -> bool:
        return self.status != InquiryStatus.CLOSED

    @property
    def is_our_turn(self) -> bool:
        return self.status in OUR_TURN

    @property
    def is_escalated(self) -> bool:
        return self.escalated_at is not None and self.calmed_at is None


class InquiryMessage(WorkspaceModel):
    """One message, plain text. `is_internal` ones are for staff alone. `message_id` is that of the mail it came by, taken
    once; `left_out` says which of its files could not be kept."""

    inquiry = WorkspaceForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    is_internal = models.BooleanField()
    body = models.TextField()
    author = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    contact = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    author_name = models.CharField(max_length=200)
    source = models.CharField(max_length=8, choices=InquirySource.choices, default=InquirySource.PORTAL)
    written_at = models.DateTimeField()
    message_id = models.CharField(max_length=200, null=True)
    left_out = models.TextField(blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "message_id"], name="inquiry_mail_taken_once"),
            models.CheckConstraint(
                condition=models.Q(author=None) | models.Q(contact=None), name="inquiry_message_of_one_side"
            ),
            models.CheckConstraint(
                condition=models.Q(is_internal=False) | models.Q(contact=None),
                name="inquiry_note_is_of_staff",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "inquiry", "id"], name="inquiry_message_in_order")]

    @property
    def is_of_staff(self) -> bool:
        return self.author_id is not None


class InquiryFile(WorkspaceModel):
    """A file that travels with a message; seen by whoever sees the message."""

    message = WorkspaceForeignKey(InquiryMessage, on_delete=models.CASCADE, related_name="files")
    file = WorkspaceForeignKey(StoredFile, on_delete=models.PROTECT)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "file"], name="inquiry_file_once")]
        indexes = [models.Index(fields=["workspace", "message"], name="inquiry_file_of_message")]


class InquiryStep(WorkspaceModel):
    """A line of the history. `who` names those who are no member: a contact, or nobody for the platform itself."""

    append_only = True

    # outlives the inquiry, as history does
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=InquiryStepKind.choices)
    by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    who = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    words = models.CharField(max_length=WORDS, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "inquiry", "id"], name="inquiry_step_in_order")]


class InquiryRule(WorkspaceModel):
    """Who gets an inquiry that fits; rules are asked in their order. Empty conditions always hold."""

    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    kind = models.CharField(_("type"), max_length=10, choices=InquiryKind.choices, blank=True, default="")
    priority = models.CharField(
        _("priority"), max_length=8, choices=TicketPriority.choices, blank=True, default=""
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment.choices, blank=True, default="")
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, null=True, verbose_name=_("account"))
    member = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    team = WorkspaceForeignKey(Team, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=4, choices=OwnerRole.choices, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, team=None, role="")
                | models.Q(member=None, team__isnull=False, role="")
                | (models.Q(member=None, team=None) & ~models.Q(role="")),
                name="inquiry_rule_has_one_target",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "position", "id"], name="inquiry_rule_in_order")]
