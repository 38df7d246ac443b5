"""For real servers, from the environment: see docs/runbook.md."""

import environ

from csplatform.settings import servers

from .base import *  # noqa: F403

env = environ.Env()
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
BASE_URL = env("BASE_URL")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATABASES = {"default": servers.database(env("DATABASE_URL"))}
DATABASE_OWNER = servers.database_owner(env("DATABASE_OWNER_URL", default=env("DATABASE_URL")))
DATABASE_APP_ROLE = DATABASES["default"]["USER"]
CELERY_BROKER_URL = servers.broker(env("REDIS_URL"))
REDIS = servers.redis(env("REDIS_URL"))
vars().update(env.email("EMAIL_URL"))
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
