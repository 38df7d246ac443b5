"""How to sign in the first time, in a few lines for a terminal."""

from django.utils.translation import gettext as _

from core.tenancy import workspace_scope
from workspaces.models import Workspace
from workspaces.selectors.people import admins_of


def first_steps(*, base_url: str, mail_is_local: bool) -> str:
    """Lines that tell the next step: make a workspace, or sign in as one of its admins."""
    address = base_url.rstrip("/")
    first = Workspace.objects.filter(closed_at=None).order_by("id").first()
    if first is None:
        return _(
            "No workspace yet. Make one, with yourself as its admin; it asks for a password of 10 characters:\n"
            "  bin/manage create_workspace acme --name Acme --owner you@example.com --password-stdin\n"
            "Then sign in at %(address)s/ with that e-mail and password."
        ) % {"address": address}
    with workspace_scope(first.pk):
        admin = admins_of().select_related("user").order_by("joined_at", "id").first()
    lines = [
        _("Sign in at %(address)s/ as %(email)s (admin of %(name)s).")
        % {"address": address, "email": admin.user.email if admin else "?", "name": first.name}
    ]
    if mail_is_local:
        lines.append(
            _("Mails, also for a forgotten password, are kept at %(address)s/mail/.") % {"address": address}
        )
    return "\n".join(lines)
