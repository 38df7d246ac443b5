"""The workspace's colour and logo, for its documents; each change is told to the security log."""

import io
import warnings
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from core.errors import DomainError
from core.text import format_bytes, format_number
from workspaces.choices import SecurityActKind
from workspaces.colours import ENOUGH, colour_named, contrast_with_white
from workspaces.models import Brand, Member, Workspace
from workspaces.services.trail import record_act

MAX_LOGO_BYTES = 1024 * 1024
MAX_KEPT_BYTES = 256 * 1024
MAX_PIXELS = 4_000_000
LARGEST = (600, 200)
BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Logo:
    """A picture written anew as PNG; sizes in pixels."""

    png: bytes
    wide: int
    tall: int


@transaction.atomic
def change_brand(
    workspace: Workspace, *, colour: str, picture: bytes | None, without_logo: bool, by: Member, now: datetime
) -> dict[str, list[object]]:
    """Write what differs, and tell the log; returns field → [before, after], empty when nothing differs.

    `colour` is "#RRGGBB" or empty for ours; `picture` the bytes of a PNG or JPEG, None to leave the logo as it is,
    `without_logo` takes it away. Raises DomainError with the field at fault. Reviews that were taken keep theirs.
    """
    chosen = _checked_colour(colour)
    logo = logo_of(picture) if picture else None
    # The workspace's row is the lock: of two admins at once the second waits.
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    brand = Brand.objects.first() or Brand()
    changed: dict[str, list[object]] = {}
    if brand.colour != chosen:
        changed["brand_colour"] = [brand.colour, chosen]
        brand.colour = chosen
    before = bytes(brand.logo) if brand.logo else b""
    after = logo.png if logo else b"" if without_logo else before
    if before != after:
        changed["brand_logo"] = [_told(before), _told(after)]
        brand.logo = after or None
        brand.logo_wide, brand.logo_tall = (logo.wide, logo.tall) if logo else (0, 0)
    if changed:
        brand.save()
        record_act(
            SecurityActKind.SETTINGS_CHANGED, by=by, now=now, subject=workspace.slug, detail={"changed": changed}
        )  # fmt: skip
    return changed


def logo_of(picture: bytes) -> Logo:
    """A PNG or JPEG, judged by its bytes, made small enough for a cover and written anew without what else was in it.

    Raises DomainError (field `logo`) for any other file, a broken one, and one that is too large.
    """
    if len(picture) > MAX_LOGO_BYTES:
        raise DomainError(
            _("The logo has %(size)s; at most %(most)s are taken.")
            % {"size": format_bytes(len(picture)), "most": format_bytes(MAX_LOGO_BYTES)},
            field="logo",
        )
    if not picture.startswith(SIGNATURES):
        raise DomainError(_("The logo has to be a PNG or a JPEG."), field="logo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            png, size = _written_anew(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *BOMBS) as error:
        raise DomainError(_("The logo cannot be read as a picture. Save it again."), field="logo") from error
    if len(png) > MAX_KEPT_BYTES:
        raise DomainError(_("The logo has too many colours for a logo. Choose a plainer one."), field="logo")
    return Logo(png, *size)


def _written_anew(picture: bytes) -> tuple[bytes, tuple[int, int]]:
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as found:
        # The header is read, the picture not yet: a small file may unpack to gigabytes.
        if found.width * found.height > MAX_PIXELS:
            raise DomainError(_("The logo has more than 4 million pixels. Make it smaller."), field="logo")
        plain = found.convert("RGBA")
    plain.thumbnail(LARGEST)
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return target.getvalue(), plain.size


def _checked_colour(text: str) -> str:
    if not text.strip():
        return ""
    colour = colour_named(text)
    if colour is None:
        raise DomainError(_("A colour is written like #0C4A57."), field="colour")
    ratio = contrast_with_white(colour)
    if ratio < ENOUGH:
        raise DomainError(
            _("White on %(colour)s has a contrast of %(ratio)s : 1, too little to read; 4.5 : 1 is needed. Choose a darker shade.")
            % {"colour": colour, "ratio": format_number(int(ratio * 100) / 100, 2)},
            field="colour",
        )  # fmt: skip
    return colour


def _told(png: bytes) -> str:
    return format_bytes(len(png)) if png else ""
