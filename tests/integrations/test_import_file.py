"""Files go in whole or not at all, and the same file again changes nothing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from workspaces.models import Batch

pytestmark = pytest.mark.django_db

ACCOUNTS = (
    "account_id,account_name,industry,country,seats\nX-1,Alpha,Food,FI,10\nX-2,Beta,Care,US,5\n,Nobody,,,\n"
)


def run(path, *more, kind="accounts", err=None):
    out = io.StringIO()
    call_command(
        "import_csv",
        str(path),
        "--workspace",
        "acme",
        "--kind",
        kind,
        *more,
        stdout=out,
        stderr=err or io.StringIO(),
    )
    return json.loads(out.getvalue())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS)
    return path


def test_a_file_goes_in_and_the_row_without_an_id_is_refused(world, file):
    told = run(file)
    assert (told["created"], told["updated"], told["unchanged"], told["rejected"]) == (2, 0, 0, 1)
    with world.acme.scope():
        assert Account.objects.get(external_id="X-1").origin_row == 2


def test_the_same_file_again_changes_nothing(world, file):
    run(file)
    told = run(file)
    assert (told["created"], told["updated"], told["unchanged"], told["rejected"]) == (0, 0, 2, 1)


def test_a_dry_run_counts_the_same_and_writes_nothing(world, file):
    told = run(file, "--dry-run")
    assert (told["created"], told["rejected"]) == (2, 1)
    with world.acme.scope():
        assert not Account.objects.filter(external_id__in=["X-1", "X-2"]).exists()
        assert not Batch.objects.filter(source="accounts.csv").exists()


def test_the_suggested_mapping_can_be_handed_back(world, file, tmp_path):
    out = io.StringIO()
    call_command("import_csv", str(file), "--kind", "accounts", "--suggest-mapping", stdout=out)
    mapping = tmp_path / "mapping.json"
    mapping.write_text(out.getvalue())
    assert run(file, "--mapping", str(mapping))["created"] == 2


def test_a_file_that_is_no_table_is_refused_in_words(world, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(b"%PDF-1.7 not a table")
    with pytest.raises(CommandError):
        run(path)


def test_an_unknown_workspace_is_refused(world, file):
    with pytest.raises(CommandError, match="no workspace"):
        call_command("import_csv", str(file), "--workspace", "nowhere", "--kind", "accounts")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "mapping.json cannot be read: No such file or directory."),
        (b"\xff\xfe{\x00", "mapping.json is no UTF-8 text"),
        (b"{bad", "The mapping is no JSON: line 1, column 2"),
        (b"[]", "The mapping is no JSON object"),
        (b'{"columns": {"size": "seats"}}', "names an unknown field “size”"),
        (b'{"column": {}}', "unknown key “column”"),
        (b'{"kind": "usage"}', "for usage, not for accounts"),
        (b'{"columns": {"external_id": "id", "name": "account_name"}}', "no column “id” for external_id"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words_and_nothing_is_written(world, file, tmp_path, content, words):
    mapping = tmp_path / "mapping.json"
    if content is not None:
        mapping.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(file, "--mapping", str(mapping))
    with world.acme.scope():
        assert not Batch.objects.exists()


def test_a_mapping_saved_with_a_byte_order_mark_is_read(world, file, tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_bytes(b'\xef\xbb\xbf{"columns": {"external_id": "account_id", "name": "account_name"}}')
    assert run(file, "--mapping", str(mapping))["created"] == 2


def test_what_contradicts_is_told_by_kind_with_its_first_row(world, tmp_path):
    path, err = tmp_path / "usage.csv", io.StringIO()
    path.write_text(
        "usage_id,subscription_id,usage_date,feature_name\n"
        "U-1,K-1,2026-05-04,search\nU-2,K-1,2025-05-04,search\nU-1,K-1,2026-05-05,export\n"
    )
    answer = run(path, kind="usage", err=err)
    assert (answer["created"], answer["warnings"]) == (3, 3)
    lines = err.getvalue().splitlines()
    assert lines[0].startswith("warning, 2 times, first in row 2: The id “U-1” stands on another fact too")
    assert lines[1].startswith("warning, 1 times, first in row 3: The usage lies before the start")


def test_a_date_that_reads_both_ways_is_told_unless_a_mapping_settles_it(world, tmp_path):
    path, mapping = tmp_path / "accounts.csv", tmp_path / "mapping.json"
    path.write_text("account_id,account_name,signup_date\nX-1,Alpha,03/04/2024\nX-2,Beta,05/06/2024\n")
    question = "signup_date: Every date reads both ways: is “03/04/2024” day-month or month-day? Choose."
    assert run(path)["notices"] == [question]
    out = io.StringIO()
    call_command("import_csv", str(path), "--kind", "accounts", "--suggest-mapping", stdout=out)
    mapping.write_text(json.dumps(json.loads(out.getvalue()) | {"date_order": "mdy"}))
    assert run(path, "--mapping", str(mapping))["notices"] == []
    with world.acme.scope():
        assert Account.objects.get(external_id="X-1").customer_since_on.isoformat() == "2024-03-04"
