"""Debian's packages for PDFs: installed when we may, else named once a day. Never fails the start."""

from __future__ import annotations

import ctypes.util
import time
from pathlib import Path

from csplatform.embedded.bootstrap import apt_install, say
from csplatform.embedded.places import Places

# What WeasyPrint loads at run time, and the package that brings it.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
FONT = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
DAY = 86_400


def missing_packages() -> list[str]:
    """The packages whose library, or any font, is not found."""
    missing = [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not any(_has_font(Path(folder)) for folder in FONT_FOLDERS):
        missing.append(FONT)
    return missing


def _has_font(folder: Path) -> bool:
    return any(path.suffix in (".ttf", ".otf") for path in folder.rglob("*")) if folder.exists() else False


def offer_pdf_packages(place: Places) -> None:
    """Installs what is missing, at most one attempt a day: an offline machine must not wait each time."""
    missing = missing_packages()
    tried = place.data / "packages-tried"
    if not missing or (tried.exists() and time.time() - tried.stat().st_mtime < DAY):
        return
    tried.touch()
    say(f"installing for PDFs: {' '.join(missing)}")
    if not apt_install(missing, seconds=120):
        say(f"PDFs cannot be made yet, all else works; as root: apt-get install {' '.join(missing)}")
