"""News of accounts' facts: the accounts named are rescored soon."""

from collections.abc import Mapping
from typing import Any

from core import jobs
from health.services.readings import RESCORE

AT_ONCE = 1000


def rescore_changed_accounts(workspace_id: int, payload: Mapping[str, Any]) -> None:
    """Enqueue the rescoring of `account_ids`, a thousand to a task."""
    ids = list(payload["account_ids"])
    for start in range(0, len(ids), AT_ONCE):
        jobs.enqueue(RESCORE, workspace_id, ids[start : start + AT_ONCE])
