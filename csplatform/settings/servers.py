"""Real servers named by URL, as Django, redis-py and Celery want to hear of them."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from environ import Env
from redis.connection import SSLConnection, parse_url


def database(url: str) -> dict[str, Any]:
    """DATABASE_URL as an entry of DATABASES."""
    found = Env.db_url_config(url)
    # A unix socket's directory stands percent-encoded in a URL's host.
    found["HOST"] = unquote(found["HOST"])
    return {**found, "ENGINE": "core.postgres", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def database_owner(url: str) -> dict[str, str]:
    """The credentials that DATABASE_OWNER_URL adds; host and database are the app's."""
    found = Env.db_url_config(url)
    return {"USER": found["USER"], "PASSWORD": found["PASSWORD"]}


def redis(url: str) -> dict[str, Any]:
    """REDIS_URL as arguments of redis.Redis."""
    found = dict(parse_url(url))  # type: ignore[no-untyped-call]
    # redis-py's parser speaks to a connection pool; the client names these two things otherwise.
    if "path" in found:
        found["unix_socket_path"] = found.pop("path")
    if found.pop("connection_class", None) is SSLConnection:
        found["ssl"] = True
    return found


def broker(url: str) -> str:
    """REDIS_URL as Celery's transport names it: a unix socket is a scheme of its own there."""
    found = urlsplit(url)
    if found.scheme != "unix":
        return url
    number = parse_qs(found.query).get("db", ["0"])[0]
    return f"redis+socket://{found.path}?virtual_host={number}"


def bucket(name: str, env: Env) -> dict[str, Any]:
    """The private bucket that keeps files, as an entry of STORAGES; a path is never written twice."""
    options: dict[str, Any] = {
        "bucket_name": name,
        "endpoint_url": env.str("FILES_S3_ENDPOINT", default="") or None,
        "region_name": env.str("FILES_S3_REGION", default="") or None,
        "access_key": env.str("FILES_S3_KEY", default="") or None,
        "secret_key": env.str("FILES_S3_SECRET", default="") or None,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
        "signature_version": "s3v4",
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
