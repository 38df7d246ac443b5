"""What people write down about an account, and whom they bring in."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.choices import EntryKind
from accounts.models.account import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Member

BODY = 10_000
MINUTES = 1440


class TimelineEntry(WorkspaceModel):
    """A note, call, meeting or e-mail, for staff alone. `body` is plain text; `deleted_at` is set while it lies in
    the bin, from where it can come back."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="timeline_entries")
    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind.choices, default=EntryKind.NOTE)
    body = models.TextField(_("text"))
    happened_at = models.DateTimeField(_("when"))
    duration_minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    author = WorkspaceForeignKey(Member, on_delete=models.PROTECT)
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), BODY), name="entry_body_has_an_end"
            ),
            models.CheckConstraint(
                condition=models.Q(duration_minutes=None) | models.Q(duration_minutes__range=(1, MINUTES)),
                name="entry_lasts_a_day_at_most",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "account", "-happened_at", "-id"],
                name="entry_newest",
                condition=models.Q(deleted_at=None),
            ),
            models.Index(
                fields=["workspace", "deleted_at"],
                name="entry_in_bin",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ]


class EntryMention(WorkspaceModel):
    """Somebody whom an entry names with @; told once, however often the entry is edited."""

    entry = WorkspaceForeignKey(TimelineEntry, on_delete=models.CASCADE, related_name="mentions")
    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "entry", "member"], name="entry_mentions_once")
        ]
