"""Rules of the house that no other tool holds."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from csplatform.embedded.testing import TYPED as APPS

ROOT = Path(__file__).resolve().parents[2]


def sources(*folders):
    for folder in folders or APPS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def tracked(pattern):
    listed = subprocess.run(
        ["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


def test_no_file_grows_past_four_hundred_lines():
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := p.read_text().count("\n")) > 400}
    assert long == {}


def test_no_function_grows_past_sixty_lines():
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > 60:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {size}")
    assert found == []


def test_no_room_is_called_utils():
    forbidden = {"utils", "helpers", "common", "misc"}
    assert [str(p) for p in sources() if p.stem in forbidden or p.parent.name in forbidden] == []


def test_pages_carry_no_inline_script_style_or_handler():
    found = []
    for path in (ROOT / "templates").rglob("*.html"):
        if "emails" in path.parts or "print" in path.parts:
            continue  # mail clients know nothing but inline styles
        text = path.read_text()
        patterns = (
            r"<script>(?!\s*</script>)",
            r"\son[a-z]+=\"",
            r"\sstyle=",
            r"<style",
            r"hx-on",
            r"javascript:",
        )
        found += [f"{path.relative_to(ROOT)}: {p}" for p in patterns if re.search(p, text)]
    assert found == []


def test_nothing_names_a_package_registry_or_a_foreign_path():
    hosts = re.compile(
        r"(pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org|/root/|/home/[a-z])"
    )
    found = []
    for path in tracked("*"):
        if (
            path.is_file()
            and "vendor" not in path.parts
            and path.name != "test_house.py"
            and path.stat().st_size < 500_000
        ):
            text = path.read_bytes().decode("utf-8", "ignore")
            if hosts.search(text):
                found.append(str(path.relative_to(ROOT)))
    assert found == []


@pytest.mark.parametrize("layer", ["rules", "choices"])
def test_plain_layers_know_no_database_and_no_clock(layer):
    forbidden = (
        "django.db.connection",
        "django.utils.timezone",
        "datetime.now(",
        "date.today(",
        "core.clock",
    )
    found = []
    for path in sources():
        if path.stem == layer or path.parent.name == layer:
            text = path.read_text()
            found += [f"{path.relative_to(ROOT)}: {word}" for word in forbidden if word in text]
            if layer == "rules" and re.search(r"^(from|import) django\.(?!utils\.translation)", text, re.M):
                found.append(f"{path.relative_to(ROOT)} imports Django")
    assert found == []


def test_only_the_clock_reads_the_clock():
    found = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name not in {"clock.py"}
        and path.parts[-2] != "embedded"
        and re.search(r"timezone\.now\(|datetime\.now\(|date\.today\(|datetime\.utcnow\(", path.read_text())
    ]
    assert found == []
