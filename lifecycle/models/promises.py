"""What was promised to a customer in the sale, tracked until it is kept [000 §3.2]."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import PromiseState
from workspaces.models import Member

TEXT, NOTE = 500, 500


class Promise(WorkspaceModel):
    """`made_by` gave it, `owner` sees that it is kept; `note` says how it ended."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="promises")
    text = models.CharField(_("promise"), max_length=TEXT)
    made_to = WorkspaceForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("to whom")
    )
    made_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("made by"))
    owner = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("owner"))
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=9, choices=PromiseState.choices, default=PromiseState.OPEN)
    note = models.CharField(_("note"), max_length=NOTE, blank=True, default="")
    decided_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "account", "due_on"], name="promise_of_account"),
            models.Index(
                fields=["workspace", "due_on"], name="promise_open_by_due", condition=models.Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return self.text
