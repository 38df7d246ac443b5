"""News from below that rules watch for: enqueued, so that a CTA opens within seconds and not at the next sweep."""

from collections.abc import Mapping
from typing import Any

from core import jobs
from playbooks.models import Rule
from playbooks.tasks import RUN_RULES_ON


def wake_rules(workspace_id: int, payload: Mapping[str, Any]) -> None:
    """Let the rules of the workspace look at the account, if any acts."""
    if Rule.objects.filter(is_active=True).exists():
        jobs.enqueue(RUN_RULES_ON, workspace_id, [payload["account_id"]])
