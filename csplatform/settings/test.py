"""Tests: real PostgreSQL and Valkey from bin/test, a real SMTP server in the test process."""

import os

from csplatform.embedded.runtime import read_runtime
from csplatform.settings.base import *  # noqa: F403

_runtime = read_runtime() if os.environ.get("CS_RUNTIME") else None
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
# Two numbers for each worker of a parallel run, 0 and 1 for a run without workers.
_first_number = 2 * (int(_worker.removeprefix("gw")) + 1) if _worker else 0

SECRET_KEY = "only for tests, known to everybody who reads the source"  # noqa: S105
EMBEDDED = False
INBOUND_ADDRESS = "reply@in.example"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = _runtime.media / (_worker or "one") if _runtime else BASE_DIR / "var" / "no-services"  # noqa: F405

# Without services (types and import checks outside bin/test) the settings still load.
_database = (_runtime.database if _runtime else None) or {
    "name": "csplatform",
    "host": "/nonexistent",
    "user": "cs_app",
    "owner": "cs_owner",
}
DATABASES = {
    "default": {
        "ENGINE": "core.postgres",
        "NAME": _database["name"],
        "HOST": _database["host"],
        "USER": _database["user"],
        "PASSWORD": "",
        "TEST": {"TEMPLATE": "template0"},
    }
}
DATABASE_OWNER = {"USER": _database["owner"], "PASSWORD": ""}

_socket = (_runtime.redis_socket if _runtime else None) or "/nonexistent"
REDIS = {"unix_socket_path": _socket, "db": _first_number}
CELERY_BROKER_URL = f"redis+socket://{_socket}?virtual_host={_first_number + 1}"
