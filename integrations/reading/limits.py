"""How much of a file is read at most. Every limit is told to the person whose file meets it."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Bounds of one file.

    `max_line_bytes` bounds the memory that one line can take. The `max_unpacked…`, `max_ratio` and
    `max_parts` limits are for workbooks, which are zip archives: they are checked against what the archive
    declares before anything is unpacked, and again while it is. A ratio counts from `ratio_free_bytes` on,
    as small workbooks pack well by nature.
    """

    max_bytes: int = 256 * MIB
    max_rows: int = 2_000_000
    max_columns: int = 500
    max_field_chars: int = 65_536
    max_line_bytes: int = 4 * MIB
    max_unpacked_bytes: int = 512 * MIB
    max_strings_bytes: int = 64 * MIB
    max_ratio: int = 200
    ratio_free_bytes: int = 4 * MIB
    max_parts: int = 2_000


DEFAULT_LIMITS = ReadingLimits()
