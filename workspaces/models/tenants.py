"""A workspace (one tenant) and what it has set."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

from core.tenancy.model import WorkspaceModel
from workspaces.choices import Role, Visibility

SLUG = r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?"


class Workspace(models.Model):
    """One tenant: a company that sells a service and runs customer success on it. A global table."""

    id = models.BigAutoField(primary_key=True)
    slug = models.CharField(max_length=48, unique=True, validators=[RegexValidator(rf"^{SLUG}$")])
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    currency = models.CharField(max_length=3, default="EUR")
    country = models.CharField(max_length=2, blank=True, default="")  # whose working days count
    short_term_months = models.PositiveSmallIntegerField(default=3)
    requires_second_factor = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class RoleSetting(WorkspaceModel):
    """What a workspace decided for a role; no row, None, and a right that is not in `scopes` mean the default."""

    role = models.CharField(max_length=20, choices=Role.choices)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, null=True)
    sees_money = models.BooleanField(null=True)
    scopes = models.JSONField(default=dict)  # right -> scope, for the rights that have no column above

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "role"], name="role_setting_once")]
