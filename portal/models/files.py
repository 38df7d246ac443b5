"""Files that staff and a customer share: each version is a file of the account."""

from django.db import models

from accounts.models import Account, AccountFile, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Member


class SharedFile(WorkspaceModel):
    """A file that the customer sees, by the name of its newest version. `taken_back_at` is set while only staff see it.
    `latest_number` is the number of the version in force."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="shared_files")
    name = models.CharField(max_length=255)
    latest_number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(
                fields=["workspace", "account", "-changed_at", "-id"],
                name="shared_file_newest",
                condition=models.Q(taken_back_at=None),
            ),
            models.Index(fields=["workspace", "account", "id"], name="shared_file_of_account"),
        ]

    def __str__(self) -> str:
        return self.name


class SharedFileVersion(WorkspaceModel):
    """One version: who brought it, staff or a contact; `restored_from` is the number of the older one taken up again."""

    shared_file = WorkspaceForeignKey(SharedFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    account_file = WorkspaceForeignKey(AccountFile, on_delete=models.CASCADE)
    added_at = models.DateTimeField()
    member = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    contact = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    restored_from = models.PositiveIntegerField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "shared_file", "number"], name="shared_file_version_once"
            )
        ]
        indexes = [models.Index(fields=["workspace", "account_file"], name="shared_version_of_file")]
