"""A support ticket of another system."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import TicketPriority
from accounts.models.account import EXTERNAL_ID, Account
from accounts.models.bin import OfAccountsOutsideBin
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceManager
from workspaces.models import Imported


class Ticket(Imported):
    """Open while `closed_at` is empty. `satisfaction` is the customer's 1–5 on closing."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="tickets")
    external_id = models.CharField(_("number"), max_length=EXTERNAL_ID)
    subject = models.CharField(_("subject"), max_length=300, blank=True, default="")
    priority = models.CharField(max_length=8, choices=TicketPriority.choices, default=TicketPriority.NORMAL)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    first_response_minutes = models.IntegerField(null=True, blank=True)
    resolution_minutes = models.IntegerField(null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)
    is_escalated = models.BooleanField(default=False)

    objects = OfAccountsOutsideBin()  # type: ignore[misc]
    with_bin = WorkspaceManager()

    class Meta(Imported.Meta):
        base_manager_name = "with_bin"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="ticket_external_id_once"),
            models.CheckConstraint(
                condition=models.Q(satisfaction=None) | models.Q(satisfaction__range=(1, 5)),
                name="ticket_satisfaction_of_five",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "account", "opened_at"], name="ticket_of_account")]
