"""bin/test: the checks in their order, then pytest on a PostgreSQL and a Valkey of its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csplatform.embedded.bootstrap import ROOT, Refusal, apt_install, say
from csplatform.embedded.commands import call
from csplatform.embedded.places import passing_places
from csplatform.embedded.services import running

TYPED = [
    "core",
    "workspaces",
    "accounts",
    "notifications",
    "playbooks",
    "health",
    "surveys",
    "lifecycle",
    "portal",
    "reports",
    "integrations",
    "csplatform",
]
CHROMIUM = "/usr/bin/chromium"


def test(arguments: list[str]) -> int:
    """All checks, or only pytest when it is given arguments; 0 when everything passed."""
    fast = "--fast" in arguments
    pytest_arguments = [argument for argument in arguments if argument != "--fast"]
    # Nothing of the operator's real servers or mail may leak into a test.
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    with _services() as environment:
        if pytest_arguments:
            marker = ["-m", "not browser"] if fast else []
            return call([sys.executable, "-m", "pytest", *marker, *pytest_arguments], environment, cwd=ROOT)
        return _everything(environment, browser=not fast and _chromium())


def _everything(environment: dict[str, str], *, browser: bool) -> int:
    pytest = ["pytest", "-n", "2", "--dist", "worksteal", *([] if browser else ["-m", "not browser"])]
    failed = [name for name, command in _steps(pytest) if not _step(name, command, environment)]
    if failed:
        say(f"failed: {', '.join(failed)}")
        return 1
    say("all passed")
    return 0


def _steps(pytest: list[str]) -> list[tuple[str, list[str]]]:
    steps = [("format", ["ruff", "format", "--check", "."]), ("lint", ["ruff", "check", "."])]
    if any((ROOT / "templates").rglob("*.html")):
        steps += [
            ("template lint", ["djlint", "templates", "--lint", "--quiet"]),
        ]
    return [
        *steps,
        ("types", ["mypy", *TYPED]),
        # The console script alone: the package has no __main__.
        ("import contracts", ["lint-imports"]),
        ("missing migrations", ["manage.py", "makemigrations", "--check", "--dry-run"]),
        ("tests", pytest),
    ]


def _step(name: str, command: list[str], environment: dict[str, str]) -> bool:
    began = time.monotonic()
    program = Path(sys.executable).parent / command[0]
    if command[0] == "manage.py":
        argv = [sys.executable, str(ROOT / "manage.py"), *command[1:]]
    elif program.exists():
        # Through the interpreter: a console script's first line breaks on a path with a space.
        argv = [sys.executable, str(program), *command[1:]]
    else:
        raise Refusal(f"{program} is missing; delete .venv and start again")
    if command[0] == "ruff":
        argv = [str(program), *command[1:]]
    passed = call(argv, environment, cwd=ROOT) == 0
    say(f"{'ok    ' if passed else 'FAILED'} {name}, {time.monotonic() - began:.1f} s")
    return passed


@contextmanager
def _services() -> Iterator[dict[str, str]]:
    """Services without durability, gone with the run."""
    with passing_places("cs-test-") as place, running(place, kind="test", fast=True):
        yield {
            **os.environ,
            "CS_RUNTIME": str(place.runtime),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "csplatform.settings.test",
        }


def _chromium() -> bool:
    """Whether browser tests can run; installs Debian's chromium when it may."""
    if Path(CHROMIUM).exists():
        return True
    say("installing chromium for the browser tests")
    if apt_install(["chromium"], seconds=900) and Path(CHROMIUM).exists():
        return True
    if os.environ.get("CI"):
        raise Refusal("chromium is missing and cannot be installed; as root: apt-get install chromium")
    say(f"left out: browser tests, for want of {CHROMIUM} (as root: apt-get install chromium)")
    return False
