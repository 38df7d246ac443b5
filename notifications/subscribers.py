"""News from below that somebody wants to hear of."""

from collections.abc import Mapping
from typing import Any

from core import jobs
from notifications.tasks import TELL_MENTIONED


def tell_mentioned(workspace_id: int, payload: Mapping[str, Any]) -> None:
    """Enqueue the notices of those whom an entry names."""
    jobs.enqueue(TELL_MENTIONED, workspace_id, payload["entry_id"], list(payload["member_ids"]))
