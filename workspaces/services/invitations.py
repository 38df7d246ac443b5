"""Invitations: bound to one address, single use, seven days; the secret leaves in the mail and is not kept."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.links import absolute
from core.text import format_date, format_time
from workspaces.choices import Role, SecurityActKind
from workspaces.errors import AlreadyMember, InvitationClosed, InvitationOpen, WrongPerson
from workspaces.models import Invitation, Member, User, Workspace
from workspaces.selectors.invitations import hash_secret
from workspaces.services.letters import render_letter
from workspaces.services.mail import write_mail
from workspaces.services.members import lock_members
from workspaces.services.persons import clean_email, make_person, person_by_email
from workspaces.services.trail import record_act

LIFETIME = timedelta(days=7)


@transaction.atomic
def invite(*, email: str, role: Role, by: Member, now: datetime, workspace: Workspace) -> Invitation:
    """Invite one address into the workspace in force and write the mail.

    Raises DomainError (field `email`) for no address, AlreadyMember, and InvitationOpen while an earlier
    invitation is still good. An expired one is replaced.
    """
    address = clean_email(email)
    if Member.objects.filter(user__email=address, left_at=None).exists():
        raise AlreadyMember(_("%(email)s is a member already.") % {"email": address}, field="email")
    Invitation.objects.filter(email=address, accepted_at=None, revoked_at=None, expires_at__lte=now).update(
        revoked_at=now
    )
    secret = token_urlsafe(32)
    try:
        with transaction.atomic():
            made = Invitation.objects.create(
                email=address,
                role=role,
                secret_hash=hash_secret(secret),
                invited_by=by,
                created_at=now,
                expires_at=now + LIFETIME,
            )
    except IntegrityError as error:
        raise InvitationOpen(
            _("%(email)s has an open invitation. Send it again or withdraw it below.") % {"email": address},
            field="email",
        ) from error
    record_act(SecurityActKind.INVITED, by=by, now=now, subject=address, detail={"role": str(role)})
    _send(made, secret, by=by, now=now, workspace=workspace)
    return made


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Member, now: datetime, workspace: Workspace) -> None:
    """Send an open or expired invitation again with a new link; the old link is dead from then on.

    Raises InvitationClosed when it was accepted or withdrawn.
    """
    secret = token_urlsafe(32)
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        secret_hash=hash_secret(secret), expires_at=now + LIFETIME, invited_by=by
    )
    if not changed:
        raise InvitationClosed(_("This invitation was accepted or withdrawn meanwhile."))
    invitation.refresh_from_db()
    detail = {"role": invitation.role, "again": True}
    record_act(SecurityActKind.INVITED, by=by, now=now, subject=invitation.email, detail=detail)
    _send(invitation, secret, by=by, now=now, workspace=workspace)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Member, now: datetime) -> None:
    """Withdraw an invitation: its link is dead. Harmless when it is closed already."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=now
    )
    if changed:
        record_act(SecurityActKind.INVITATION_REVOKED, by=by, now=now, subject=invitation.email)


@transaction.atomic
def accept_invitation(
    invitation_id: int, *, user: User | None, name: str = "", password: str = "", now: datetime
) -> Member:
    """Make the invited person a member, once, in the invited role; call inside the workspace's scope.

    `user`: whoever is signed in. An address that nobody has yet becomes a new person with `name` and
    `password`. A member who is in already keeps the role held. Raises InvitationClosed, WrongPerson when
    somebody else is (or nobody yet is) signed in, DomainError for name and password.
    """
    lock_members()
    invitation = (
        Invitation.objects.select_for_update()
        .filter(pk=invitation_id, accepted_at=None, revoked_at=None, expires_at__gt=now)
        .first()
    )
    if invitation is None:
        raise InvitationClosed(_("This invitation is no longer open."))
    person = _invited_person(invitation, user, name, password)
    member = Member.objects.select_for_update().filter(user=person).first()
    if member is None:
        member = Member.objects.create(user=person, role=invitation.role, joined_at=now)
    elif member.left_at is not None:
        member.left_at, member.role, member.scopes = None, invitation.role, {}
        member.save(update_fields=["left_at", "role", "scopes"])
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    detail = {"role": member.role}
    record_act(
        SecurityActKind.INVITATION_ACCEPTED, by=member, now=now, subject=invitation.email, detail=detail
    )
    return member


def _invited_person(invitation: Invitation, user: User | None, name: str, password: str) -> User:
    known = person_by_email(invitation.email)
    if user is not None and user.email != invitation.email:
        raise WrongPerson(
            _("This invitation is for %(invited)s, and you are signed in as %(email)s.")
            % {"invited": invitation.email, "email": user.email}
        )
    if known is None:
        return make_person(email=invitation.email, name=name, password=password)
    if user is None or not user.is_active:
        raise WrongPerson(_("Sign in as %(email)s first.") % {"email": invitation.email})
    return user


def _send(invitation: Invitation, secret: str, *, by: Member, now: datetime, workspace: Workspace) -> None:
    until = invitation.expires_at.astimezone(ZoneInfo(workspace.time_zone))
    link = absolute(reverse("join", args=[f"{workspace.pk}-{secret}"]))
    letter = render_letter(
        "invitation",
        {
            "workspace_name": workspace.name,
            "inviter": str(by),
            "inviter_email": by.user.email,
            "role": Role(invitation.role).label,
            "until": f"{format_date(until.date())}, {format_time(until)}",
            "zone": workspace.time_zone.rpartition("/")[2].replace("_", " "),
            "url": link,
        },
    )
    write_mail(
        key=f"invitation:{invitation.pk}:{invitation.secret_hash[:16]}",
        kind="invitation",
        to=invitation.email,
        subject=_("%(inviter)s invites you to %(workspace)s")
        % {"inviter": str(by), "workspace": workspace.name},
        text=letter.text,
        html=letter.html,
        now=now,
        private=True,
    )
