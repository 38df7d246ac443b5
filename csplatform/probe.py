"""Health checks of containers: `python -m csplatform.probe web|live|worker|beat` ends in 0 when that part is well.

`web` and `live` ask the process in the same container; `worker` and `beat` look at the marks they leave in Redis.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import redis

from core.marks import BEAT_SECONDS, HEARTBEAT_KEY, SWEEPS_KEY
from csplatform.settings import servers

PORTS = {"web": 8000, "live": 8001}


def main(part: str) -> int:
    return 0 if {"worker": _worker, "beat": _beat}.get(part, lambda: _page(PORTS[part]))() else 1


def _page(port: int) -> bool:
    host = urlsplit(os.environ["BASE_URL"]).hostname or "localhost"
    # As the proxy would ask: by the public name, over TLS.
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=4) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _worker() -> bool:
    return bool(_redis().get(HEARTBEAT_KEY))


def _beat() -> bool:
    marks = [float(mark) for mark in _redis().hvals(SWEEPS_KEY)]
    return bool(marks) and time.time() - max(marks) < BEAT_SECONDS


def _redis() -> redis.Redis:
    given = servers.redis(os.environ["REDIS_URL"])
    return redis.Redis(**given, socket_connect_timeout=2, socket_timeout=2, decode_responses=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
