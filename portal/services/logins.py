"""Who may come in: contacts invited by the account's people, colleagues by a customer's admin, logins closed and reopened."""

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from accounts.services.contacts import ContactFields, create_contact
from core.errors import DomainError, Forbidden, NotFound
from portal.errors import AddressTaken, TooOften
from portal.identity import Customer
from portal.models import PortalLogin, PortalTry
from portal.rules.logins import DOUBLE_CLICK, INVITATION_LASTS, INVITED_SPAN, MOST_INVITED
from portal.selectors.logins import hash_secret
from portal.services.mailing import write_invitation
from portal.services.sessions import raise_epoch
from workspaces.choices import SecurityActKind
from workspaces.models import Member, Workspace
from workspaces.services.trail import record_act


@transaction.atomic
def invite_contact(
    contact: Contact,
    *,
    is_admin: bool = False,
    by: Member | Customer,
    workspace: Workspace,
    now: datetime,
    today: date,
) -> PortalLogin:
    """Let a contact into the portal, or in again, and mail the way in: a link that works once, for seven days.

    Sent again to one who has a login: the earlier link is dead, the address is the contact's present one, a closed login is
    open again. The same within half a minute is a double click, and sends nothing. A customer invites for the own account alone, and never an admin, nor one whom the vendor has closed out.
    Raises DomainError (field `email`) for a contact without an address or who has left, AddressTaken, Forbidden, TooOften
    where an account's admins sent twenty invitations within a day.
    """
    address = _address(contact, today)
    login = PortalLogin.objects.select_for_update().filter(contact=contact).first()
    _check_inviter(contact, login, is_admin, by)
    if login is not None and _was_just_sent(login, address, is_admin, now):
        return login
    if isinstance(by, Customer):
        _check_pace(by, now)
    inviter: dict[str, Any] = (
        {"invited_by": by, "invited_by_contact": None}
        if isinstance(by, Member)
        else {"invited_by": None, "invited_by_contact": by.contact}
    )
    if login is None:
        login = PortalLogin(contact=contact, account=contact.account, is_admin=is_admin)
    elif login.account_id != contact.account_id:
        # what the contact was at another account is nothing here
        login.delete()
        login = PortalLogin(contact=contact, account=contact.account, is_admin=is_admin)
    elif is_admin:
        login.is_admin = True
    moved = login.pk is not None and login.email != address
    login.email, login.invited_at, login.closed_at, login.closed_by = address, now, None, None
    for name, value in inviter.items():
        setattr(login, name, value)
    _save(login, by)
    if moved:
        raise_epoch(login)
    _record(SecurityActKind.PORTAL_INVITED, login, by, now, {"admin": login.is_admin})
    _send(login, contact, by=by, workspace=workspace, now=now)
    return login


@transaction.atomic
def invite_colleague(
    *,
    contact_id: int | None,
    name: str,
    email: str,
    by: Customer,
    workspace: Workspace,
    now: datetime,
    today: date,
) -> PortalLogin:
    """A customer's admin lets a colleague in: a contact of the own account, else a new one by name and address. An address
    that a contact of the account has already means that contact. Raises NotFound for another account's, and what
    `invite_contact` and `create_contact` raise."""
    own = Contact.objects.select_related("account").filter(account=by.account)
    if contact_id is not None:
        contact = own.filter(pk=contact_id).first()
        if contact is None:
            raise NotFound(_("Not found."))
    else:
        if not by.is_admin:
            raise Forbidden(_("Only an admin of the customer invites colleagues, and nobody as an admin."))
        contact = own.filter(email__iexact=email.strip()).order_by("pk").first()
        if contact is None:
            _check_name(name)
            fields = ContactFields(name=name, email=email.strip())
            contact = create_contact(by.account, fields, by=None, now=now, today=today)
    return invite_contact(contact, by=by, workspace=workspace, now=now, today=today)


@transaction.atomic
def close_login(login: PortalLogin, *, by: Member | Customer, now: datetime) -> None:
    """Shut a login out: its sessions, codes and links hold no more from the next request on, open streams end within
    seconds. A customer's admin closes colleagues who are no admins. Harmless when it is closed already."""
    if isinstance(by, Customer):
        _check_colleague(login, by)
    changed = PortalLogin.objects.filter(pk=login.pk, closed_at=None).update(
        closed_at=now, closed_by=by if isinstance(by, Member) else None
    )
    if changed:
        raise_epoch(login)
        PortalTry.objects.filter(login=login, used_at=None).update(used_at=now)
        _record(SecurityActKind.PORTAL_CLOSED, login, by, now, {})


