"""Errors of the domain: raised by services, turned into an answer in one place."""

from collections.abc import Sequence

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal that a person can mend: stable code, translatable sentence, the field at fault."""

    code = "refused"

    def __init__(self, message: str | Promise, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        if code:
            self.code = code


class NotFound(DomainError):
    """The thing does not exist or may not be seen: both answer 404 with one body."""

    code = "not_found"


class Forbidden(DomainError):
    """It may be seen, but not changed: answers 403."""

    code = "forbidden"


class Conflict(DomainError):
    """Somebody or something changed it meanwhile: answers 409."""

    code = "conflict"


class DomainErrors(DomainError):
    """Several refusals at once, as of a form."""

    code = "refused"

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__("; ".join(str(error.message) for error in errors))
        self.errors = tuple(errors)
