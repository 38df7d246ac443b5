"""One small demo for all tests of this folder's modules: loaded once, rolled back at the end."""

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

PASSWORD = "three companies 2026"


@dataclass
class Demo:
    """What the command printed, and what it answered in its last line."""

    said: str
    answer: dict[str, Any]

    def emails(self, slug: str) -> dict[str, str]:
        """Address by role, as printed below the workspace's address."""
        part = self.said.split(f"/w/{slug}/\n")[1].splitlines()[:11]
        return {line[2:19].strip(): line[20:].split()[0] for line in part}


def run_load_demo(**options: Any) -> Demo:
    from django.core.management import call_command

    out = io.StringIO()
    before, sys.stdin = sys.stdin, io.StringIO(PASSWORD + "\n")
    try:
        call_command("load_demo", password_stdin=True, yes_demo_in_production=True, stdout=out, **options)
    finally:
        sys.stdin = before
    said = out.getvalue()
    return Demo(said, json.loads(said.splitlines()[-1]))


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    """All three companies at a tenth of their size."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield run_load_demo(scale=0.1)
        transaction.set_rollback(True)
