"""Services of every test: the database in its two roles, Redis, SMTP, and no network beyond."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.network import forbid_outgoing_network
from tests.support.smtp import SmtpServer, start_smtp

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Kept by a flush: rows that migrations made.
KEPT_TABLES = ("django_migrations", "django_content_type", "auth_permission")


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("CS_RUNTIME"):
        pytest.exit("no services: run the tests through bin/test, e.g. bin/test tests/core", returncode=4)
    forbid_outgoing_network()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, so that no worker waits at the end for another's. Those that flush the database stay last."""
    items.sort(key=lambda item: not _goes_first(item))


def _goes_first(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    flushes = "transactional_db" in getattr(item, "fixturenames", ()) or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    return item.get_closest_marker("slow") is not None and not flushes


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix: None) -> None:
    """A database for each worker."""


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Made and migrated by the owner, used by the tests as the app role."""
    from django.db import connections
    from django.test.utils import setup_databases, teardown_databases

    from core.tenancy.roles import as_owner
    from tests.support import schema

    place = schema.dump_place()
    with django_db_blocker.unblock(), as_owner() as connection, schema.one_at_a_time(place):
        known = place.exists()
        if known:
            schema.restore(connection, place)
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[], keepdb=known)
        connections["default"].ensure_connection()
        if not known:
            schema.leave(connection, place)
    yield
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def flush_as_owner() -> Iterator[None]:
    """Transactional tests empty the tables as the owner: the app role has no TRUNCATE, and Django's own
    flush overlooks tables without a model."""
    from django.core.management.commands.flush import Command

    from core.tenancy.roles import as_owner

    def handle(self: Any, **options: Any) -> None:
        with as_owner(options["database"]) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(format('%%I', relname), ', ') FROM pg_class"
                " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
                " AND NOT relispartition AND relname <> ALL (%s)",
                [list(KEPT_TABLES)],
            )
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} RESTART IDENTITY")

    original = Command.handle
    Command.handle = handle
    yield
    Command.handle = original


@pytest.fixture(autouse=True, scope="session")
def smtp_server(django_test_environment: None) -> Iterator[SmtpServer]:
    """Mail goes over a real connection; Django's test runner would put an in-memory list in its place."""
    from django.conf import settings

    server, controller = start_smtp()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    controller.stop()


@pytest.fixture
def smtp(smtp_server: SmtpServer) -> Iterator[SmtpServer]:
    """The SMTP server, empty and accepting everything."""
    smtp_server.reset()
    yield smtp_server
    smtp_server.reset()


@pytest.fixture
def redis() -> Iterator[Any]:
    """A client of this worker's own Redis database, emptied before and after."""
    from django.conf import settings
    from redis import Redis

    client = Redis(**settings.REDIS)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def world(db: None) -> Any:
    """Acme and Other with their people and a customer each: tests.support.world."""
    from tests.support.world import make_world

    return make_world()
