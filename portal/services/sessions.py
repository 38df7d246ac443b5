"""Sessions of the portal: opened, seen, renewed and ended. The cookie's secret is told once and stored as its hash."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.db import transaction
from django.db.models import F

from core.live import recheck
from portal.identity import person_of
from portal.models import PortalLogin, PortalSession
from portal.rules.logins import SEEN_EVERY, SESSION_LASTS
from portal.selectors.logins import hash_secret
from portal.services.log_ins import keep_metric
from workspaces.choices import SecurityActKind
from workspaces.services.person_acts import Client
from workspaces.services.trail import record_act


@dataclass(frozen=True)
class NewSession:
    """A session and the value of its cookie, which nobody can read again."""

    session: PortalSession
    cookie: str


@transaction.atomic
def open_session(
    login: PortalLogin, *, instead_of: PortalSession | None = None, client: Client, now: datetime
) -> NewSession:
    """A new session with a secret of its own; the one that the browser had before ends."""
    if instead_of is not None:
        end_session(instead_of, now=now)
    secret = token_urlsafe(32)
    session = PortalSession.objects.create(
        login=login,
        secret_hash=hash_secret(secret),
        epoch=login.epoch,
        is_admin=login.is_admin,
        created_at=now,
        seen_at=now,
        expires_at=now + SESSION_LASTS,
        address=ip_or_none(client.address),
        user_agent=client.user_agent[:300],
    )
    if login.first_seen_at is None:
        keep_metric()
    login.last_seen_at, login.first_seen_at = now, login.first_seen_at or now
    login.save(update_fields=["last_seen_at", "first_seen_at"])
    record_act(
        SecurityActKind.PORTAL_SIGNED_IN,
        by=None,
        now=now,
        subject=login.email,
        address=client.address,
        user_agent=client.user_agent,
    )
    return NewSession(session, _cookie(session, secret))


def renew_session(session: PortalSession, login: PortalLogin) -> NewSession:
    """Another secret for the same session, after the login's rights changed; the old one is worth nothing from now on."""
    secret = token_urlsafe(32)
    session.secret_hash, session.is_admin = hash_secret(secret), login.is_admin
    session.save(update_fields=["secret_hash", "is_admin"])
    return NewSession(session, _cookie(session, secret))


def note_seen(session: PortalSession, *, now: datetime) -> None:
    """Note every ten minutes at most that the session is in use."""
    if now - session.seen_at < SEEN_EVERY:
        return
    if PortalSession.objects.filter(pk=session.pk, seen_at__lte=now - SEEN_EVERY).update(seen_at=now):
        PortalLogin.objects.filter(pk=session.login_id).update(last_seen_at=now)


def end_session(session: PortalSession, *, now: datetime) -> None:
    """Sign one browser out; its open streams end within seconds. Harmless when it is out already."""
    PortalSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now)
    recheck(person_of(session.login_id))


@transaction.atomic
def end_all_sessions(login: PortalLogin, *, client: Client, now: datetime) -> None:
    """Sign a customer out in every browser, in force at each one's next request."""
    raise_epoch(login)
    record_act(
        SecurityActKind.PORTAL_SIGNED_OUT,
        by=None,
        now=now,
        subject=login.email,
        address=client.address,
        user_agent=client.user_agent,
    )


def raise_epoch(login: PortalLogin) -> None:
    """What was opened before holds no more, and neither do open streams."""
    PortalLogin.objects.filter(pk=login.pk).update(epoch=F("epoch") + 1)
    recheck(person_of(login.pk))


def ip_or_none(address: str | None) -> str | None:
    """The address where it is one; a socket has none."""
    try:
        validate_ipv46_address(address or "")
    except ValidationError:
        return None
    return address


def _cookie(session: PortalSession, secret: str) -> str:
    return f"{session.login_id}.{session.epoch}.{secret}"
