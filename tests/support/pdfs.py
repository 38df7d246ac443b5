"""A small reader of PDFs as WeasyPrint writes them: objects, words by page, and what the tags leave out."""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property

OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
STREAM = re.compile(rb"^(.*?)stream\r?\n(.*)\r?\nendstream", re.DOTALL)
TEXT = re.compile(rb"/(\S+) [\d.-]+ Tf|\[((?:[^\]]|\\\])*)\] ?TJ|<([0-9A-Fa-f]+)> ?Tj")
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
MARKS = re.compile(rb"\b(BDC|BMC|EMC|TJ|Tj|Do|sh|S|s|f\*?|F|B\*?|b\*?)(?=\s|$)")
#: Operators that draw.
DRAWING = frozenset({b"TJ", b"Tj", b"Do", b"sh", b"S", b"s", b"f", b"f*", b"F", b"B", b"B*", b"b", b"b*"})


@dataclass(frozen=True)
class Pdf:
    """`content` are the file's bytes."""

    content: bytes

    @cached_property
    def objects(self) -> dict[int, bytes]:
        """The dictionary of each object by number, those in object streams too; streams come apart, `streams`."""
        found: dict[int, bytes] = {}
        for number, body in OBJECT.findall(self.content):
            stream = STREAM.match(body)
            found[int(number)] = stream[1] if stream else body
            if stream and b"/ObjStm" in stream[1]:
                found |= _packed(stream[1], _unpacked(stream[2]))
        return found

    @cached_property
    def streams(self) -> dict[int, bytes]:
        """The unpacked stream of each object that has one."""
        found = {}
        for number, body in OBJECT.findall(self.content):
            stream = STREAM.match(body)
            if stream:
                found[int(number)] = _unpacked(stream[2])
        return found

    @property
    def pages(self) -> list[bytes]:
        """The dictionaries of the pages."""
        return [body for body in self.objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]

    @property
    def catalogue(self) -> bytes:
        return next(body for body in self.objects.values() if re.search(rb"/Type\s*/Catalog\b", body))

    def contents(self, page: bytes) -> bytes:
        """The drawing orders of a page."""
        numbers = re.search(rb"/Contents\s*(?:\[([^\]]*)\]|(\d+) 0 R)", page)
        assert numbers
        named = [numbers[2]] if numbers[2] else re.findall(rb"(\d+) 0 R", numbers[1])
        return b"\n".join(self.streams[int(number)] for number in named)

    def words(self, page: bytes) -> str:
        """The text of a page in the order in which it is drawn."""
        said, letters = [], {}
        for font, many, one in TEXT.findall(self.contents(page)):
            if font:
                letters = self._letters.get(font, {})
                continue
            for run in HEX.findall(many) if many else [one]:
                codes = [run[at : at + 4].upper() for at in range(0, len(run), 4)]
                said.append("".join(letters.get(code, "") for code in codes))
            said.append(" ")
        return "".join(said)

    @cached_property
    def text(self) -> str:
        return "\n".join(self.words(page) for page in self.pages)

    def untagged(self, page: bytes) -> int:
        """How many drawing orders of a page stand in no marked content, neither tagged nor artifact."""
        depth = left = 0
        for mark in MARKS.findall(_without_strings(self.contents(page))):
            if mark in (b"BDC", b"BMC"):
                depth += 1
            elif mark == b"EMC":
                depth -= 1
            elif mark in DRAWING and depth == 0:
                left += 1
        assert depth == 0
        return left

    @cached_property
    def _letters(self) -> dict[bytes, dict[bytes, str]]:
        """By the font's name in the pages: what each code says."""
        found: dict[bytes, dict[bytes, str]] = {}
        every = b"\n".join(self.objects.values())
        for name, number in re.findall(rb"/([A-Za-z0-9+_-]+) (\d+) 0 R", every):
            font = self.objects.get(int(number), b"")
            unicode = re.search(rb"/ToUnicode (\d+) 0 R", font)
            if unicode:
                found[name] = _cmap(self.streams[int(unicode[1])])
        return found


def _cmap(text: bytes) -> dict[bytes, str]:
    pairs = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, said in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            pairs[code.upper()] = bytes.fromhex(said.decode()).decode("utf-16-be", "replace")
    return pairs


def _packed(head: bytes, body: bytes) -> dict[int, bytes]:
    count = int(re.search(rb"/N (\d+)", head)[1])  # type: ignore[index]
    first = int(re.search(rb"/First (\d+)", head)[1])  # type: ignore[index]
    numbers = [int(one) for one in body[:first].split()][: 2 * count]
    places = list(zip(numbers[::2], numbers[1::2], strict=True))
    ends = [place for _number, place in places[1:]] + [len(body) - first]
    return {
        number: body[first + place : first + end].strip()
        for (number, place), end in zip(places, ends, strict=True)
    }


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _without_strings(orders: bytes) -> bytes:
    return re.sub(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>", b"", orders)
