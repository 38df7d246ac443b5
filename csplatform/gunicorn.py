"""gunicorn's settings: threads for pages, logs in our format, metrics gathered over its processes."""

import os
from typing import Any

from prometheus_client import multiprocess

from core.logs import logging_config

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
max_requests = 10_000
max_requests_jitter = 1_000
# Only the proxy reaches the port, and it writes these headers itself.
forwarded_allow_ips = "*"
logconfig_dict = logging_config()
logconfig_dict["loggers"]["gunicorn.error"] = {"handlers": [], "level": "INFO", "propagate": True}
logconfig_dict["loggers"]["gunicorn.access"] = {"handlers": [], "level": "WARNING", "propagate": True}


def child_exit(server: Any, worker: Any) -> None:
    """A process that is gone counts no longer in gauges; its counters stay."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
