"""How a delimited file parts its cells: delimiter, quote, and the line that names the columns."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from integrations.errors import ImportFileError, Message

DELIMITERS: dict[str, Message] = {
    ",": _("commas"),
    ";": _("semicolons"),
    "\t": _("tabs"),
    "|": _("vertical bars"),
}
_RECORDS_LOOKED_AT = 100
_SEPARATOR_LINE = re.compile(r"^sep=(.)\r?\n?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """`skip_lines` counts a leading `sep=;` line, as Excel writes and reads it."""

    delimiter: str
    quote: str
    skip_lines: int = 0


def named_delimiter(delimiter: str) -> str:
    """The delimiter that a person chose. Raises ImportFileError for one that is not offered."""
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if delimiter not in DELIMITERS:
        raise ImportFileError(
            "unknown_delimiter",
            _("The delimiter “%(delimiter)s” is not offered. Choose a comma, semicolon, tab or vertical bar.")
            % {"delimiter": delimiter},
        )
    return delimiter


def detect_dialect(sample: str) -> Dialect:
    """The delimiter under which most records have the same number of cells, more cells first on a tie.

    `sample` is the start of the file; its last, perhaps cut, line is left out of the count.
    """
    lines = sample.splitlines(keepends=True)
    skip = 0
    if lines and (told := _SEPARATOR_LINE.match(lines[0])) and told[1] in DELIMITERS:
        return Dialect(told[1], _quote(lines[1:], told[1]), skip_lines=1)
    if len(lines) > 1:
        lines = lines[:-1]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        score = _evenness(lines, delimiter, _quote(lines, delimiter))
        if score > best_score:
            best, best_score = delimiter, score
    return Dialect(best, _quote(lines, best), skip)


def _evenness(lines: list[str], delimiter: str, quote: str) -> tuple[float, int]:
    """Share of records that have the commonest number of cells, and that number."""
    widths: Counter[int] = Counter()
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    try:
        for record in reader:
            if record:
                widths[len(record)] += 1
            if widths.total() >= _RECORDS_LOOKED_AT:
                break
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        return 0.0, 0
    return round(times / widths.total(), 1), width


def _quote(lines: list[str], delimiter: str) -> str:
    """The apostrophe only where it wraps cells on most lines and no double quote wraps any."""
    cell = re.escape(delimiter)
    apostrophes = doubles = 0
    for line in lines[:_RECORDS_LOOKED_AT]:
        apostrophes += bool(re.search(rf"(^|{cell})'[^']*'({cell}|\r?\n|$)", line))
        doubles += bool(re.search(rf'(^|{cell})"', line))
    return "'" if apostrophes > max(1, len(lines[:_RECORDS_LOOKED_AT]) // 2) and not doubles else '"'
