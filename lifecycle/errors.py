"""Refusals of this app."""

from django.utils.translation import gettext as _

from accounts.errors import ChangedMeanwhile
from core.errors import Conflict


class HandshakeIncomplete(Conflict):
    """A handshake cannot be accepted yet; `missing` names the required items that are not there."""

    code = "handshake_incomplete"

    def __init__(self, message: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing


class TermChanged(ChangedMeanwhile):
    """Somebody changed the contract between this person's opening the form and closing the renewal."""

    def __init__(self, version: int) -> None:
        super().__init__(version, ())
        self.message = _(
            "Somebody changed the contract meanwhile. Nothing was closed; look at it again, then close once more."
        )
