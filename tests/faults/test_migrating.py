"""Migrating while the platform holds what the migration wants: it gives way, and says so."""

import threading
import time

import pytest

from tests.faults.platform import eventually

pytestmark = pytest.mark.slow
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
TABLE = "SELECT to_regclass('notifications_notice') IS NOT NULL"
APPLIED = "SELECT count(*) FROM django_migrations WHERE app = 'notifications'"


def test_migrate_waits_no_longer_for_a_lock_than_it_may_changes_nothing_and_says_so(platform):
    applied, done = platform.sql(APPLIED), []
    migrating = threading.Thread(
        target=lambda: done.append(
            platform.run("manage.py", "migrate", "notifications", "zero", FAULT_LOCK_SECONDS="2")
        )
    )
    with platform.locked("notifications_notice"):
        migrating.start()
        eventually(lambda: platform.sql(WAITING) == [(1,)], seconds=60)
        began = time.monotonic()
        eventually(lambda: platform.sql(WAITING) == [(0,)], seconds=20)
        assert 0.5 < time.monotonic() - began < 8  # two, as measured from beside on a busy machine
        migrating.join(60)  # it ends while the lock is still held
    [refused] = done
    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines()[-1] == (
        "CommandError: Others held a lock for longer than 2 s, so this migration was given up and nothing of it "
        "stands. Run migrate again at a quieter moment, or stop the workers meanwhile."
    )
    assert platform.sql(TABLE) == [(True,)]
    assert platform.sql(APPLIED) == applied
