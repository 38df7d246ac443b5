"""Live chat: a room for each conversation with a contact, its lines in their order, and the staff who joined."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from portal.choices.chat import Event, RoomState, Side
from workspaces.models import Member, StoredFile, Team

TEXT, NOTE = 4000, 500


class ChatRoom(WorkspaceModel):
    """One conversation; a contact has at most one that is open. `agent` answers it, or is to take it where it was handed
    over to a person; `team` is the one it was handed over to. `waits_since` is set while nobody has taken it.

    `last_number` is the number of its last line: lines are numbered under a lock on this row, so that they commit in
    the order of their numbers and nobody who asks for those beyond N passes over one. What each side has fetched
    (`…_got`) and read (`…_read`) are numbers of lines too.
    """

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="chat_rooms")
    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE, related_name="chat_rooms")
    inquiry = WorkspaceForeignKey("portal.Inquiry", on_delete=models.SET_NULL, null=True)
    state = models.CharField(max_length=8, choices=RoomState.choices, default=RoomState.WAITING)
    agent = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("agent"))
    team = WorkspaceForeignKey(Team, on_delete=models.PROTECT, null=True, verbose_name=_("team"))
    opened_at = models.DateTimeField()
    waits_since = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    last_number = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    contact_got = models.PositiveIntegerField(default=0)
    contact_read = models.PositiveIntegerField(default=0)
    staff_got = models.PositiveIntegerField(default=0)
    staff_read = models.PositiveIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        verbose_name = _("chat")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "contact"], name="chat_open_once", condition=models.Q(closed_at=None)
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "-opened_at", "-id"], name="chat_of_account"),
            models.Index(fields=["workspace", "contact", "-id"], name="chat_of_contact"),
            models.Index(
                fields=["workspace", "last_at"], name="chat_open", condition=models.Q(closed_at=None)
            ),
            models.Index(
                fields=["workspace", "-closed_at", "-id"],
                name="chat_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["workspace", "opened_at"],
                name="chat_answered",
                condition=models.Q(first_answer_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ChatMessage(WorkspaceModel):
    """One line, which nobody edits. `key` is the sender's own: the same line sent again is the line that stands.

    A line of the platform tells an `event`: `text` is then the name of whom it is about, and `note` what staff said with
    it, which no customer reads.
    """

    room = WorkspaceForeignKey(ChatRoom, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    event = models.CharField(max_length=9, choices=Event.choices, blank=True, default="")
    member = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    key = models.UUIDField()
    text = models.CharField(max_length=TEXT, blank=True, default="")
    note = models.CharField(max_length=NOTE, blank=True, default="")
    file = WorkspaceForeignKey(StoredFile, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "room", "number"], name="chat_number_once"),
            models.UniqueConstraint(fields=["workspace", "room", "key"], name="chat_key_once"),
        ]


class ChatParticipant(WorkspaceModel):
    """A colleague who was asked into a room, and when that colleague came."""

    room = WorkspaceForeignKey(ChatRoom, on_delete=models.CASCADE, related_name="participants")
    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE)
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "room", "member"], name="chat_participant_once")
        ]
        indexes = [models.Index(fields=["workspace", "member"], name="chat_of_member")]
