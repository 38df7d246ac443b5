"""Files from hell in the browser: one sentence with reason and way out, never a 500, and nothing kept."""

import io
import zipfile

import pytest
from django.conf import settings
from openpyxl import Workbook

from accounts.models import Account
from integrations.models import Import
from tests.integrations.flow import told
from workspaces.models import StoredFile

pytestmark = pytest.mark.django_db


def workbook(rows, more=()):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for name in more:
        made.create_sheet(name).append(["account_id", "account_name"])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def archive(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


BOMB = archive(
    {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
        "xl/worksheets/sheet1.xml": b" " * 33_554_432,
    }
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty. Export it again and choose the new file."),
        (b"\n \n", "The file is empty."),
        (b"%PDF-1.7 nothing", "This is a PDF document, not a table."),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a PNG picture, not a table."),
        (b'{"rows": [1, NaN, 1e309]}', "This is JSON, not a table."),
        (b"[" * 10_000 + b"]" * 10_000, "This is JSON, not a table."),
        (b"id,name\n1,A\0B\n", "NUL"),
        (("a," * 1_000_000 + "z\n").encode(), "columns"),
        (b'id,name\n1,"never closed\n2,B\n', "The quote that opens on line 2 is never closed."),
        (b"id,name\n1," + b"x" * 3_500_000 + b"\n", "characters"),
        (BOMB, "times its size"),
        (b"PK\x03\x04 cut off", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Save it as XLSX or CSV"),
    ],
)
def test_what_is_no_table_is_refused_at_the_field_and_not_kept(world, flow, content, words):
    answer = flow.upload(content)
    assert answer.status_code == 422
    [message] = answer.context["form"].errors["file"]
    assert words in message
    with world.acme.scope():
        assert (Import.objects.count(), StoredFile.objects.count()) == (0, 0)
    folder = settings.MEDIA_ROOT / str(world.acme.workspace.pk)
    assert list(folder.glob("*")) == [] if folder.exists() else True


def test_a_form_without_a_file_says_what_is_missing(flow):
    answer = flow.client.post(f"{flow.base}new/", {})
    assert (answer.status_code, answer.context["form"].errors["file"]) == (422, ["Choose a file first."])


def test_a_file_past_the_limit_is_refused_with_both_sizes(flow, settings):
    settings.IMPORT_MAX_BYTES = 20
    answer = flow.upload(b"account_id,account_name\nX-1,Alpha\n")
    assert answer.context["form"].errors["file"] == [
        "The file has 34\u202fB and at most 20\u202fB are read. Split it into smaller files."
    ]


def test_names_without_rows_are_told_and_change_nothing(flow):
    pk = flow.imported(b"account_id,account_name\n")
    assert told(flow.row(pk)) == ("done", 0, 0, 0, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_byte_order_marks_and_other_encodings_are_read(world, flow, encoding):
    pk = flow.imported("account_id,account_name\r\nX-1,Älvsjö\nX-2,B\r\n".encode(encoding))
    assert told(flow.row(pk))[:2] == ("done", 2)
    with world.acme.scope():
        assert Account.objects.get(external_id="X-1").name == "Älvsjö"


def test_doubled_headers_are_numbered_and_told(flow):
    pk = flow.uploaded(b"account_id,account_name,account_name\nX-1,Alpha,Beta\n")
    page = flow.client.get(flow.url(pk, "columns/"))
    assert [row.name for row in page.context["rows"]] == ["account_id", "account_name", "account_name (2)"]
    assert len(flow.row(pk).profile["notices"]) == 1


def test_html_in_names_and_cells_stays_inert(flow):
    pk = flow.uploaded(
        b"account_id,<script>alert(1)</script>\nX-1,<img src=x onerror=alert(1)>\n", name="<b>a.csv"
    )
    page = flow.client.get(flow.url(pk, "columns/")).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    flow.match(pk, field_1="name")
    flow.work(pk)
    assert flow.row(pk).state == "checked"


def test_formulas_of_a_workbook_are_texts_and_sheets_can_be_chosen(world, flow):
    pk = flow.uploaded(
        workbook([["account_id", "account_name"], ["X-1", "=1+1"]], more=["Later"]), name="a.xlsx"
    )
    assert flow.row(pk).profile["sheets"] == ["Sheet", "Later"]
    answer = flow.client.post(flow.url(pk, "reading/"), {"sheet": "Nowhere"})
    assert answer.status_code == 422
    flow.client.post(flow.url(pk, "reading/"), {"sheet": "Later"})
    assert (flow.row(pk).profile["sheet"], flow.row(pk).rows_total) == ("Later", 0)


def test_a_mark_that_is_none_starts_from_the_top(flow):
    pk = flow.imported(b"account_id,account_name\n,Nobody\n")
    for mark in ("x", "9" * 40, "0.1.%00", "2.1.1"):
        assert flow.client.get(flow.url(pk, "problems/"), {"after": mark, "show": "<b>"}).status_code == 200
        assert flow.client.get(flow.base, {"after": mark}).status_code == 200


@pytest.mark.parametrize("kind", ["surveys", "accounts2", "x"])
def test_a_kind_that_is_none_is_404(flow, kind):
    assert flow.client.get(f"{flow.base}new/?kind={kind}").status_code == 404


def test_a_matching_that_was_tampered_with_is_refused(flow):
    pk = flow.uploaded(b"account_id,account_name\nX-1,Alpha\n")
    answer = flow.match(pk, field_0="workspace_id", date_order="xyz", decimal="\0", field_1="id")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) >= {"field_0", "field_1", "date_order", "decimal"}
    assert flow.row(pk).state == "uploaded"