@transaction.atomic
def set_admin(login: PortalLogin, *, is_admin: bool, by: Member, now: datetime) -> None:
    """Say whether a contact invites colleagues; for members alone. The session's secret changes at its next page."""
    changed = PortalLogin.objects.filter(pk=login.pk).exclude(is_admin=is_admin).update(is_admin=is_admin)
    if changed:
        _record(SecurityActKind.PORTAL_CHANGED, login, by, now, {"admin": is_admin})


def withdraw_invitations(login: PortalLogin, *, now: datetime) -> None:
    """Links of earlier invitations are dead."""
    PortalTry.objects.filter(login=login, is_invitation=True, used_at=None).update(used_at=now)


def _was_just_sent(login: PortalLogin, address: str, is_admin: bool, now: datetime) -> bool:
    same = login.closed_at is None and login.email == address and (login.is_admin or not is_admin)
    same = same and login.account_id == login.contact.account_id
    return same and now - login.invited_at < DOUBLE_CLICK


def _address(contact: Contact, today: date) -> str:
    if contact.left_on is not None and contact.left_on <= today:
        raise DomainError(_("%(name)s has left the customer.") % {"name": contact.name}, field="email")
    address = contact.email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError(
            _("%(name)s has no e-mail address. Write it down first.") % {"name": contact.name}, field="email"
        ) from error
    return address


def _check_inviter(
    contact: Contact, login: PortalLogin | None, is_admin: bool, by: Member | Customer
) -> None:
    if isinstance(by, Member):
        return
    if not by.is_admin or contact.account_id != by.account.pk or is_admin:
        raise Forbidden(_("Only an admin of the customer invites colleagues, and nobody as an admin."))
    if login is not None and login.closed_by_id is not None and login.account_id == contact.account_id:
        raise Forbidden(_("This access was closed. Ask your contact person to open it again."))


def _check_name(name: str) -> None:
    """It stands in the mail: an address of the web in it would be what the reader opens."""
    if any(sign in name for sign in ("://", "www.", "<", ">", "@")):
        raise DomainError(_("Write the person’s name alone."), field="name")


def _check_pace(by: Customer, now: datetime) -> None:
    """Invitations carry a name that the inviter wrote, to an address that the inviter wrote: no relay for letters."""
    sent = PortalTry.objects.filter(
        is_invitation=True, created_at__gt=now - INVITED_SPAN, login__account_id=by.account.pk,
        login__invited_by_contact__isnull=False,
    )  # fmt: skip
    if sent.count() >= MOST_INVITED:
        raise TooOften(
            _("Twenty invitations went out within a day. Send the others tomorrow."), field="email"
        )


def _check_colleague(login: PortalLogin, by: Customer) -> None:
    if not by.is_admin or login.contact.account_id != by.account.pk or login.is_admin:
        raise Forbidden(
            _("Only an admin of the customer closes a colleague's access, and never another admin's.")
        )


def _save(login: PortalLogin, by: Member | Customer) -> None:
    try:
        with transaction.atomic():
            login.save()
    except IntegrityError as error:
        # a customer is not told who else comes in here
        words = (
            _("%(email)s opens the portal for another contact already. Use another address.")
            if isinstance(by, Member)
            else _("%(email)s cannot be invited. Ask your contact person, or use another address.")
        )
        raise AddressTaken(words % {"email": login.email}, field="email") from error


def _send(
    login: PortalLogin, contact: Contact, *, by: Member | Customer, workspace: Workspace, now: datetime
) -> None:
    withdraw_invitations(login, now=now)
    secret = token_urlsafe(32)
    attempt = PortalTry.objects.create(
        email=login.email,
        login=login,
        is_invitation=True,
        link_hash=hash_secret(secret),
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    inviter = str(by) if isinstance(by, Member) else by.contact.name
    write_invitation(
        attempt, contact, link=f"{attempt.pk}-{secret}", inviter=inviter, workspace=workspace, now=now
    )


def _record(
    kind: SecurityActKind, login: PortalLogin, by: Member | Customer, now: datetime, detail: dict[str, Any]
) -> None:
    member = by if isinstance(by, Member) else None
    more = {} if member else {"by": by.login.email if isinstance(by, Customer) else ""}
    record_act(kind, by=member, now=now, subject=login.email, detail={**detail, **more})
