"""Delimited text, read as a stream: one look through the whole file for what makes it unreadable, then rows.

Memory is bounded by the longest line, which is bounded by the limits.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from integrations.errors import ImportFileError, Message
from integrations.reading.dialects import Dialect, detect_dialect, named_delimiter
from integrations.reading.encodings import CHUNK_BYTES, Encoding, detect_encoding, named_encoding
from integrations.reading.limits import ReadingLimits

Record = tuple[int, list[str], str]
"""Line where it begins, cells, and the code of what is wrong with it as a whole ("" when nothing is)."""

_SAMPLE_CHARS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Newlines:
    crlf: int
    lf: int
    cr: int

    @property
    def mixed(self) -> bool:
        return sum(1 for count in (self.crlf, self.lf, self.cr) if count) > 1


@dataclass(frozen=True, slots=True)
class DelimitedSource:
    """A delimited file that was looked through; `records` reads it anew each time."""

    path: Path
    encoding: Encoding
    dialect: Dialect
    newlines: Newlines
    limits: ReadingLimits

    def records(self) -> Iterator[Record]:
        """Every record of the file, empty ones too. Raises ImportFileError at an open quote."""
        with self.path.open(encoding=self.encoding.name, newline="") as file:
            lines = _RememberedLines(file)
            reader = csv.reader(
                lines, delimiter=self.dialect.delimiter, quotechar=self.dialect.quote, strict=True
            )
            for _skipped in range(self.dialect.skip_lines):
                next(reader, None)
            start = reader.line_num + 1
            while True:
                try:
                    for cells in reader:
                        yield start, cells, ""
                        start = reader.line_num + 1
                    return
                except csv.Error as error:
                    self._refuse_endless(str(error), start)
                    yield start, self._leniently(lines.last), "bad_quote"
                    start = reader.line_num + 1

    def _leniently(self, line: str) -> list[str]:
        """The cells of a line whose quotes do not close, as far as they can be told, for the report."""
        return next(csv.reader([line], delimiter=self.dialect.delimiter, quotechar=self.dialect.quote), [])

    def _refuse_endless(self, error: str, start: int) -> None:
        endless = error.startswith("unexpected end")
        if not endless and "field limit" not in error:
            return
        line = self._open_quote_line(start)
        if line:
            raise ImportFileError(
                "unclosed_quote",
                _("The quote that opens on line %(line)s is never closed. Close it there or double it.")
                % {"line": line},
            )
        raise field_too_long(start, self.limits)

    def _open_quote_line(self, start: int) -> int:
        """The line where the quote opens that swallows the record beginning on line `start`; 0 for none."""
        opened, at_start, quoted, previous = 0, True, False, ""
        with self.path.open(encoding=self.encoding.name, newline="") as file:
            for number, line in enumerate(islice(file, start - 1, None), start):
                for character in line:
                    if quoted:
                        quoted = character != self.dialect.quote
                    elif character == self.dialect.quote and (at_start or previous == character):
                        quoted, opened = True, number if at_start else opened
                    at_start = not quoted and character == self.dialect.delimiter
                    previous = character
                if not quoted:
                    return 0
                if number - start > self.limits.max_field_chars:
                    break
        return opened


def open_delimited(
    path: Path, limits: ReadingLimits, *, encoding: str | None = None, delimiter: str | None = None
) -> DelimitedSource:
    """Look through the file and tell its encoding, delimiter and newlines, unless a person chose them.

    Raises ImportFileError: NUL characters, bytes that are none of the encoding, a line past the limit.
    """
    chosen = named_encoding(encoding) if encoding else detect_encoding(path)
    newlines = _look_through(path, chosen, limits)
    with path.open(encoding=chosen.name, newline="") as file:
        sample = file.read(_SAMPLE_CHARS)
    if not sample.strip():
        raise ImportFileError("empty_file", _("The file is empty. Export it again and upload the new file."))
    dialect = detect_dialect(sample)
    if delimiter:
        dialect = Dialect(named_delimiter(delimiter), dialect.quote, dialect.skip_lines)
    return DelimitedSource(path, chosen, dialect, newlines, limits)


def field_too_long(line: int, limits: ReadingLimits) -> ImportFileError:
    return ImportFileError(
        "field_too_long",
        _("A cell in the row of line %(line)s has more than %(limit)s characters. Shorten it.")
        % {"line": line, "limit": limits.max_field_chars},
    )


class _RememberedLines:
    """Iterates over lines and keeps the last one, to show it where the csv module gives up on it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.last = line
            yield line


def _look_through(path: Path, encoding: Encoding, limits: ReadingLimits) -> Newlines:
    decoder = codecs.getincrementaldecoder(encoding.name)()
    crlf = line_feeds = returns = open_length = 0
    carried = ""
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK_BYTES)
            line = max(line_feeds, returns) + 1
            text = carried + _decoded(decoder, chunk, line)
            carried = "\r" if chunk and text.endswith("\r") else ""
            text = text.removesuffix(carried)
            if "\0" in text:
                raise _nul(line + text[: text.index("\0")].count("\n"))
            open_length = _line_length(text, open_length, line, limits)
            crlf += text.count("\r\n")
            line_feeds += text.count("\n")
            returns += text.count("\r")
            if not chunk:
                return Newlines(crlf, line_feeds - crlf, returns - crlf)


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int) -> str:
    try:
        return decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n")
        raise ImportFileError(
            "undecodable",
            _(
                "Line %(line)s holds bytes that are not %(encoding)s. Choose another encoding or save as UTF-8."
            )
            % {"line": line + before, "encoding": error.encoding},
        ) from error


def _nul(line: int) -> ImportFileError:
    message: Message = _(
        "Line %(line)s holds a NUL character, so this is no plain text. Export the table as CSV or XLSX."
    ) % {"line": line}
    return ImportFileError("nul_character", message)


def _line_length(text: str, open_length: int, line: int, limits: ReadingLimits) -> int:
    """Length of the line that is still open at the end of `text`; refuses one past the limit."""
    first = min((at for at in (text.find("\n"), text.find("\r")) if at >= 0), default=-1)
    longest = open_length + (first if first >= 0 else len(text))
    if longest > limits.max_line_bytes:
        raise _line_too_long(text, line, limits)
    if first < 0:
        return longest
    still_open = len(text) - 1 - max(text.rfind("\n"), text.rfind("\r"))
    if still_open > limits.max_line_bytes:
        raise _line_too_long(text, line, limits)
    return still_open


def _line_too_long(text: str, line: int, limits: ReadingLimits) -> ImportFileError:
    if max(text.count(mark) for mark in ",;\t|") > limits.max_columns:
        return too_many_columns(None, limits)
    return field_too_long(line, limits)


def too_many_columns(columns: int | None, limits: ReadingLimits) -> ImportFileError:
    if columns is None:
        message = _("The file has more than %(limit)s columns. Remove those that are not imported.")
        return ImportFileError("too_many_columns", message % {"limit": limits.max_columns})
    return ImportFileError(
        "too_many_columns",
        _("The file has %(columns)s columns and at most %(limit)s are read. Remove those not imported.")
        % {"columns": columns, "limit": limits.max_columns},
    )
