"""Refusals of this app."""

from core.errors import Conflict


class HandshakeIncomplete(Conflict):
    """A handshake cannot be accepted yet; `missing` names the required items that are not there."""

    code = "handshake_incomplete"

    def __init__(self, message: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing
