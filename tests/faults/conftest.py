import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from csplatform.backup.programs import program
from csplatform.embedded.places import passing_places
from csplatform.embedded.services import running
from tests.conftest import KEPT_TABLES
from tests.faults.platform import Platform


@pytest.fixture(scope="session")
def servers(django_db_setup: None) -> Iterator[Platform]:
    """PostgreSQL and Valkey of the faults' own, never those that the other tests share; the schema is a copy of
    theirs, which costs less than migrating."""
    with passing_places("cs-fault-") as place, running(place, kind="test", fast=True) as services:
        platform = Platform(services)
        _copy_schema(platform)
        yield platform


@pytest.fixture
def platform(servers: Platform) -> Iterator[Platform]:
    """Empty of people, work and news."""
    _empty(servers)
    yield servers
    _empty(servers)


def _empty(platform: Platform) -> None:
    [(tables,)] = platform.sql(
        "SELECT string_agg(format('%I', relname), ', ') FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition"
        " AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
    )
    platform.sql(f"TRUNCATE {tables} RESTART IDENTITY")
    platform.redis().flushall()
    shutil.rmtree(platform.place.media)
    platform.place.media.mkdir()


def _copy_schema(platform: Platform) -> None:
    from django.conf import settings

    has = settings.DATABASES["default"]
    source = {**os.environ, "PGHOST": has["HOST"], "PGUSER": "postgres", "PGDATABASE": has["NAME"]}
    host = str(platform.services.database.sockets)  # type: ignore[union-attr]
    target = {**os.environ, "PGHOST": host, "PGUSER": "postgres", "PGDATABASE": "csplatform"}
    for what in (["--schema-only"], ["--data-only", *(f"--table={name}" for name in KEPT_TABLES)]):
        dumped = subprocess.run([program("pg_dump"), *what], env=source, capture_output=True, check=True)
        command = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        done = subprocess.run(command, env=target, input=dumped.stdout, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
