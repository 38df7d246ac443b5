"""Signing in by a mailed code, or by the link beside it. Proof 50 and 55: bounds by address and by client that nobody can
turn against somebody else for ever, and nothing that tells a known address from an unknown one."""

from dataclasses import dataclass
from datetime import datetime
from secrets import compare_digest, randbelow, token_urlsafe
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.tenancy import required_workspace_id
from portal.errors import LinkClosed, TooOften
from portal.models import PortalSession, PortalTry
from portal.rules.logins import (
    CODE_LASTS,
    CODE_TRIES,
    NARROW_SPAN,
    TRIES_KEPT,
    WIDE_SPAN,
    WRONG_CODES,
    too_often,
)
from portal.selectors.logins import hash_secret, open_logins, try_by_link, try_of_browser
from portal.services.mailing import write_code
from portal.services.sessions import NewSession, ip_or_none, open_session
from workspaces.choices import SecurityActKind
from workspaces.models import Workspace
from workspaces.services.person_acts import Client
from workspaces.services.trail import record_act


@dataclass(frozen=True)
class Entered:
    """What came of a code: the new session and where to go, or how many more codes may be entered."""

    opened: NewSession | None
    tries_left: int = 0
    path: str = ""


@transaction.atomic
def ask_for_code(*, email: str, browser_key: str, client: Client, path: str = "", now: datetime) -> PortalTry:
    """Note that somebody asks for a code; the same work for every address, known or not. `deliver_code` sends it, once
    the answer has left. Raises TooOften.
    """
    address, ip = email.strip().lower()[:254], ip_or_none(client.address)
    _one_at_a_time(f"client {ip}")
    _one_at_a_time(f"address {address}")
    PortalTry.objects.filter(created_at__lt=now - TRIES_KEPT, expires_at__lt=now).delete()
    asked = PortalTry.objects.filter(is_invitation=False)
    lately = asked.filter(created_at__gt=now - NARROW_SPAN)
    if too_often(
        of_address_and_client=lately.filter(email=address, address=ip).count(),
        of_client=lately.filter(address=ip).count(),
        of_address=asked.filter(email=address, created_at__gt=now - WIDE_SPAN).count(),
    ):
        raise TooOften(
            _("Codes were asked for too often. Wait 15 minutes, or open the link in the newest mail."),
            field="email",
        )
    return PortalTry.objects.create(
        email=address,
        browser_hash=hash_secret(browser_key),
        path=path[:300],
        created_at=now,
        expires_at=now + CODE_LASTS,
        address=ip,
    )


@transaction.atomic
def deliver_code(try_id: int, *, workspace: Workspace, now: datetime) -> bool:
    """Mail a code and a link to whoever asked, if the address is that of an open login; once per attempt. Returns whether
    a mail was written."""
    attempt = PortalTry.objects.select_for_update().filter(pk=try_id, code_hash="", used_at=None).first()
    if attempt is None:
        return False
    today = now.astimezone(ZoneInfo(workspace.time_zone)).date()
    login = open_logins(today).filter(email=attempt.email).first()
    if login is None:
        return False
    code, secret = f"{randbelow(10**6):06d}", token_urlsafe(32)
    attempt.login, attempt.code_hash, attempt.link_hash = (
        login,
        _code_hash(attempt.pk, code),
        hash_secret(secret),
    )
    attempt.save(update_fields=["login", "code_hash", "link_hash"])
    write_code(attempt, login.contact, code=code, link=f"{attempt.pk}-{secret}", workspace=workspace, now=now)
    return True


@transaction.atomic
def enter_code(
    *, browser_key: str, code: str, instead_of: PortalSession | None, client: Client, now: datetime, zone: str
) -> Entered:
    """Open a session for the newest code that this browser asked for. Five tries a code; whatever went wrong, the answer
    is one and the same. A code works once, and not while its address is paused after many wrong ones."""
    newest = try_of_browser(browser_key, now=now)
    attempt = (
        PortalTry.objects.select_for_update().filter(pk=newest.pk, used_at=None, tries__lt=CODE_TRIES).first()
        if newest
        else None
    )
    if attempt is None:
        return Entered(None)
    paused = _wrong_codes(attempt.email, now) >= WRONG_CODES
    matches = compare_digest(attempt.code_hash, _code_hash(attempt.pk, code)) and not paused
    today = now.astimezone(ZoneInfo(zone)).date()
    login = open_logins(today).filter(pk=attempt.login_id, email=attempt.email).first() if matches else None
    attempt.tries += 1
    if login is None:
        attempt.save(update_fields=["tries"])
        _note_lock(attempt, client, now)
        return Entered(None, CODE_TRIES - attempt.tries)
    attempt.used_at = now
    attempt.save(update_fields=["tries", "used_at"])
    return Entered(open_session(login, instead_of=instead_of, client=client, now=now), path=attempt.path)


@transaction.atomic
def use_link(
    link: str, *, instead_of: PortalSession | None, client: Client, now: datetime, zone: str
) -> Entered:
    """Open a session by the link of a mail, once. Raises LinkClosed. The rights are the login's, whatever they were when
    the mail was written."""
    found = try_by_link(link, now=now, today=now.astimezone(ZoneInfo(zone)).date())
    taken = found is not None and PortalTry.objects.filter(pk=found.pk, used_at=None).update(used_at=now)
    if found is None or found.login is None or not taken:
        raise LinkClosed(_("This link was used, or has run out."))
    return Entered(open_session(found.login, instead_of=instead_of, client=client, now=now), path=found.path)


def _wrong_codes(email: str, now: datetime) -> int:
    lately = PortalTry.objects.filter(email=email, created_at__gt=now - WIDE_SPAN, used_at=None)
    return int(lately.aggregate(n=Sum("tries"))["n"] or 0)


def _note_lock(attempt: PortalTry, client: Client, now: datetime) -> None:
    """Whose codes were tried to the end is told to the security log; nobody else hears of it."""
    if attempt.tries == CODE_TRIES and attempt.login_id is not None:
        record_act(
            SecurityActKind.PORTAL_LOCKED,
            by=None,
            now=now,
            subject=attempt.email,
            address=client.address,
            user_agent=client.user_agent,
        )


def _code_hash(try_id: int, code: str) -> str:
    """Six digits are few: the hash is keyed, so that a copy of the table alone gives no code away."""
    words = f"{required_workspace_id()}:{try_id}:{code}"
    return salted_hmac("portal.code", words, algorithm="sha256").hexdigest()


def _one_at_a_time(words: str) -> None:
    """Counting and adding is one step for each address and each client."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"portal {words}", required_workspace_id()],
        )
