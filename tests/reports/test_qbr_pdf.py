"""The printed file itself: tagged as PDF/UA-1 wants it, code on every page, and nothing of another workspace in it.

The structure is read by tests.support.pdfs; a whole validation, as veraPDF does one, is not part of these tests.
"""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import Account, Contract
from core.pdf import can_print
from reports.choices import SECTIONS
from reports.qbr.document import document_html, print_review
from reports.rules import Quarter
from reports.services import Wanted, prepare_review
from tests.reports.test_qbr_document import HOSTILE, facts_of, snapshot_of
from tests.support.pdfs import Pdf
from tests.support.world import NOW, TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not can_print(), reason="Debian's pango and harfbuzz are not here"),
]


def printed(snapshot):
    return print_review(snapshot, document_html(snapshot))


PRINTED = {}  # by edition: printing takes seconds, and the same snapshot gives the same bytes


@pytest.fixture(params=["customer", "internal"])
def review(request, acme):
    if request.param not in PRINTED:
        with acme.scope():
            taken = snapshot_of(acme, facts_of(acme, edition=request.param), claim="We grow", language="en")
            PRINTED[request.param] = taken, Pdf(printed(taken).content)
    return PRINTED[request.param]


def test_the_file_is_tagged_named_and_has_its_language(review):
    _taken, pdf = review
    root = pdf.catalogue
    assert b"/StructTreeRoot" in root
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", root)
    assert re.search(rb"/Lang\s*\(en\)", root)
    assert b"/DisplayDocTitle true" in root
    assert b"/Outlines" in root
    assert re.search(rb"pdfuaid:part(=\"1\"|>1<)", b"".join(pdf.streams.values()))
    assert any(re.search(rb"/Title\s*[(<]", body) for body in pdf.objects.values())
    for page in pdf.pages:
        assert b"/StructParents" in page
        assert re.search(rb"/Tabs\s*/S\b", page)
    assert any(re.search(rb"/S\s*/H1\b", body) for body in pdf.objects.values())
    assert any(re.search(rb"/S\s*/TH\b", body) for body in pdf.objects.values())


def test_every_drawing_says_in_words_what_it_shows(review):
    _taken, pdf = review
    figures = [body for body in pdf.objects.values() if re.search(rb"/S\s*/Figure\b", body)]
    assert len(figures) >= 3
    assert [body for body in figures if not re.search(rb"/Alt\s*[(<]\s*[^)>\s]", body)] == []


def test_nothing_is_drawn_outside_of_tags_and_artifacts(review):
    _taken, pdf = review
    assert [pdf.untagged(page) for page in pdf.pages] == [0] * len(pdf.pages)


def test_every_font_travels_with_the_file(review):
    _taken, pdf = review
    fonts = [body for body in pdf.objects.values() if re.search(rb"/Type\s*/FontDescriptor\b", body)]
    assert fonts
    assert all(re.search(rb"/FontFile[23]? ", body) for body in fonts)


def test_the_snapshots_code_stands_on_every_page(review):
    taken, pdf = review
    assert len(pdf.pages) > 5
    squeezed = ["".join(pdf.words(page).split()) for page in pdf.pages]
    assert [number for number, words in enumerate(squeezed, 1) if taken.code not in words] == []


def test_hostile_words_are_words_on_paper(acme):
    with acme.scope():
        taken = snapshot_of(acme, facts_of(acme), claim=HOSTILE[:80], sentences=[HOSTILE])
        pdf = Pdf(printed(taken).content)
    assert "{{7*7}}" in "".join(pdf.text.split())
    every = pdf.content + b"".join(pdf.objects.values())
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert name not in every
    assert "root:" not in pdf.text


def test_two_companies_printed_at_once_hold_nothing_of_each_other(world):
    """Two real processes at a time, four times over; the canary is the other's name for its account."""
    papers = []
    for company, canary in ((world.acme, "Canary of Acme 8f1c"), (world.other, "Canary of Other 27ab")):
        with company.scope():
            Account.objects.filter(pk=company.account.pk).update(name=canary, name_key=canary.lower())
            company.account.refresh_from_db()
            taken = prepare_review(
                company.account, Quarter(2026, 2), workspace=company.workspace, with_money=True, by=None, now=NOW,
                wanted=Wanted(sections=SECTIONS["customer"]),
            )  # fmt: skip
            papers.append((canary, taken, document_html(taken)))
    with ThreadPoolExecutor(2) as pool:
        order = papers * 2
        made = list(pool.map(lambda one: print_review(one[1], one[2]), order))
    for (canary, _html, _code), file in zip(order, made, strict=True):
        text = "".join(Pdf(file.content).text.split())
        other = next(name for name, _h, _c in papers if name != canary)
        assert "".join(canary.split()) in text
        assert "".join(other.split()) not in text
        assert other.encode() not in file.content


SUM_PLANTED = 987_654_321  # minor units: 9,876,543.21


def plant_sum(company):
    """One amount that nothing else could make, in the contract and in what was paid."""
    Contract.objects.filter(account=company.account).update(arr_amount=SUM_PLANTED, mrr_amount=SUM_PLANTED)
    start = TODAY.replace(month=4, day=2)
    Contract.objects.create(
        account=company.account, external_id="PLANTED", name="Planted", starts_on=start, ends_on=TODAY.replace(year=TODAY.year + 1),
        arr_amount=SUM_PLANTED, mrr_amount=SUM_PLANTED, currency="EUR",
    )  # fmt: skip


@pytest.mark.parametrize("edition", ["customer", "internal"])
def test_the_printed_words_of_who_sees_no_money_hold_no_amount(acme, edition):
    told = {}
    with acme.scope():
        plant_sum(acme)
        for with_money in (True, False):
            taken = prepare_review(
                acme.account, Quarter(2026, 2), workspace=acme.workspace, with_money=with_money, by=None, now=NOW,
                wanted=Wanted(edition=edition, sections=SECTIONS[edition]),
            )  # fmt: skip
            content = printed(taken).content
            told[with_money] = "".join(Pdf(content).text.split())
            assert taken.has_money is with_money
    assert "9,876,543.21" in told[True]
    for words in ("9,876,543", "9876543", "987654321", "9.88", "9,877", "€"):
        assert words not in told[False], words
    assert "hidden" in told[False]
