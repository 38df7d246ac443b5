"""The tabs of Settings and of my own pages."""

from django.utils.translation import gettext as _

from core import clock
from core.links import href
from core.shell import Choice
from workspaces.ports import MY_PARTS, SETTINGS_PARTS
from workspaces.selectors.mail import mail_for_a_person


def settings_tabs(current: str) -> tuple[Choice, ...]:
    parts = (
        ("workspace", _("Workspace")),
        ("members", _("Members")),
        ("teams", _("Teams")),
        ("roles", _("Roles")),
        ("outbox", _("Mail")),
        ("security_log", _("Security log")),
    )
    stuck = mail_for_a_person(now=clock.now())
    ours = [
        Choice(
            label,
            href(f"workspaces:{key}"),
            current=key == current,
            key=key,
            count=stuck if key == "outbox" and stuck else None,
        )
        for key, label in parts
    ]
    others = [
        Choice(part.label, href(part.url_name), current=part.key == current, key=part.key)
        for part in SETTINGS_PARTS
    ]
    return (*ours[:4], *others, *ours[4:])


def my_tabs(current: str) -> tuple[Choice, ...]:
    return (
        Choice(_("Profile"), href("workspaces:profile"), current=current == "profile", key="profile"),
        Choice(_("Sign-in"), href("workspaces:my_sign_in"), current=current == "sign_in", key="sign_in"),
        *(
            Choice(part.label, href(part.url_name), current=part.key == current, key=part.key)
            for part in MY_PARTS
        ),
    )
