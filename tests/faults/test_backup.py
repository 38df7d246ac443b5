"""Proof 14: dumped under load, restored into a fresh database, the same per workspace, behind the same walls."""

import json
import tarfile
import threading
from contextlib import contextmanager

import pytest

from csplatform.backup.manifest import MANIFEST
from tests.faults.platform import eventually

pytestmark = pytest.mark.slow
WORLD = "from tests.support.world import make_world; w = make_world(); out([w.acme.workspace.pk, w.other.workspace.pk])"
FRESH = "fresh"
ROWS = """
    SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM accounts_contact t WHERE workspace_id = %s
"""


@contextmanager
def load(platform, workspace):
    """Accounts with one contact each, in one transaction, as fast as it goes."""
    stop, written = threading.Event(), []

    def work():
        connection = platform.connect("cs_app")
        with connection.cursor() as cursor:
            while not stop.is_set():
                name = f"Load {len(written)}"
                cursor.execute("BEGIN; SELECT set_config('app.workspace_id', %s, true)", [str(workspace)])
                cursor.execute(
                    "INSERT INTO accounts_product (workspace_id, name, name_key, external_id)"
                    " VALUES (%s, %s, %s, %s), (%s, %s, %s, %s)",
                    [workspace, name, f"{name} a", f"{name} a", workspace, name, f"{name} b", f"{name} b"],
                )
                cursor.execute("COMMIT")
                written.append(name)
        connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    eventually(lambda: len(written) > 20)
    yield written
    stop.set()
    thread.join(10)


@pytest.fixture
def fresh(platform, tmp_path):
    """An empty database on the same server, as production settings name it."""
    host = str(platform.services.database.sockets).replace("/", "%2F")
    platform.sql(f"DROP DATABASE IF EXISTS {FRESH}", database="postgres", user="postgres")
    platform.sql(
        f"CREATE DATABASE {FRESH} OWNER cs_owner TEMPLATE template0", database="postgres", user="postgres"
    )
    yield {
        "DJANGO_SETTINGS_MODULE": "csplatform.settings.production",
        "DATABASE_URL": f"postgres://cs_app@{host}/{FRESH}",
        "DATABASE_OWNER_URL": f"postgres://cs_owner@{host}/{FRESH}",
        "REDIS_URL": f"unix://{platform.services.queue.socket}?db=5",
        "SECRET_KEY": "kq3-Vw8_uM1zLr6tXn0yBd4sHf9gJc2pQa7eIo5-mZxRvKlYtWuEh",
        "BASE_URL": "https://cs.example.com",
        "ALLOWED_HOSTS": "cs.example.com",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    platform.sql(f"DROP DATABASE IF EXISTS {FRESH} WITH (FORCE)", database="postgres", user="postgres")


def test_a_backup_under_load_comes_back_whole_behind_its_walls(platform, fresh, tmp_path):
    acme, other = platform.python(WORLD)
    stored = platform.place.media / str(acme) / "0f"
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(b"bytes of a file")
    with load(platform, acme) as written:
        before = len(written)
        told = json.loads(platform.manage("backup", "--output", str(tmp_path)))
        assert len(written) > before
    assert (told["workspaces"], told["files"], told["vanished"]) == (2, 1, 0)

    back = json.loads(platform.manage("restore", told["file"], **fresh))
    assert (back["workspaces"], back["files"], back["checksums"], back["walls"]) == (
        2,
        1,
        "equal",
        "standing",
    )
    assert (tmp_path / "media" / str(acme) / "0f").read_bytes() == b"bytes of a file"
    # Counted apart from the program's own checksums: what was not under load is the same, row by row, and of
    # what was, each transaction came whole.
    assert platform.sql(ROWS, other) == platform.sql(ROWS, other, database=FRESH)
    pairs = platform.sql(
        "SELECT count(*), count(DISTINCT name) FROM accounts_product WHERE name LIKE 'Load %'",
        database=FRESH,
    )
    [(rows, names)] = pairs
    assert rows == 2 * names >= 2 * before
    # The app's role sees nothing without a workspace, and one workspace within one.
    assert platform.sql("SELECT count(*) FROM accounts_account", user="cs_app", database=FRESH) == [(0,)]
    assert platform.sql(
        "SELECT set_config('app.workspace_id', %s, false); SELECT array_agg(DISTINCT workspace_id) FROM accounts_account",
        str(other), user="cs_app", database=FRESH,
    ) == [([other],)]  # fmt: skip

    again = platform.run("manage.py", "restore", told["file"], **fresh)
    assert again.returncode == 1
    assert "The database holds workspaces. Restore into an empty one, or say --replace" in again.stderr
    json.loads(platform.manage("restore", told["file"], "--replace", **fresh))


def test_a_damaged_a_foreign_and_a_newer_file_change_nothing(platform, fresh, tmp_path):
    platform.python(WORLD)
    file = json.loads(platform.manage("backup", "--output", str(tmp_path / "b.tar")))["file"]

    def refused(path):
        done = platform.run("manage.py", "restore", str(path), **fresh)
        assert done.returncode == 1
        assert platform.sql("SELECT to_regclass('workspaces_workspace')", database=FRESH) == [(None,)]
        return done.stderr.strip().splitlines()[-1]

    content = bytearray((tmp_path / "b.tar").read_bytes())
    content[4096] ^= 1
    (tmp_path / "damaged.tar").write_bytes(content)
    assert "database.dump is damaged" in refused(tmp_path / "damaged.tar")

    (tmp_path / "foreign.tar").write_bytes(b"no tar at all")
    assert "CommandError" in refused(tmp_path / "foreign.tar")

    folder = tmp_path / "newer"
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    facts = json.loads((folder / MANIFEST).read_text())
    facts["migrations"].append("accounts.9999_of_tomorrow")
    (folder / MANIFEST).write_text(json.dumps(facts))
    with tarfile.open(tmp_path / "newer.tar", "w") as archive:
        for name in (MANIFEST, "database.dump"):
            archive.add(folder / name, name)
    assert "of a newer version (0.1.0, with accounts.9999_of_tomorrow)" in refused(tmp_path / "newer.tar")

    connection = platform.connect(database=FRESH)
    assert "1 other sessions use the database: stop web" in refused(file)
    connection.close()
