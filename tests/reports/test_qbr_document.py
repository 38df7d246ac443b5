"""The document: both editions, hostile words as words, and never anything but what its snapshot holds."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.html import escape

from accounts.models import Account
from core.pdf import can_print, print_pdf
from reports.choices import SECTIONS, Section
from reports.facts import (
    CountWeek,
    FeatureFact,
    HealthFacts,
    LiftFact,
    MetricFact,
    PersonFact,
    ScoreWeek,
    UsageFacts,
    UsageWeek,
)
from reports.qbr.document import STYLESHEET, document_html
from reports.qbr.drafts import drafts_of
from reports.rules import Quarter
from reports.selectors.qbr import collect_facts
from reports.services import Wanted, take_snapshot
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 30)
WEEKS = [LAST - timedelta(weeks=back) for back in range(17, -1, -1)]
HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd>{{7*7}}\"'&"


def metric(label, rating, points, before, **more):
    given = {
        "words": "12 of 20", "is_stale": False, "age_days": 3, "shelf_life_days": 30, "weight": 5000,
        "scaled_weight": 5000, "rating_before": 2, "points_before": before,
    }  # fmt: skip
    return MetricFact(label=label, rating=rating, points=points, **{**given, **more})


HEALTH = HealthFacts(
    score=75_000, own=2500, band="healthy", coverage=10_000, card="Default v1", low=1, high=3, healthy_from=60_000,
    monitor_from=40_000, score_before=50_000, band_before="monitor", coverage_before=10_000, as_of=LAST,
    metrics=(
        metric("Licences", 3, 50_000, 25_000),
        metric("Tickets", None, 0, 25_000, is_stale=True, age_days=99, words=""),
    ),
    weeks=tuple(ScoreWeek(on, None if place < 4 else 50_000 + 1000 * place, "monitor") for place, on in enumerate(WEEKS)),
)  # fmt: skip
USAGE = UsageFacts(
    unit="share", weeks=tuple(UsageWeek(on, None if place < 3 else 40.0 + place, 50.0) for place, on in enumerate(WEEKS)),
    total=80, total_before=70, seats=100, peers=41,
    features=(FeatureFact("Job adverts", 80.0, 60.0, 95.0), FeatureFact("Video", 10.0, 30.0, None)),
)  # fmt: skip


def facts_of(company, *, edition="customer", whole=True, **more):
    facts = collect_facts(
        company.account,
        Quarter(2026, 2),
        workspace=company.workspace,
        edition=edition,
        with_money=True,
        today=TODAY,
    )
    if whole:
        weeks = tuple(CountWeek(on, place % 4) for place, on in enumerate(WEEKS))
        facts = replace(
            facts, health=HEALTH, usage=USAGE, support=replace(facts.support, has_source=True, weeks=weeks)
        )
    return replace(facts, **more)


def snapshot_of(company, facts, **words):
    wanted = Wanted(edition=facts.edition, sections=SECTIONS[facts.edition], **words)
    return take_snapshot(company.account, facts, wanted=wanted, by=None, now=NOW)


def test_the_customers_document_has_its_sections_and_code_and_nothing_of_ours(acme):
    with acme.scope():
        taken = snapshot_of(acme, facts_of(acme), claim="We grow", decision="Name a sponsor", asked_of="Anna")
        html = document_html(taken)
    assert re.findall(r'<section class="q-chapter[^"]*" id="(\w+)"', html) == [
        "summary", "value", "health", "usage", "support", "people", "renewal", "actions", "appendix",
    ]  # fmt: skip
    assert html.count(taken.code) >= 3
    assert "We grow" in html
    assert "Stance" not in html
    assert "Check-in" not in html
    assert re.fullmatch(r"QBR-2026Q2-\d{4,}-[0-9a-f]{8}", taken.code)


def test_our_own_document_says_what_would_lift_the_score_and_who_answers(acme):
    with acme.scope():
        facts = facts_of(acme, edition="internal")
        inside = replace(
            facts.internal,
            lift=(LiftFact("Tickets", 1, 3, 9000),),
            projected=84_000,
            churns=("5 May 2026 · Left",),
            foreign=1,
        )
        html = document_html(snapshot_of(acme, replace(facts, internal=inside)))
    for words in (
        "Stance",
        "what would lift the score to 84.0",
        "+9.0",
        "5 May 2026 · Left",
        "is not summed",
        "Internal edition",
    ):
        assert words in html
    assert 'id="value"' in html


def test_the_drafts_say_what_the_facts_say(acme):
    with acme.scope():
        drafts = drafts_of(facts_of(acme))
    assert drafts.claim == "Health rose from 50.0 to 75.0: Healthy"
    assert drafts.sentences[0] == "Licences gained most since Q1 2026: 25.0 points of 100."
    assert (
        drafts.sentences[1]
        == "57\u202f% of the seats were in use in the last week, above the median of 50\u202f%."
    )
    assert drafts.asked_of == "Anna Sponsor"


def test_points_and_weights_stand_as_they_were_computed(acme):
    with acme.scope():
        html = document_html(snapshot_of(acme, facts_of(acme)))
    for words in (
        "50.0",
        "99 days old, counts for 30",
        "↑ 25.0",
        "Lost its 25.0 points",
        "2.50 on 1–3",
        "was not measured",
    ):
        assert (words in html) is (words != "was not measured"), words


def test_without_a_score_nothing_is_scaled_up_and_what_moved_is_told_in_ratings(acme):
    with acme.scope():
        health = replace(HEALTH, score=None, own=None, band="unknown", coverage=2900)
        html = document_html(snapshot_of(acme, facts_of(acme, health=health)))
    assert "1 of 2 metrics are known, 29\u202f% of the weight" in html
    assert "2 → 3" in html
    assert "2 → –" in html
    assert "↑ 25.0" not in html


def test_hostile_names_and_words_stand_as_words(acme):
    with acme.scope():
        Account.objects.filter(pk=acme.account.pk).update(name=HOSTILE)
        acme.account.refresh_from_db()
        person = PersonFact(HOSTILE, HOSTILE, HOSTILE, "", "", "", False, False)
        facts = facts_of(acme, people=(person,), workspace=HOSTILE)
        facts = replace(facts, usage=replace(USAGE, features=(FeatureFact(HOSTILE, 1.0, None, None),)))
        taken = snapshot_of(
            acme, facts, claim=HOSTILE[:80], sentences=[HOSTILE], decision=HOSTILE, meeting=HOSTILE,
            actions=[f"{HOSTILE} | {HOSTILE} | soon"],
        )  # fmt: skip
        html = document_html(taken)
    assert "<script" not in html
    assert "<img" not in html
    assert escape("{{7*7}}") in html
    assert "49" not in re.findall(r"\{\{7\*7\}\}|>49<", html)
    assert html.count("&lt;script&gt;") > 8


@pytest.mark.skipif(not can_print(), reason="Debian's pango and harfbuzz are not here")
def test_every_paper_and_edition_is_printed_and_the_same_snapshot_gives_the_same_bytes(acme):
    with acme.scope():
        facts = facts_of(acme)
        items = [
            f"Item {n} that runs on over more than one line of its cell | Anna | 30 Oct" for n in range(60)
        ]
        taken = snapshot_of(acme, facts, actions=items, paper="letter")
        html = [document_html(taken), document_html(taken)]
    first, second = (print_pdf(one, stylesheet=STYLESHEET, identifier=taken.code) for one in html)
    assert first.content == second.content
    assert first.pages == 10


def test_a_section_that_is_not_wanted_is_left_out(acme):
    with acme.scope():
        facts = facts_of(acme)
        wanted = Wanted(sections=[Section.HEALTH, Section.CORRECTIVE])
        taken = take_snapshot(acme.account, facts, wanted=wanted, by=None, now=NOW)
        html = document_html(taken)
    assert taken.sections == ["health"]
    assert re.findall(r'<section class="q-chapter[^"]*" id="(\w+)"', html) == [
        "summary",
        "health",
        "appendix",
    ]
