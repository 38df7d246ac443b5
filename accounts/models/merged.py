"""What went into another one: under which id it was known, so that the next file finds the survivor."""

from django.db import models

from accounts.models.account import EXTERNAL_ID, Account
from accounts.models.contact import Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Member


class MergedAccount(WorkspaceModel):
    """`gone_id` is the number that the merged account had; its history is kept under it."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="merged")
    gone_id = models.BigIntegerField()
    external_id = models.CharField(max_length=EXTERNAL_ID, null=True)
    name = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    merged_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="merged_external_id_once"),
            models.UniqueConstraint(fields=["workspace", "gone_id"], name="merged_account_once"),
        ]


class MergedContact(WorkspaceModel):
    """The same of contacts, who are known by their address where a file gives no id."""

    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE, related_name="merged")
    gone_id = models.BigIntegerField()
    external_id = models.CharField(max_length=EXTERNAL_ID, null=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True, default="")
    merged_at = models.DateTimeField()
    merged_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], name="merged_contact_external_id_once"
            ),
            models.UniqueConstraint(fields=["workspace", "gone_id"], name="merged_contact_once"),
        ]
