"""Copies of the tree to start: as the present user, and as an ordinary one when the tests run as root."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runner.instance import Instance, copy_tree, venv_for

ORDINARY = "nobody"


@pytest.fixture(params=["present", "ordinary"])
def instance(request: pytest.FixtureRequest) -> Iterator[Instance]:
    if request.param == "present":
        yield from _instance(None)
    elif os.geteuid() != 0:
        pytest.skip("needs root to become another user; the present one is ordinary already")
    else:
        yield from _instance(ORDINARY)


@pytest.fixture
def copy() -> Iterator[Instance]:
    """A copy for the present user alone."""
    yield from _instance(None)


def _instance(user: str | None) -> Iterator[Instance]:
    venv = venv_for(user)
    if venv is None and not os.environ.get("CI"):
        pytest.skip(f"{user} cannot reach {sys.prefix}; CI=true installs the packages for that user")
    folder = Path(tempfile.mkdtemp(prefix="cs runner ", dir="/tmp"))
    folder.chmod(0o755)
    made = Instance(copy_tree(folder / "CS Platform"), venv, user)
    if user:
        subprocess.run(["chown", "-R", user, str(folder)], check=True)
    try:
        yield made
    finally:
        made.discard()
