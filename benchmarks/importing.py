"""What a worker does of one import, in a process of its own: reads, checks, takes in; and what that takes.

    python -m benchmarks.importing WORKSPACE IMPORT

Tells in one line of JSON the seconds of each step, the MiB before and at the peak, and the report's counts.
"""

import json
import sys
import time
from typing import Any

import django

from benchmarks.measure import peak_mib


def main(workspace_id: int, import_id: int) -> None:
    django.setup()
    from csplatform.celery import app

    app.loader.import_default_modules()
    from benchmarks.usage import go_on

    task = app.tasks["integrations.work_on_import"]
    before, seconds = peak_mib(), {}
    for step in ("read", "check", "run"):
        began = time.perf_counter()
        task(workspace_id, import_id)
        seconds[step] = time.perf_counter() - began
        go_on(workspace_id, import_id)
    report = _report(workspace_id, import_id)
    print(json.dumps({"seconds": seconds, "before": before, "peak": peak_mib(), **report}))


def _report(workspace_id: int, import_id: int) -> dict[str, Any]:
    from core.tenancy import workspace_scope
    from integrations.models import Import

    with workspace_scope(workspace_id):
        found = Import.objects.get(pk=import_id)
        return {
            "state": found.state,
            "created": found.created,
            "rejected": found.rejected,
            "error": found.error,
        }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
