"""Who of a customer may come in, and how they do: portal logins are rows of a workspace, never users."""

from django.db import models

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Member


class PortalLogin(WorkspaceModel):
    """A contact's way into the portal of `account`, and of no other: who was moved to another account since comes in no
    more until somebody there invites. Codes and links go to `email`, as the contact had it when invited.

    A greater `epoch` ends every session opened before. A closed login stays, so that who was in can be told.
    """

    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE, related_name="portal_logins")
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="portal_logins")
    email = models.EmailField(max_length=254)  # lower case
    is_admin = models.BooleanField(default=False)  # of the customer: invites colleagues
    epoch = models.PositiveIntegerField(default=1)
    invited_at = models.DateTimeField()
    invited_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    invited_by_contact = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True)
    first_seen_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = WorkspaceForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="closed_portal_logins"
    )

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "email"], name="portal_login_address_once"),
            models.UniqueConstraint(fields=["workspace", "contact"], name="portal_login_contact_once"),
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
                name="portal_login_address_is_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class PortalSession(WorkspaceModel):
    """A browser that is signed in. The cookie holds the secret, the row its hash; `epoch` and `is_admin` are those of
    the login when the session was opened or renewed."""

    login = WorkspaceForeignKey(PortalLogin, on_delete=models.CASCADE, related_name="sessions")
    secret_hash = models.CharField(max_length=64)
    epoch = models.PositiveIntegerField()
    is_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "secret_hash"], name="portal_session_secret_once")
        ]
        indexes = [models.Index(fields=["workspace", "login", "-seen_at"], name="portal_session_of_login")]


class PortalTry(WorkspaceModel):
    """Somebody asked for a code, or was invited: what may open a session, once.

    A row is written for an unknown address too, so that nothing tells it from a known one; only the mail is missing.
    `browser_hash` binds the code to the browser that asked; the link of the mail works in any browser. `tries` are the
    codes entered so far.
    """

    email = models.EmailField(max_length=254)  # as asked for, lower case
    login = WorkspaceForeignKey(PortalLogin, on_delete=models.CASCADE, null=True, related_name="tries")
    is_invitation = models.BooleanField(default=False)
    browser_hash = models.CharField(max_length=64, blank=True, default="")
    code_hash = models.CharField(max_length=64, blank=True, default="")
    link_hash = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=300, blank=True, default="")  # where to go once inside
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "email", "-created_at"], name="portal_try_of_email"),
            models.Index(fields=["workspace", "address", "-created_at"], name="portal_try_of_client"),
            models.Index(fields=["workspace", "created_at"], name="portal_try_by_age"),
            models.Index(
                fields=["workspace", "browser_hash"],
                name="portal_try_of_browser",
                condition=~models.Q(browser_hash=""),
            ),
            models.Index(
                fields=["workspace", "link_hash"],
                name="portal_try_by_link",
                condition=~models.Q(link_hash=""),
            ),
        ]
