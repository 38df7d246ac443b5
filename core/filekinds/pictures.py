"""How large a picture is, read from its head; nothing is decoded."""

import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from core.errors import DomainError

MOST_PIXELS = 50_000_000
MOST_A_SIDE = 20_000
_SIZES = frozenset(
    {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
)  # SOF markers
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def check_picture(content: BinaryIO) -> None:
    """Raise DomainError for a picture of more than 50 million pixels or 20,000 a side, and for one without a size."""
    try:
        width, height = size_of(content)
    except (struct.error, ValueError, IndexError) as error:
        raise DomainError(_("The picture is broken: it does not say its size."), code="wrong_kind") from error
    if width * height > MOST_PIXELS or max(width, height) > MOST_A_SIDE:
        words = _(
            "The picture has %(width)s × %(height)s pixels; at most %(most)s million are taken. Make it smaller."
        )
        counts = {"width": width, "height": height, "most": MOST_PIXELS // 1_000_000}
        raise DomainError(words % counts, code="picture_too_large")


def size_of(content: BinaryIO) -> tuple[int, int]:
    """Width and height in pixels of a PNG, JPEG, GIF or WebP. Raises ValueError or struct.error where none is told."""
    content.seek(0)
    head = content.read(32)
    if head.startswith(b"\x89PNG"):
        if head[12:16] != b"IHDR":
            raise ValueError("no IHDR")
        return _positive(*struct.unpack(">II", head[16:24]))
    if head.startswith(b"GIF8"):
        return _positive(*struct.unpack("<HH", head[6:10]))
    if head.startswith(b"RIFF"):
        return _positive(*_webp(head))
    return _positive(*_jpeg(content))


def _positive(width: int, height: int) -> tuple[int, int]:
    if width < 1 or height < 1:
        raise ValueError("no size")
    return width, height


def _webp(head: bytes) -> tuple[int, int]:
    form = head[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no WebP")


def _jpeg(content: BinaryIO) -> tuple[int, int]:
    content.seek(2)
    while True:
        if content.read(1) != b"\xff":
            raise ValueError("no marker")
        byte = content.read(1)
        while byte == b"\xff":
            byte = content.read(1)
        if not byte:
            raise ValueError("no frame")
        marker = byte[0]
        if marker in _BARE:
            continue
        (length,) = struct.unpack(">H", content.read(2))
        if marker in _SIZES:
            _precision, height, width = struct.unpack(">BHH", content.read(5))
            return width, height
        if length < 2 or marker == 0xDA:
            raise ValueError("no frame")
        content.seek(length - 2, 1)  # the length counts its own two bytes
