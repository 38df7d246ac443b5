"""The public five-file book of business that imports are tried on. It is no part of the repository."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ravenstack"
FOLDER = Path(os.environ["CS_REFERENCE_DATA"]) if os.environ.get("CS_REFERENCE_DATA") else _BESIDE
FILES = {
    "accounts": "ravenstack_accounts.csv",
    "contracts": "ravenstack_subscriptions.csv",
    "usage": "ravenstack_feature_usage.csv",
    "tickets": "ravenstack_support_tickets.csv",
    "churn": "ravenstack_churn_events.csv",
}

needs_ravenstack = pytest.mark.skipif(
    not all((FOLDER / name).is_file() for name in FILES.values()),
    reason="the RavenStack files are absent; name their folder in CS_REFERENCE_DATA",
)


def ravenstack_file(kind: str) -> Path:
    return FOLDER / FILES[kind]
