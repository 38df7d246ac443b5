"""The few shapes that a review is drawn with; each names its template."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from core.text import NONE


@dataclass(frozen=True)
class Cell:
    """One cell: words, a smaller line under them, a mark before them (shape and tone of a band), or a drawing."""

    text: str = ""
    note: str = ""
    tone: str = ""
    mark: str = ""
    strong: bool = False
    svg: SafeString | str = ""


@dataclass(frozen=True)
class Column:
    """`width` in percent of the table; `end` sets numbers right."""

    label: str
    width: int
    end: bool = False


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of each row names it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    source: str = ""
    template: ClassVar[str] = "reports/qbr/_table.html"

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        return [list(zip(self.columns, row.cells, strict=True)) for row in self.rows]

    @property
    def shown(self) -> list[tuple[bool, list[tuple[Column, Cell]]]]:
        """Rows as the template draws them: whether it is the sum, and each cell with its column."""
        return [(row.total, line) for row, line in zip(self.rows, self.lines, strict=True)]


@dataclass(frozen=True)
class Drawing:
    """A chart under its claim."""

    title: str
    svg: SafeString
    unit: str = ""
    source: str = ""
    template: ClassVar[str] = "reports/qbr/_drawing.html"


@dataclass(frozen=True)
class Box:
    """What stands where there is nothing to show: what was recorded, and what would bring it."""

    title: str
    text: str
    template: ClassVar[str] = "reports/qbr/_box.html"


Block = Table | Drawing | Box


@dataclass(frozen=True)
class Chapter:
    """A section: its name, its claim (else the name stands alone), a line under it, its blocks."""

    key: str
    name: str
    claim: str
    lead: str
    blocks: tuple[Block, ...]
    leads: str = ""  # who speaks to it, on the agenda
    flows: bool = False  # begins on the page of the chapter before, where it fits there whole

    @property
    def is_short(self) -> bool:
        """Whether it says only that there is nothing to show."""
        return all(isinstance(block, Box) for block in self.blocks)


_MARKS = {"healthy": "●", "monitor": "◆", "at_risk": "▲", "unknown": "○"}


def band_cell(band: str, words: str, note: str = "", *, strong: bool = False) -> Cell:
    """A band as shape, word and colour."""
    return Cell(words, note, band.replace("_", "-"), _MARKS.get(band, "○"), strong)


def texts(*words: str) -> tuple[Cell, ...]:
    """Plain cells; nothing is a dash."""
    return tuple(Cell(word or NONE) for word in words)
