"""Refusals of the portal."""

from core.errors import Conflict, DomainError


class TooOften(DomainError):
    """More codes were asked for than is good: answers 429."""

    code = "too_often"


class LinkClosed(DomainError):
    """The link was used, has run out, or belongs to a closed login."""

    code = "link_closed"


class AddressTaken(Conflict):
    """The address opens the portal of another contact."""

    code = "address_taken"
