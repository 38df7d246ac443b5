"""A forgotten password: a link by mail that works once, for an hour, and only until the password changes."""

from datetime import datetime
from secrets import token_hex

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.links import absolute
from core.tenancy import workspace_scope
from workspaces.models import User
from workspaces.selectors import workspaces_of
from workspaces.services.letters import render_letter
from workspaces.services.mail import write_mail


def mail_reset_link(email: str, *, now: datetime, address: str | None) -> bool:
    """Write the mail with the link, if a member has this e-mail address; call outside any scope.

    It goes through the outbox of the person's first workspace by name, unread by its admins. False when
    nobody has the address, or its owner is in no workspace: then there is nothing to get into.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    homes = workspaces_of(user.pk) if user else []
    if user is None or not homes:
        return False
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    values = {
        "workspace_name": "CS Platform",
        "minutes": minutes,
        "url": absolute(path),
        "address": address or "",
    }
    letter = render_letter("password_reset", values)
    with workspace_scope(homes[0].pk):
        return write_mail(
            key=f"password_reset:{user.pk}:{token_hex(8)}",
            kind="password_reset",
            to=user.email,
            to_name=user.name,
            subject=_("A new password for CS Platform"),
            text=letter.text,
            html=letter.html,
            now=now,
            private=True,
        )
