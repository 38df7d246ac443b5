"""News from below that the lifecycle wants to hear of."""

from collections.abc import Mapping
from typing import Any

from core import jobs
from lifecycle.tasks import PLACE


def place_changed_accounts(workspace_id: int, payload: Mapping[str, Any]) -> None:
    """Enqueue the places of accounts that are new, or whose stage an import wrote."""
    jobs.enqueue(PLACE, workspace_id, list(payload["account_ids"]))
