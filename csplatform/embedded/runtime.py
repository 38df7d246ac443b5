"""The note that the launcher leaves for Django's processes: where the embedded services are."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from csplatform.embedded.bootstrap import ROOT


@dataclass(frozen=True)
class Runtime:
    """What is embedded; a part that real servers provide is None."""

    port: int | None
    database: dict[str, str] | None
    redis_socket: str | None
    secret_key: str
    media: Path

    def broker_url(self, number: int) -> str:
        """Celery's spelling of a unix socket."""
        return f"redis+socket://{self.redis_socket}?virtual_host={number}"

    def redis_url(self, number: int) -> str:
        """redis-py's spelling of a unix socket."""
        return f"unix://{self.redis_socket}?db={number}"


def runtime_path() -> Path:
    return Path(os.environ.get("CS_RUNTIME") or ROOT / "var" / "runtime.json")


def read_runtime() -> Runtime | None:
    """The services in force, None when none are up."""
    try:
        facts = json.loads(runtime_path().read_text())
    except FileNotFoundError:
        return None
    return Runtime(
        port=facts["port"],
        database=facts["database"],
        redis_socket=facts["redis"]["socket"] if facts["redis"] else None,
        secret_key=Path(facts["secret_key_file"]).read_text().strip(),
        media=Path(facts["media"]),
    )
