"""The log of security acts: the app's role may add to it and read it, nothing else."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.choices import SecurityActKind
from workspaces.models.people import Member


class SecurityAct(WorkspaceModel):
    """Who did what that touches access: sign-ins, roles, invitations, exports, imports, settings."""

    append_only = True

    kind = models.CharField(max_length=40, choices=SecurityActKind.choices)
    at = models.DateTimeField()
    member = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    subject = models.CharField(max_length=254, blank=True, default="")  # whom or what it was done to
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "-at", "-id"], name="security_act_newest")]
