"""Reviews in English, Finnish and Ukrainian: every word has its translation, every figure its form."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.html import strip_tags
from django.utils.translation import ngettext, override

from accounts.choices import ContactLevel, StakeholderRole, Stance
from accounts.models import Account, Contact
from core.catalogues import catalogues_below, compiled, read_entries
from core.pdf import can_print
from core.text import format_date, format_money, format_number, format_percent, join_words
from reports.choices import SECTIONS, Language
from reports.facts import ContactFact, LiftFact, PersonFact, SeriesFact
from reports.qbr.document import document_html, print_review
from reports.qbr.drafts import drafts_of
from reports.qbr.words import period_words, quarter_long
from reports.rules import Quarter
from reports.selectors.qbr.language import language_for
from reports.services import Wanted, prepare_review
from tests.reports.test_qbr_document import USAGE, facts_of, snapshot_of
from tests.support.messages import messages_of_code, messages_of_template
from tests.support.pdfs import Pdf
from tests.support.world import NOW

ROOT = Path(settings.BASE_DIR)
OTHERS = [code for code in Language.values if code != "en"]
needs_libraries = pytest.mark.skipif(not can_print(), reason="Debian's pango and harfbuzz are not here")
database = pytest.mark.django_db

#: Where the words of a review come from: whole modules, or some of their classes and functions.
CODE: dict[str, set[str] | None] = {
    "reports/choices.py": {"Edition", "Section"},
    "reports/selectors/qbr/contracts.py": None,
    "reports/selectors/qbr/health.py": None,
    "reports/services/mailing.py": {"_send"},
    "health/choices.py": {"Band", "MetricKey", "UsageFigure"},
    "health/selectors/words.py": None,
    "accounts/choices.py": {
        "OwnerRole", "StakeholderRole", "ContactLevel", "Influence", "Stance", "Segment",
    },
    "lifecycle/choices/renewals.py": {"ChurnReason"},
    "core/text.py": {"_style_of", "_scaled", "join_words"},
}  # fmt: skip
TEMPLATES = [
    *(f"reports/qbr/{path.name}" for path in sorted((ROOT / "templates/reports/qbr").glob("*.html"))),
    "reports/print/document.html",
    "emails/review.html",
    "emails/review.txt",
]


def messages():
    found = {one for path in (ROOT / "reports/qbr").glob("*.py") for one in messages_of_code(path)}
    for name, parts in CODE.items():
        found |= messages_of_code(ROOT / name, names=parts)
    for name in TEMPLATES:
        found |= messages_of_template(name)
    return found


def entries_of(language):
    entries = read_entries(ROOT / f"locale/{language}/LC_MESSAGES/django.po")
    return {(one.context or "", one.singular, one.plural or ""): one for one in entries}


@pytest.mark.parametrize("language", OTHERS)
def test_every_string_of_the_document_is_translated(language):
    entries = entries_of(language)
    wanted = messages()
    assert len(wanted) > 400
    assert sorted(one for one in wanted if one not in entries or not entries[one].is_translated) == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_nothing_that_no_document_says(language):
    assert sorted(set(entries_of(language)) - messages() - {("", "", "")}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_fill_the_same_places(language):
    def places(text):
        return set(re.findall(r"%\((\w+)\)s", text))

    free = {"roman", "number", "dd", "mm", "day", "short", "month", "year", "yy"}  # of dates and quarters
    wrong = [
        (words, one.singular)
        for one in entries_of(language).values()
        for words in one.words.values()
        if one.singular and (places(words) ^ places(one.singular)) - free
    ]
    assert wrong == []


def test_the_compiled_catalogues_say_what_the_written_ones_say():
    found = catalogues_below(ROOT / "locale")
    assert [path.parts[-3] for path in found] == sorted(OTHERS)
    for path in found:
        assert path.with_suffix(".mo").read_bytes() == compiled(read_entries(path)), "run compile_catalogues"


def test_compiling_writes_the_same_files_again(capsys):
    before = [path.with_suffix(".mo").read_bytes() for path in catalogues_below(ROOT / "locale")]
    call_command("compile_catalogues")
    assert [path.with_suffix(".mo").read_bytes() for path in catalogues_below(ROOT / "locale")] == before
    assert "locale/fi/LC_MESSAGES/django.po" in capsys.readouterr().out


def test_figures_and_days_stand_as_each_language_writes_them():
    told = {}
    for language in Language.values:
        with override(language):
            told[language] = (
                format_number(1234.5, 1), format_percent(79), format_money(18_640_050, "EUR"),
                format_date(date(2024, 12, 1)), format_date(date(2024, 12, 1), "full"), period_words("2024Q4"),
                join_words(["A", "B", "C"]),
            )  # fmt: skip
    assert told == {
        "en": ("1,234.5", "79\u202f%", "€186,400.50", "1 Dec 2024", "1 December 2024", "Q4 2024", "A, B and C"),
        "fi": (
            "1\u202f234,5", "79\u202f%", "186\u202f400,50\u202f€", "1.12.2024", "1.\u00a0joulukuuta 2024", "Q4/2024",
            "A, B ja C",
        ),
        "uk": (
            "1\u202f234,5", "79\u202f%", "186\u202f400,50\u202f€", "01.12.2024", "1\u00a0грудня 2024",
            "IV\u202fкв. 2024", "A, B та C",
        ),
    }  # fmt: skip


def test_ukrainian_counts_in_three_forms():
    with override("uk"):
        told = [
            ngettext("%(n)s user", "%(n)s users", n) % {"n": n} for n in (1, 2, 5, 11, 12, 21, 22, 25, 111)
        ]
    forms = ["користувач", "користувачі", "користувачів"]
    assert [forms.index(one.split()[1]) for one in told] == [0, 1, 2, 2, 2, 0, 1, 2, 2]


# --- whole documents


def full(company, **more):
    """Facts that fill every chapter."""
    series = tuple(SeriesFact(f"Feature {n}", USAGE.weeks) for n in range(6))
    contacts = (ContactFact("Sanni Koskela", "CSM", (1, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1)),)
    return replace(
        facts_of(company, **more),
        usage=replace(USAGE, series=series),
        contacts=contacts,
        zone="Europe/Helsinki",
    )


def texts_of(html):
    """The pieces of text of a document, of its drawings too."""
    body = html.partition("</head>")[2]
    return {" ".join(strip_tags(piece).split()) for piece in re.split(r"<[^>]+>", body)} - {""}


@database
@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("edition", ["customer", "internal"])
def test_no_english_is_left_in_a_document(acme, language, edition):
    with acme.scope(), override(language):
        facts = full(acme, edition=edition)
        taken = snapshot_of(acme, facts, language=language, **drafted(facts))
    html = document_html(taken)
    assert f'<html lang="{language}">' in html
    english = {
        one.singular
        for one in entries_of(language).values()
        if one.singular not in one.words.values() and "%(" not in one.singular
    }
    assert sorted(texts_of(html) & english) == []


def drafted(facts):
    drafts = drafts_of(facts)
    return {"claim": drafts.claim, "sentences": drafts.sentences, "decision": drafts.decision}


@database
def test_drafts_and_the_period_come_in_the_documents_language(acme):
    told = {}
    with acme.scope():
        for language in Language.values:
            with override(language):
                facts = facts_of(acme)
                told[language] = (drafts_of(facts).claim, quarter_long(facts))
    assert told == {
        "en": ("Health rose from 50.0 to 75.0: Healthy", "Second quarter 2026, 1 April to 30 June"),
        "fi": (
            "Terveysindeksi nousi: 50,0 → 75,0, Hyvä",
            "Toinen neljännes 2026, 1.\u00a0huhtikuuta – 30.\u00a0kesäkuuta",
        ),
        "uk": (
            "Індекс здоров’я зріс із 50,0 до 75,0: Здоровий",
            "Другий квартал 2026 року, 1\u00a0квітня – 30\u00a0червня",
        ),
    }


@database
@pytest.mark.parametrize("language", Language.values)
def test_the_customers_edition_says_no_stance_and_nothing_of_ours(acme, language):
    stances = set()
    with override(language):
        stances = {str(one.label) for one in Stance}
    with acme.scope():
        Contact.objects.filter(account=acme.account).update(stance=Stance.DETRACTOR, influence="high")
        wanted = Wanted(sections=SECTIONS["customer"], language=language)
        taken = prepare_review(
            acme.account, Quarter(2026, 2), workspace=acme.workspace, wanted=wanted, with_money=True, by=None, now=NOW
        )  # fmt: skip
        inside = full(acme, edition="internal")
        ours = replace(
            inside.internal, lift=(LiftFact("Tickets", 1, 3, 9000),), churns=("5 May 2026 · Left",)
        )
        internal = snapshot_of(acme, replace(inside, internal=ours), language=language)
    pieces = texts_of(document_html(taken))
    assert stances & pieces == set()
    with override(language):
        wanted_words = {"en": "Stance", "fi": "Asenne", "uk": "Ставлення"}[language]
    assert wanted_words not in pieces
    assert wanted_words in texts_of(document_html(internal))


@database
@needs_libraries
@pytest.mark.parametrize("language", OTHERS)
def test_a_printed_document_is_tagged_in_its_language_and_the_same_again(acme, language):
    with acme.scope(), override(language):
        facts = full(acme)
        taken = snapshot_of(acme, facts, language=language, **drafted(facts))
    html = document_html(taken)
    first, second = print_review(taken, html), print_review(taken, html)
    assert first.content == second.content
    pdf = Pdf(first.content)
    assert re.search(rb"/Lang\s*\(" + language.encode() + rb"\)", pdf.catalogue)
    figures = [body for body in pdf.objects.values() if re.search(rb"/S\s*/Figure\b", body)]
    assert len(figures) >= 8
    assert [body for body in figures if not re.search(rb"/Alt\s*[(<]\s*[^)>\s]", body)] == []
    assert [pdf.untagged(page) for page in pdf.pages] == [0] * len(pdf.pages)


@database
@needs_libraries
def test_both_papers_break_lines_and_pages_alike(acme):
    """The text is 170 mm wide and 243.4 mm high on both."""
    with acme.scope(), override("fi"):
        facts = full(acme)
        taken = snapshot_of(acme, facts, language="fi", **drafted(facts))
    html = document_html(taken)
    assert html.count('<body class="a4">') == 1
    told = {}
    for paper in ("a4", "letter"):
        pdf = Pdf(print_review(taken, html.replace('<body class="a4">', f'<body class="{paper}">')).content)
        told[paper] = [pdf.words(page) for page in pdf.pages[1:]]
    assert told["a4"] == told["letter"]


# --- which language


@database
def test_the_sponsors_language_is_offered_then_the_contacts_then_the_countrys(acme):
    with acme.scope():
        own = Contact.objects.filter(account=acme.account)
        own.update(language="")
        acme.account.country = "SE"
        assert language_for(acme.account, acme.workspace) == "en"
        Account.objects.filter(pk=acme.account.pk).update(country="UA")
        acme.account.refresh_from_db()
        assert language_for(acme.account, acme.workspace) == "uk"
        first = own.order_by("pk").first()
        own.filter(pk=first.pk).update(language="fi-FI", stakeholder_role=StakeholderRole.END_USER)
        assert language_for(acme.account, acme.workspace) == "fi"
        Contact.objects.create(
            account=acme.account, name="Sp", name_key="sp", language="de", level=ContactLevel.C_LEVEL
        )
        assert language_for(acme.account, acme.workspace) == "fi"
        Contact.objects.create(
            account=acme.account,
            name="Q",
            name_key="q",
            language="uk",
            stakeholder_role=StakeholderRole.SPONSOR,
        )
        assert language_for(acme.account, acme.workspace) == "uk"


@database
def test_people_of_a_document_have_their_roles_in_its_language(acme):
    with acme.scope(), override("fi"):
        facts = facts_of(acme)
    assert "Sponsori" in {person.role for person in facts.people}
    assert all(isinstance(person, PersonFact) for person in facts.people)
