"""A workspace's colour and logo on its reviews: frozen with the facts, on paper and in the preview."""

import re

import pytest

from core.pdf import can_print
from reports.choices import SECTIONS
from reports.facts import frozen, thawed
from reports.qbr.document import document_html, print_review
from reports.rules import Quarter
from reports.services import Wanted, prepare_review
from tests.reports.test_qbr_document import facts_of
from tests.support.pdfs import Pdf
from tests.support.world import NOW
from tests.workspaces.test_brand import picture
from workspaces.services.brand import change_brand

pytestmark = pytest.mark.django_db
PLUM = "#7A1F5C"
needs_libraries = pytest.mark.skipif(not can_print(), reason="Debian's pango and harfbuzz are not here")


def dress(company, colour=PLUM, data=None):
    change_brand(
        company.workspace, colour=colour, picture=data, without_logo=data is None, by=company.admin, now=NOW
    )  # fmt: skip


def taken_of(company):
    wanted = Wanted(sections=SECTIONS["customer"])
    return prepare_review(
        company.account, Quarter(2026, 2), workspace=company.workspace, wanted=wanted, with_money=True, by=None, now=NOW
    )  # fmt: skip


def test_colour_and_logo_stand_in_the_document_instead_of_ours(acme):
    with acme.scope():
        dress(acme, data=picture())
        html = document_html(taken_of(acme))
    assert f".q-cover-top {{ background: {PLUM}; }}" in html
    assert f'<img class="q-logo" src="logo.png" alt="{acme.workspace.name}">' in html
    assert ".q-logo { width: 150.0pt; height: 30.0pt; }" in html
    assert "#0C4A57" not in html


def test_without_a_brand_the_document_is_in_our_colours(acme):
    with acme.scope():
        html = document_html(taken_of(acme))
    assert "<style>" not in html
    assert "q-logo" not in html


def test_a_snapshot_keeps_the_look_it_was_taken_in(acme):
    with acme.scope():
        dress(acme, data=picture())
        taken = taken_of(acme)
        before = document_html(taken)
        dress(acme, colour="#123456")
        taken.refresh_from_db()
        assert document_html(taken) == before
        newer = taken_of(acme)
    assert newer.pk != taken.pk
    assert newer.data["brand"] == {"colour": "#123456", "logo": "", "logo_wide": 0, "logo_tall": 0}


def test_a_snapshot_from_before_there_were_brands_is_read_as_it_was(acme):
    with acme.scope():
        data = frozen(facts_of(acme))
    del data["brand"]
    assert thawed(data).brand is None


def test_a_stored_colour_that_is_none_lays_no_rule(acme):
    with acme.scope():
        taken = taken_of(acme)
        taken.data["brand"] = {
            "colour": "red } body { display: none",
            "logo": "",
            "logo_wide": 0,
            "logo_tall": 0,
        }
        assert "<style>" not in document_html(taken)


@needs_libraries
def test_the_printed_logo_is_named_for_readers_and_the_bytes_stay_the_same(acme):
    with acme.scope():
        dress(acme, data=picture())
        taken = taken_of(acme)
        html = document_html(taken)
    first, second = print_review(taken, html), print_review(taken, html)
    assert first.content == second.content
    pdf = Pdf(first.content)
    pictures = [body for body in pdf.objects.values() if re.search(rb"/Subtype\s*/Image\b", body)]
    assert len(pictures) >= 1
    assert [pdf.untagged(page) for page in pdf.pages] == [0] * len(pdf.pages)
    figures = [body for body in pdf.objects.values() if re.search(rb"/S\s*/Figure\b", body)]
    assert [body for body in figures if not re.search(rb"/Alt\s*[(<]\s*[^)>\s]", body)] == []


def test_the_preview_takes_its_colour_from_a_sheet_of_its_own(world, acme):
    with acme.scope():
        dress(acme, data=picture())
        taken = taken_of(acme)
    base = f"/w/acme/accounts/{acme.account.pk}/reviews/{taken.pk}/"
    client = world.client(acme.admin)
    page = client.get(f"{base}preview/").content.decode()
    assert f'href="{base}preview.css"' in page
    assert 'src="data:image/png;base64,' in page
    sheet = client.get(f"{base}preview.css")
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert f"background: {PLUM}" in sheet.content.decode()
    assert world.client(world.other.admin).get(f"{base}preview.css").status_code == 404
