"""Mails to customers: in their language, with the address of a portal page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Contact
from core.links import absolute, href
from core.text import format_date, format_time
from portal.models import PortalTry
from portal.rules.logins import CODE_LASTS
from workspaces.models import Workspace
from workspaces.services.letters import render_letter
from workspaces.services.mail import write_mail


def portal_href(name: str, *, workspace: str | None = None, **kwargs: Any) -> str:
    """The absolute address of a portal page by its URL name ("portal:home"), for mails: always on the configured host."""
    return absolute(href(name, workspace=workspace, **kwargs))


def language_of(contact: Contact) -> str:
    """The language in which the platform speaks to a contact: the contact's own where we have it, else the usual one."""
    try:
        return translation.get_supported_language_variant(contact.language or "")
    except LookupError:
        return settings.LANGUAGE_CODE


@contextmanager
def speaking_to(contact: Contact) -> Iterator[None]:
    """Words of this block are in the contact's language."""
    with translation.override(language_of(contact)):
        yield


def write_code(
    attempt: PortalTry, contact: Contact, *, code: str, link: str, workspace: Workspace, now: datetime
) -> None:
    """Put the mail with a code and its link into the outbox; once per attempt."""
    minutes = int(CODE_LASTS.total_seconds() // 60)
    with speaking_to(contact):
        lasts = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
        context = {
            "code": code,
            "lasts": lasts,
            "url": _link(link),
            "workspace_name": workspace.name,
            "name": contact.name,
        }
        subject = _("%(code)s is your code for %(workspace)s") % {"code": code, "workspace": workspace.name}
        _write(attempt, contact, "portal_code", subject, context, now)


def write_invitation(
    attempt: PortalTry, contact: Contact, *, link: str, inviter: str, workspace: Workspace, now: datetime
) -> None:
    """Put the mail that invites a contact into the outbox; once per attempt."""
    with speaking_to(contact):
        until = attempt.expires_at.astimezone(ZoneInfo(workspace.time_zone))
        context = {
            "inviter": inviter,
            "account_name": contact.account.name,
            "name": contact.name,
            "until": f"{format_date(until.date())}, {format_time(until)}",
            "url": _link(link),
            "sign_in_url": portal_href("portal:sign_in", workspace=workspace.slug),
            "workspace_name": workspace.name,
        }
        subject = _("%(inviter)s invites you to the customer portal of %(workspace)s") % {
            "inviter": inviter,
            "workspace": workspace.name,
        }
        _write(attempt, contact, "portal_invitation", subject, context, now)


def _link(link: str) -> str:
    return portal_href("portal:link", link=link)


def _write(
    attempt: PortalTry,
    contact: Contact,
    template: str,
    subject: str,
    context: Mapping[str, Any],
    now: datetime,
) -> None:
    letter = render_letter(template, context)
    write_mail(
        key=f"portal:{attempt.pk}:{attempt.link_hash[:16]}",
        kind=template,
        to=attempt.email,
        to_name=contact.name,
        subject=subject,
        text=letter.text,
        html=letter.html,
        now=now,
        private=True,
    )
