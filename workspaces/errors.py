"""What this app refuses, each with the way out."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, DomainError, NotFound


class SlugTaken(Conflict):
    code = "slug_taken"


class LastAdmin(DomainError):
    """The workspace would be left without anybody who can let people in."""

    code = "last_admin"

    def __init__(self) -> None:
        super().__init__(
            _("This is the last admin of the workspace. Make somebody else an admin first."), field="role"
        )


class AlreadyMember(Conflict):
    code = "already_member"


class TeamAtWork(Conflict):
    """The team still looks after something, which would be in nobody's hands."""

    code = "team_at_work"


class InvitationOpen(Conflict):
    code = "invitation_open"


class InvitationClosed(NotFound):
    """Unknown, expired, withdrawn and used invitations look alike to whoever holds the link."""

    code = "invitation_closed"


class WrongPerson(DomainError):
    """The invitation is for another e-mail address than that of the person signed in."""

    code = "wrong_person"
