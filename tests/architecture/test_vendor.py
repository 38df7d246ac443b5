"""What stands under static/vendor/ is what it says it is."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LISTED = json.loads((VENDOR / "vendor.json").read_text())


def test_every_file_has_the_checksum_it_was_taken_with():
    found = {
        f"{item['folder']}/{name}": hashlib.sha256((VENDOR / item["folder"] / name).read_bytes()).hexdigest()
        for item in LISTED
        for name in item["sha256"]
    }
    assert found == {f"{i['folder']}/{name}": digest for i in LISTED for name, digest in i["sha256"].items()}


def test_no_file_stands_there_unlisted():
    listed = {f"{item['folder']}/{name}" for item in LISTED for name in item["sha256"]} | {"vendor.json"}
    assert {str(p.relative_to(VENDOR)) for p in VENDOR.rglob("*") if p.is_file()} == listed


def test_every_package_has_version_licence_and_its_text():
    for item in LISTED:
        assert item["version"]
        assert item["licence"]
        assert (VENDOR / item["folder"] / "LICENSE").read_text().strip()


def test_no_stylesheet_or_script_asks_for_a_file_that_is_missing():
    for path in [*VENDOR.rglob("*.css"), *VENDOR.rglob("*.js")]:
        assert "sourceMappingURL" not in path.read_text("utf-8", errors="ignore")
