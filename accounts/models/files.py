"""Files kept with an account: for staff, until an upper app shows one to the customer."""

from django.db import models

from accounts.models.account import Account
from accounts.models.contact import Contact
from accounts.models.timeline import TimelineEntry
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Member, StoredFile


class AccountFile(WorkspaceModel):
    """A stored file of an account; with `entry`, one attached to what somebody wrote. `deleted_at` is set while it
    lies in the bin; after that row and bytes go. One that the platform made (`is_made`), as a printed review, is told by
    its maker, who keeps the bytes. `contact`: who sent it, where a customer did. `shows_money`: it holds amounts, and does not exist for who may not see them."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="files")
    entry = WorkspaceForeignKey(TimelineEntry, on_delete=models.CASCADE, null=True, related_name="files")
    file = WorkspaceForeignKey(StoredFile, on_delete=models.PROTECT)
    added_at = models.DateTimeField()
    added_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    contact = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    is_made = models.BooleanField(default=False, db_default=False)
    shows_money = models.BooleanField(default=False, db_default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "file"], name="account_file_once")]
        indexes = [
            models.Index(
                fields=["workspace", "account", "-added_at", "-id"],
                name="account_file_newest",
                condition=models.Q(deleted_at=None),
            ),
            models.Index(
                fields=["workspace", "deleted_at"],
                name="account_file_in_bin",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ]
