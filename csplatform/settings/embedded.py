"""bin/run's default: services from the launcher's note, or real servers where URLs name them."""

import os

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from csplatform.embedded.runtime import read_runtime, runtime_path
from csplatform.settings import servers
from csplatform.settings.base import *  # noqa: F403

_runtime = read_runtime()
if _runtime is None:
    raise ImproperlyConfigured(
        f"No services are running ({runtime_path()} is missing). Start with bin/run, "
        "or run this command through bin/manage, which brings them up."
    )

EMBEDDED = True
METRICS_FROM_LOOPBACK = True
STYLEGUIDE = os.environ.get("CS_STYLEGUIDE") == "1"
SECRET_KEY = _runtime.secret_key
MEDIA_ROOT = _runtime.media
if os.environ.get("EMAIL_URL"):
    vars().update(Env.email_url_config(os.environ["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "workspaces.mailbox.FolderBackend"
    EMAIL_FILE_PATH = str(_runtime.media.parent / "mail")  # shown at /mail/
INBOUND_ADDRESS = os.environ.get("INBOUND_ADDRESS", "")
INBOUND_MAILDIR = os.environ.get("INBOUND_MAILDIR", "")
if _runtime.port:
    BASE_URL = f"http://localhost:{_runtime.port}"

if _runtime.database:
    DATABASES = {
        "default": {
            "ENGINE": "core.postgres",
            "NAME": _runtime.database["name"],
            "HOST": _runtime.database["host"],
            "USER": _runtime.database["user"],
            "PASSWORD": "",  # the private socket knows who calls
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
    DATABASE_OWNER = {"USER": _runtime.database["owner"], "PASSWORD": ""}
else:
    if not (os.environ.get("DATABASE_URL") and os.environ.get("DATABASE_OWNER_URL")):
        raise ImproperlyConfigured(
            "The running platform uses a database named by DATABASE_URL and DATABASE_OWNER_URL; set both here too."
        )
    DATABASES = {"default": servers.database(os.environ["DATABASE_URL"])}
    DATABASE_OWNER = servers.database_owner(os.environ["DATABASE_OWNER_URL"])
    DATABASE_APP_ROLE = DATABASES["default"]["USER"]

if _runtime.redis_socket:
    REDIS = {"unix_socket_path": _runtime.redis_socket, "db": 0}
    CELERY_BROKER_URL = _runtime.broker_url(1)
else:
    if not os.environ.get("REDIS_URL"):
        raise ImproperlyConfigured("The running platform uses a Redis named by REDIS_URL; set it here too.")
    REDIS = servers.redis(os.environ["REDIS_URL"])
    CELERY_BROKER_URL = servers.broker(os.environ["REDIS_URL"])
