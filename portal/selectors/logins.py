"""Logins, sessions and links, looked up under row-level security of the workspace in force."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import F, Q, QuerySet

from accounts.models import Contact
from portal.identity import Customer
from portal.models import PortalLogin, PortalSession, PortalTry

COOKIE_VALUE = re.compile(r"(\d{1,18})\.(\d{1,9})\.([\w-]{20,100})", re.ASCII)
LINK = re.compile(r"(\d{1,18})-([\w-]{20,100})", re.ASCII)


@dataclass(frozen=True)
class Opened:
    """A session that holds, and who it is."""

    session: PortalSession
    customer: Customer

    @property
    def is_stale(self) -> bool:
        """Whether the login's rights are others than when the session got its secret."""
        return self.session.is_admin != self.customer.login.is_admin


def hash_secret(secret: str) -> str:
    """How a secret of a cookie or link is stored: only so."""
    return sha256(secret.encode()).hexdigest()


def login_of(contact_id: int) -> PortalLogin | None:
    """The contact's login, closed or not."""
    return PortalLogin.objects.filter(contact_id=contact_id).first()


def open_logins(today: date) -> QuerySet[PortalLogin]:
    """Logins that let their contact in on this day: not closed, of a contact who has not left nor was moved to another
    account, outside the bin."""
    found = PortalLogin.objects.select_related("contact__account").filter(account_id=F("contact__account_id"))
    found = found.filter(closed_at=None, contact__deleted_at=None, contact__account__deleted_at=None)
    return found.filter(Q(contact__left_on=None) | Q(contact__left_on__gt=today))


def session_by_cookie(value: str, *, now: datetime, today: date) -> Opened | None:
    """The session of a cookie; None for one that was never given, ended, ran out, was opened before the login's epoch,
    or whose login is closed. One query."""
    return sessions_by_cookies([value], now=now, today=today).get(value)


def sessions_by_cookies(values: Iterable[str], *, now: datetime, today: date) -> dict[str, Opened]:
    """As `session_by_cookie`, for many at once: those that hold, by their cookie. One query."""
    given = {value: parts for value in values if (parts := COOKIE_VALUE.fullmatch(value))}
    if not given:
        return {}
    found = {
        (session.secret_hash, session.login_id): session
        for session in PortalSession.objects.select_related("login__contact__account").filter(
            secret_hash__in={hash_secret(parts[3]) for parts in given.values()},
            ended_at=None,
            expires_at__gt=now,
        )
    }
    opened: dict[str, Opened] = {}
    for value, parts in given.items():
        session = found.get((hash_secret(parts[3]), int(parts[1])))
        if session is not None and _holds(session, int(parts[2]), today):
            login = session.login
            opened[value] = Opened(session, Customer(login, login.contact, login.contact.account))
    return opened


def _holds(session: PortalSession, epoch: int, today: date) -> bool:
    login = session.login
    contact = login.contact
    return (
        login.closed_at is None
        and login.account_id == contact.account_id
        and session.epoch == login.epoch == epoch
        and contact.deleted_at is None
        and contact.account.deleted_at is None
        and (contact.left_on is None or contact.left_on > today)
    )


def try_of_browser(key: str, *, now: datetime) -> PortalTry | None:
    """The newest code that this browser asked for and that may still be entered."""
    if not key:
        return None
    found = PortalTry.objects.filter(browser_hash=hash_secret(key), used_at=None, expires_at__gt=now)
    return found.order_by("-created_at", "-id").first()


def try_by_link(link: str, *, now: datetime, today: date) -> PortalTry | None:
    """What a link of a mail opens; None when it was used, ran out, was replaced, or its login let nobody in or moved to
    another address. With `login__contact` at hand."""
    parts = LINK.fullmatch(link)
    if parts is None:
        return None
    found = PortalTry.objects.select_related("login__contact__account", "login__invited_by__user").filter(
        pk=int(parts[1]), link_hash=hash_secret(parts[2]), used_at=None, expires_at__gt=now
    )
    opened = found.filter(login__in=open_logins(today)).first()
    if opened is None or opened.login is None or opened.login.email != opened.email:
        return None
    return opened


def logins_of_account(account_id: int) -> dict[int, PortalLogin]:
    """The logins to an account's portal, by contact."""
    found = PortalLogin.objects.filter(account_id=account_id)
    found = found.select_related("invited_by__user", "invited_by_contact")
    return {login.contact_id: login for login in found}


def contacts_for_access(account_id: int, today: date) -> list[Contact]:
    """The account's contacts who have not left, by name."""
    found = Contact.objects.filter(account_id=account_id)
    found = found.filter(Q(left_on=None) | Q(left_on__gt=today))
    return list(found.order_by("name_key", "id"))
