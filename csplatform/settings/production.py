"""For real servers, from the environment: docs/runbook.md names each variable. What is missing stops the start."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from csplatform.settings import servers
from csplatform.settings.base import *  # noqa: F403

SHORTEST_SECRET = 50  # characters

env = environ.Env()


def needed(name: str) -> str:
    """A variable without which nothing starts; set to nothing counts as missing."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; see docs/runbook.md.")
    return value


SECRET_KEY = needed("SECRET_KEY")
if len(SECRET_KEY) < SHORTEST_SECRET or SECRET_KEY.startswith("change-me"):
    raise ImproperlyConfigured(f"SECRET_KEY wants {SHORTEST_SECRET} random characters or more of its own.")

BASE_URL = needed("BASE_URL")
if urlsplit(BASE_URL).scheme != "https":
    raise ImproperlyConfigured("BASE_URL must begin with https://: sign-in cookies travel over TLS only.")
ALLOWED_HOSTS = [name.strip() for name in needed("ALLOWED_HOSTS").split(",")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS names the hosts, and never all of them.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {"default": servers.database(needed("DATABASE_URL"))}
DATABASE_APP_ROLE = DATABASES["default"]["USER"]
# Only what migrates, backs up and restores is told the owner's password.
_owner = env.str("DATABASE_OWNER_URL", default="")
DATABASE_OWNER = servers.database_owner(_owner) if _owner else {}

_redis = needed("REDIS_URL")
REDIS = servers.redis(_redis)
CELERY_BROKER_URL = servers.broker(_redis)

vars().update(environ.Env.email_url_config(needed("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"CS Platform <no-reply@{urlsplit(BASE_URL).hostname}>"
)
INBOUND_ADDRESS = env.str("INBOUND_ADDRESS", default="")
INBOUND_MAILDIR = env.str("INBOUND_MAILDIR", default="")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))  # noqa: F405
_bucket = env.str("FILES_S3_BUCKET", default="")
if _bucket:
    if find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "FILES_S3_BUCKET wants what requirements/s3.txt names; see docs/runbook.md."
        )
    STORAGES = {**STORAGES, "default": servers.bucket(_bucket, env)}  # noqa: F405
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
