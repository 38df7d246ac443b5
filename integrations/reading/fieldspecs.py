"""What one field of an import is: its type, whether it must be there, and the names it goes by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from integrations.errors import Message
from integrations.reading.texts import choice_key


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    REFERENCE = "reference"
    EMAIL = "email"
    DATE = "date"
    DATETIME = "datetime"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    CURRENCY = "currency"
    COUNTRY = "country"
    BOOLEAN = "boolean"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is what services get, `words` are the further spellings a file may have."""

    key: str
    label: Message
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a kind of import.

    `synonyms` are header names in the form of `header_key`. `one_of` names a group of required fields of
    which one is enough. `open_choices` lets an unknown word through as text (metrics and decline codes are
    the workspace's own). `minimum` and `maximum` bound numbers.
    """

    key: str
    label: Message
    type: FieldType
    required: bool = False
    one_of: str = ""
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    open_choices: bool = False
    help: Message = ""
    max_length: int = 100
    minimum: int | None = None
    maximum: int | None = None
    words: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        words = {choice_key(choice.key): choice.key for choice in self.choices}
        for choice in self.choices:
            words |= {choice_key(word): choice.key for word in choice.words}
        object.__setattr__(self, "words", MappingProxyType(words))


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind of import. `subject` holds the words that a header of this kind may leave out or add."""

    key: str
    label: Message
    fields: tuple[FieldSpec, ...]
    subject: tuple[str, ...] = ()

    def field(self, key: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.key == key), None)
