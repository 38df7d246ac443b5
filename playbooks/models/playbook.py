"""Playbooks: steps that are applied to an account, kept in versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from playbooks.choices import DayKind, PlaybookState, VersionStatus
from workspaces.models import Member

INSTRUCTIONS = 4000
MOST_OFFSET = 730


class Playbook(WorkspaceModel):
    """A named template. `key` is what apps and packs know it by; people know the name."""

    key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=500, blank=True, default="")
    state = models.CharField(max_length=8, choices=PlaybookState.choices, default=PlaybookState.ACTIVE)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="playbook_key_once")]

    def __str__(self) -> str:
        return self.name


class PlaybookVersion(WorkspaceModel):
    """One edition of a playbook; a published one never changes, and who runs under it keeps it. `edits` counts the
    changes of a draft, so that two people do not write over one another."""

    playbook = WorkspaceForeignKey(Playbook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    edits = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    published_at = models.DateTimeField(null=True)
    published_by = WorkspaceForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="published_playbooks"
    )

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "playbook", "number"], name="playbook_version_once"),
            models.UniqueConstraint(
                fields=["workspace", "playbook"],
                name="playbook_one_published",
                condition=models.Q(status="published"),
            ),
            models.UniqueConstraint(
                fields=["workspace", "playbook"],
                name="playbook_one_draft",
                condition=models.Q(status="draft"),
            ),
        ]


class PlaybookStep(WorkspaceModel):
    """One step of a version. `owner_role` empty: whoever owns the CTA, else the account. `offset_days` are counted from
    the day on which the playbook is started; `checklist` is a list of sentences."""

    version = WorkspaceForeignKey(PlaybookVersion, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=160)
    instructions = models.CharField(_("instructions"), max_length=INSTRUCTIONS, blank=True, default="")
    owner_role = models.CharField(_("owner"), max_length=4, choices=OwnerRole.choices, blank=True, default="")
    offset_days = models.PositiveSmallIntegerField(_("due after"), default=0)
    day_kind = models.CharField(
        _("counted in"), max_length=8, choices=DayKind.choices, default=DayKind.BUSINESS
    )
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    visible_to_customer = models.BooleanField(_("the customer sees it"), default=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                # steps change places within one statement
                fields=["workspace", "version", "position"],
                name="playbook_step_position_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=models.Q(offset_days__lte=MOST_OFFSET), name="playbook_step_within_two_years"
            ),
        ]
