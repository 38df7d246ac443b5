"""For real servers, from the environment: see docs/runbook.md."""

import environ

from .base import *  # noqa: F403

env = environ.Env()
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
BASE_URL = env("BASE_URL")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATABASES = {"default": {**env.db("DATABASE_URL"), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
_owner = env.db("DATABASE_OWNER_URL", default=env("DATABASE_URL"))
DATABASE_OWNER = {"USER": _owner["USER"], "PASSWORD": _owner["PASSWORD"]}
DATABASE_APP_ROLE = DATABASES["default"]["USER"]
CELERY_BROKER_URL = env("REDIS_URL")
_redis = env.url("REDIS_URL")
REDIS = {"host": _redis.hostname, "port": _redis.port or 6379, "password": _redis.password}
vars().update(env.email("EMAIL_URL"))
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
