"""Which row names the columns, and names that are never blank and never twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from integrations.errors import ImportFileError

MAX_NAME_CHARS = 200
_DATA_CHARS = 60
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u2028\u2029]+")
_DATA = re.compile(r"[-+]?[\d.,/: -]*\d[\d.,/: -]*|\S+@\S+\.\S+|true|false", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """`names` are unique; `unnamed` were called by their letter, `repeated` were numbered."""

    names: tuple[str, ...]
    line: int
    skipped_lines: bool
    unnamed: tuple[str, ...]
    repeated: tuple[str, ...]
    looks_like_data: bool


def find_header(records: Sequence[tuple[int, list[str], str]], *, most: int | None = None) -> HeaderRow:
    """The first row that is about as wide as the rows after it; titles above a table are narrower.

    Raises ImportFileError when no row holds anything. Names are given to the first `most` columns and one
    more, so that a line of a million of them costs nothing.
    """
    filled = [(line, cells) for line, cells, _problem in records if any(cell.strip() for cell in cells)]
    if not filled:
        raise ImportFileError("empty_file", _("The file holds no names and no rows. Export it again."))
    widths = sorted(_filled(cells) for _line, cells in filled)
    usual = widths[len(widths) // 2]
    line, cells = next(
        (record for record in filled if _filled(record[1]) >= max(1, round(usual * 0.6))), filled[0]
    )
    named = _without_empty_end(cells, filled)
    names, unnamed, repeated = _names(named if most is None else named[: most + 1])
    return HeaderRow(
        names=names,
        line=line,
        skipped_lines=line != filled[0][0],
        unnamed=unnamed,
        repeated=repeated,
        looks_like_data=any(_is_data(cell.strip()) for cell in cells),
    )


def _is_data(cell: str) -> bool:
    return 0 < len(cell) <= _DATA_CHARS and bool(_DATA.fullmatch(cell))


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _without_empty_end(cells: list[str], filled: Sequence[tuple[int, list[str]]]) -> list[str]:
    """Unnamed columns at the end that hold nothing in the first rows are an exporter's leavings."""
    used = max(
        (at for _line, row in filled for at, cell in enumerate(row, 1) if cell.strip() and at <= len(cells)),
        default=len(cells),
    )
    return cells[:used]


def _names(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    names: list[str] = []
    taken: set[str] = set()
    unnamed, repeated = [], []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join(_UNPRINTABLE.sub(" ", cell).split())[:MAX_NAME_CHARS]
        if not wanted:
            wanted = _("Column %(letter)s") % {"letter": get_column_letter(position)}
            unnamed.append(wanted)
        name, count = wanted, 1
        while name.casefold() in taken:
            count += 1
            name = f"{wanted} ({count})"
        if count > 1:
            repeated.append(name)
        taken.add(name.casefold())
        names.append(name)
    return tuple(names), tuple(unnamed), tuple(repeated)
