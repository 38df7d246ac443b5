"""Text cells, and the words that stand for yes, no, an address or one of a few choices."""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from integrations.errors import CellError

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")
_SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@([\w-]+\.)+[^\W\d_][\w-]+", re.UNICODE)
_ABSENT = frozenset({"", "null", "none", "nan", "n/a", "na", "nil", "-", "–", "—", "\\n", "nat", "<na>"})
_YES = "true t yes y 1 on kyllä k tosi так да є истина правда x ✓ ✔ ja oui si sí sim 1.0 вкл"
_NO = "false f no n 0 off ei e epätosi ні нет ложь неправда nein non não nao 0.0 выкл"
BOOLEAN_WORDS: dict[str, bool] = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
SHOWN_CHARS = 40


def is_absent(text: str) -> bool:
    """Whether a cell of a typed column (date, number …) says that there is no value."""
    return text.strip().casefold() in _ABSENT


def shown(text: str) -> str:
    """A cell's text for a message: on one line, short, nothing invisible."""
    visible = "".join(character if character.isprintable() else "·" for character in text.strip())
    return visible if len(visible) <= SHOWN_CHARS else visible[: SHOWN_CHARS - 1] + "…"


def parse_text(text: str, *, max_length: int = 255, lines: bool = False) -> str:
    """The text, trimmed; on one line unless `lines`. Raises CellError for what no text column may hold."""
    text = text.strip()
    if not text.isprintable():
        text = _cleaned(text, lines=lines)
    if len(text) > max_length:
        raise CellError(
            "too_long",
            _("The text has %(length)s characters and at most %(limit)s fit. Shorten it.")
            % {"length": len(text), "limit": max_length},
        )
    if text[:1] == "#" and text in _SPREADSHEET_ERRORS:
        raise CellError(
            "spreadsheet_error",
            _("“%(text)s” is an error of the spreadsheet. Mend the formula or empty the cell.")
            % {"text": text},
        )
    return text


def parse_boolean(text: str) -> bool:
    """Yes or no in English, Finnish, Ukrainian and Russian, or 1 and 0."""
    try:
        return BOOLEAN_WORDS[text.strip().casefold()]
    except KeyError:
        raise CellError(
            "not_a_boolean", _("“%(text)s” is neither yes nor no. Write yes or no.") % {"text": shown(text)}
        ) from None


def parse_email(text: str) -> str:
    """The address in lower case."""
    text = parse_text(text, max_length=254).lower()
    if text.startswith("mailto:"):
        text = text.removeprefix("mailto:")
    if "@" not in text:
        raise CellError(
            "not_an_email", _("“%(text)s” has no @. Write name@example.com.") % {"text": shown(text)}
        )
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise CellError(
            "not_an_email",
            _("“%(text)s” is no whole e-mail address. Write name@example.com.") % {"text": shown(text)},
        )
    return text


def choice_key(text: str) -> str:
    """What a choice is compared by: case, accents of width, blanks and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", " ", folded).strip()


def parse_choice(text: str, words: Mapping[str, str], *, labels: str) -> str:
    """The choice that `text` stands for; `words` maps `choice_key` forms to choices.

    `labels` lists the choices for the message of the CellError.
    """
    try:
        return words[choice_key(text)]
    except KeyError:
        raise CellError(
            "unknown_choice",
            _("“%(text)s” is none of: %(choices)s.") % {"text": shown(text), "choices": labels},
        ) from None


def _cleaned(text: str, *, lines: bool) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        raise CellError("forbidden_character", _forbidden_message(found[0]))
    if lines:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return _BREAKS.sub(" ", text)


def _forbidden_message(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if character == "\0":
        return _("The text holds a NUL character (U+0000). Remove it.")
    if "\ud800" <= character <= "\udfff":
        return _("The text holds half of a character (%(code)s). Type the character anew.") % {"code": code}
    return _("The text holds a control character (%(code)s). Remove it.") % {"code": code}
