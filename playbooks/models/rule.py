"""Rules: when something is true of an account, open a CTA and start a playbook."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from playbooks.choices import CtaKind, Priority
from playbooks.models.playbook import Playbook
from workspaces.models import Member

MOST_DUE_DAYS = 365


class Rule(WorkspaceModel):
    """`trigger` is the key of a part of playbooks.ports.TRIGGERS, `parameters` what its form took. A rule acts while it
    is active; it is tried first. `matched` and `opened` are those of the last run."""

    name = models.CharField(_("name"), max_length=120)
    trigger = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict, blank=True)
    playbook = WorkspaceForeignKey(
        Playbook, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("playbook")
    )
    cta_kind = models.CharField(_("kind"), max_length=14, choices=CtaKind.choices, default=CtaKind.RISK)
    cta_priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    due_days = models.PositiveSmallIntegerField(
        _("due after, business days"), default=3, validators=[MaxValueValidator(MOST_DUE_DAYS)]
    )
    is_active = models.BooleanField(default=False)
    activated_at = models.DateTimeField(null=True)
    activated_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    last_run_at = models.DateTimeField(null=True)
    matched = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    pack = models.CharField(max_length=60, blank=True, default="")  # of a ready-made pack: installed once
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "pack"], name="rule_of_pack_once", condition=~models.Q(pack="")
            )
        ]

    def __str__(self) -> str:
        return self.name
