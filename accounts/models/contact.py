"""A person at the customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import ContactLevel, Influence, StakeholderRole, Stance
from accounts.models.account import EXTERNAL_ID, Account
from accounts.models.bin import OutsideBinWithAccount
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceManager
from workspaces.models import Imported, Member


class Contact(Imported):
    """A stakeholder; signs in to the portal later, and is never a user or a member."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    external_id = models.CharField(max_length=EXTERNAL_ID, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    stakeholder_role = models.CharField(
        _("stakeholder role"), max_length=16, choices=StakeholderRole.choices, blank=True, default=""
    )
    level = models.CharField(_("level"), max_length=12, choices=ContactLevel.choices, blank=True, default="")
    influence = models.CharField(
        _("influence"), max_length=6, choices=Influence.choices, blank=True, default=""
    )
    stance = models.CharField(_("stance"), max_length=10, choices=Stance.choices, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    left_on = models.DateField(_("left on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False)

    objects = OutsideBinWithAccount()  # type: ignore[misc]
    with_bin = WorkspaceManager()

    class Meta(Imported.Meta):
        base_manager_name = "with_bin"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="contact_external_id_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "name_key", "id"], name="contact_by_name"),
            models.Index(
                fields=["workspace", "deleted_at", "id"],
                name="contact_in_bin",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
