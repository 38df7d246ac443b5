"""What ends the reading of a file, and what makes one cell unusable. Both say the reason and the way out."""

from django.utils.functional import Promise

from core.errors import DomainError

Message = str | Promise


class ImportFileError(DomainError):
    """The file as a whole cannot be read. `code` is stable, `message` is for people."""

    code = "unreadable_file"

    def __init__(self, code: str, message: Message, *, field: str | None = None) -> None:
        super().__init__(message, code=code, field=field)


class MappingError(ImportFileError):
    """A mapping that does not fit its schema, its kind of import or the file's columns."""

    code = "unusable_mapping"


class CellError(DomainError):
    """One cell cannot be read as what its field wants. The row is reported, the file goes on."""

    code = "unusable_cell"

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message, code=code)
