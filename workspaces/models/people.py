"""People: users are global, members and invitations belong to one workspace."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.choices import Role
from workspaces.managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person of staff, in any number of workspaces; a customer's contact is never a user."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(_("e-mail"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    theme = models.CharField(max_length=6, default="system")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(db_default=Now())

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="user_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Member(WorkspaceModel):
    """A user's place in one workspace."""

    person_column = "user_id"

    user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    joined_at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True)
    book = models.CharField(max_length=4, default="mine")  # last choice of My book / My team / All
    scopes = models.JSONField(default=dict)  # right -> scope, where it differs from the role's

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="member_once")]
        indexes = [models.Index(fields=["user"], name="member_of_person")]

    def __str__(self) -> str:
        return str(self.user)


class Invitation(WorkspaceModel):
    """An e-mailed offer to join; the secret itself is never stored."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    secret_hash = models.CharField(max_length=64)
    invited_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "secret_hash"], name="invitation_secret_once"),
            models.UniqueConstraint(
                fields=["workspace", "email"],
                name="invitation_open_once",
                condition=models.Q(accepted_at=None, revoked_at=None),
            ),
        ]
