"""Searching in four languages: forms of words, beginnings, slips, rank, bounds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.choices.articles import Audience
from portal.models import ArticleWord, WordSlip
from portal.selectors.articles import ANYBODY
from portal.selectors.search import search_articles
from portal.services.articles import archive_article, fields_of, latest_version, publish_article, save_article
from tests.portal.articles import published
from tests.support.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def found(text, **given):
    return [one.article.title for one in search_articles(ANYBODY, text, **given).found]


def public(acme, title, body="", language="en"):
    return published(acme.lead, title, body or title, language=language, audience=Audience.PUBLIC)


IN_FORMS = {
    "en": ("Exporting invoices", ["invoice", "export", "exported invoices", "INVOICES"]),
    "fi": ("Laskutuksen raportit", ["laskutus", "raportti", "raportin", "raporttien"]),
    "uk": ("Договори та рахунки", ["договір", "договору", "рахунок", "рахунків"]),
    "ru": ("Настройка отчётов", ["настройки", "отчет", "отчёта", "отчеты"]),
}


@pytest.mark.parametrize("language", IN_FORMS)
def test_other_forms_of_a_word_are_found(acme, language):
    title, queries = IN_FORMS[language]
    public(acme, title, language=language)
    public(acme, "Somewhere else", "Nothing of it stands here.")
    assert {query: found(f"{query} ") for query in queries} == {query: [title] for query in queries}


def test_the_last_word_is_found_by_its_beginning_only_while_it_is_typed(acme):
    public(acme, "Rostering")
    assert (found("roste"), found("roste "), found("ro")) == (["Rostering"], [], [])


@pytest.mark.parametrize("typed", ["rosterign ", "rostring ", "roostering ", "rosteting "])
def test_a_slip_of_the_finger_is_forgiven_and_told(acme, typed):
    public(acme, "Rostering")
    answer = search_articles(ANYBODY, typed)
    assert [one.article.title for one in answer.found] == ["Rostering"]
    assert answer.meant == {typed.strip(): "rostering"}


def test_a_word_that_stands_there_is_never_taken_for_another(acme):
    public(acme, "Payments")
    public(acme, "Pavements")
    assert (found("payments "), found("pavements ")) == (["Payments"], ["Pavements"])


def test_all_words_stand_before_some_and_titles_before_texts(acme):
    public(acme, "Holidays", "Payroll is sent before them.")
    public(acme, "Payroll", "Sent every month.")
    public(acme, "Payroll holidays", "Both.")
    assert found("payroll holidays") == ["Payroll holidays", "Holidays"]
    assert found("payroll") == ["Payroll holidays", "Payroll", "Holidays"]
    answer = search_articles(ANYBODY, "payroll unicorns")
    assert not answer.is_complete
    assert len(answer.found) == 3


def test_hits_are_shown_in_title_and_text(acme):
    public(acme, "Exporting", "First some words. Then you export <b>invoices</b>.")
    one = search_articles(ANYBODY, "export").found[0]
    assert [(piece.text, piece.hit) for piece in one.title] == [("Exporting", True)]
    assert [piece.text for piece in one.excerpt if piece.hit] == ["export"]


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        "%_" * 5000,
        "'; DROP TABLE portal_article; --",
        "\0",
        "a" * 100_000,
        "the of and",
        "*:* & | !",
        "{{7*7}}",
        "\\",
    ],
)
def test_whatever_is_typed_costs_few_queries_and_no_error(acme, hostile):
    public(acme, "Rostering")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert found(hostile) in ([], ["Rostering"])
    assert len(queries) <= 7


def test_many_words_and_many_articles_cost_no_more_queries(acme):
    for number in range(12):
        public(acme, f"Rostering number {number}", "shift plan people hours week month")
    with CaptureQueriesContext(connection) as queries:
        assert len(found("rostering shift plan people hours week month number seven eight", limit=5)) == 5
    assert len(queries) <= 7


def test_words_follow_the_article_and_slips_leave_with_the_last_of_them(acme):
    article = public(acme, "Rostering")
    fields = fields_of(latest_version(article))
    changed = save_article(
        article,
        type(fields)(title="Planning", body="Planning", audience="public"),
        version=2,
        by=acme.lead,
        now=NOW,
    )
    assert found("rostering") == ["Rostering"]
    publish_article(changed, version=changed.version, by=acme.lead, now=NOW)
    assert (found("rostering"), found("planning")) == ([], ["Planning"])
    assert not WordSlip.objects.filter(word="rostering").exists()
    changed.refresh_from_db()
    archive_article(changed, version=changed.version, by=acme.lead, now=NOW)
    assert found("planning") == []
    assert set(ArticleWord.objects.values_list("word", flat=True)) == {"planning"}
