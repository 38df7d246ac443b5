"""A workspace is made whole: with its owner as admin and with what every app puts into a new one."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.tenancy import workspace_scope
from workspaces.choices import Role, SecurityActKind
from workspaces.errors import SlugTaken
from workspaces.models import Member, User, Workspace
from workspaces.models.tenants import SLUG
from workspaces.ports import WORKSPACE_STARTERS
from workspaces.services.persons import clean_email, make_person, person_by_email
from workspaces.services.trail import record_act


@dataclass(frozen=True)
class Created:
    """A new workspace, its first admin, and whether that person could sign in before."""

    workspace: Workspace
    owner: Member
    owner_is_new: bool


def create_workspace(*, slug: str, name: str, owner_email: str, password: str, now: datetime) -> Created:
    """Make a workspace with its first admin and the starting rows of every app, or nothing at all.

    A person who exists already keeps the password they have; `password` is then not looked at.
    Raises DomainError with the field at fault (`slug`, `name`, `email`, `password`), SlugTaken when the
    slug is in use: the slug is the key by which a second call changes nothing.
    """
    if not re.fullmatch(SLUG, slug):
        raise DomainError(
            _(
                "“%(slug)s” cannot stand in an address: 1 to 48 lower-case letters, digits and hyphens, "
                "neither first nor last a hyphen."
            )
            % {"slug": slug[:60]},
            field="slug",
        )
    cleaned_name = clean_workspace_name(name)
    email = clean_email(owner_email)
    with transaction.atomic():
        workspace = _insert(slug, cleaned_name, now)
        user, is_new = _owner(email, password)
        with workspace_scope(workspace.id):
            member = Member.objects.create(user=user, role=Role.ADMIN, joined_at=now)
            record_act(SecurityActKind.WORKSPACE_CREATED, by=member, now=now, subject=workspace.slug)
            for starter in WORKSPACE_STARTERS:
                starter.start(workspace, now)
    return Created(workspace, member, is_new)


def clean_workspace_name(name: str) -> str:
    """The name with single spaces; raises DomainError (field `name`) when empty or too long."""
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 120:
        raise DomainError(_("Give the workspace a name of 1 to 120 characters."), field="name")
    return cleaned


def _insert(slug: str, name: str, now: datetime) -> Workspace:
    try:
        with transaction.atomic():
            return Workspace.objects.create(slug=slug, name=name, created_at=now)
    except IntegrityError as error:
        raise SlugTaken(
            _("There is a workspace “%(slug)s” already. Choose another slug.") % {"slug": slug}, field="slug"
        ) from error


def _owner(email: str, password: str) -> tuple[User, bool]:
    known = person_by_email(email)
    if known is None:
        return make_person(email=email, name=email.partition("@")[0], password=password), True
    if not known.is_active:
        raise DomainError(
            _("%(email)s is deactivated on this server. Name another owner.") % {"email": email},
            field="email",
        )
    return known, False
