"""Answers become readings, CTAs, notices and lines of the story, and the loop closes with the CTA."""

from datetime import timedelta

import pytest

from accounts.models import Contact, Ticket
from health.choices import Measure
from health.models import Metric, Reading, VoiceAnswer
from health.selectors.words import value_in_words
from health.services.measuring import measure_accounts
from health.services.voice import NewVoice, record_voice
from playbooks.models import Cta, Rule
from playbooks.services.ctas import close_cta
from playbooks.services.rulebook import activate_rule
from playbooks.services.sweep import run_rules
from surveys.choices import Kind, Tone
from surveys.digest import late_loops_of
from surveys.models import Answer, Listing
from surveys.selectors.results import results_of
from surveys.selectors.tone import tone_of
from surveys.services import rate_inquiry, record_answer
from surveys.services.loops import open_loop
from surveys.today import detractors_of
from tests.support.world import NOW, TODAY
from tests.surveys.asking import campaign, customers, recipients, sweep

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        customers(world.acme)
        campaign(world.acme)
    sweep(world.acme)
    return world.acme


def answered(company, *scores, comment="", now=NOW):
    rows = recipients(company)
    with company.scope():
        return [
            record_answer(row, score=score, comment=comment, now=now).answer
            for row, score in zip(rows, scores, strict=False)
        ]


def look(day=TODAY):
    measure_accounts(days=[day], zone="UTC", now=NOW)


def sentiment(account):
    rows = Reading.objects.filter(account=account, metric=Metric.objects.get(key="sentiment"))
    return [
        (r.measured_on, r.confirmed_on, r.rating, r.value, r.basis, r.measure)
        for r in rows.order_by("measured_on")
    ]


def test_nps_answers_become_the_reading_of_sentiment_and_its_words(acme):
    answered(acme, 10, 3)
    with acme.scope():
        look()
        assert sentiment(acme.account) == [(TODAY, TODAY, 2, 0, 2000, Measure.NPS)]
        assert value_in_words(Reading.objects.get(measure="nps")) == "NPS 0 · 2 answers"
        look(TODAY + 200 * DAY)
        assert sentiment(acme.account) == [(TODAY, TODAY, 2, 0, 2000, Measure.NPS)]


@pytest.mark.parametrize(
    ("scores", "rating", "value"),
    [
        ((9, 10), 3, 100_000),
        ((9, 6), 2, 0),
        ((0, 1), 1, -100_000),
        ((10, 7), 3, 50_000),
        ((7, 6), 2, -50_000),
    ],
)
def test_nps_rates_by_the_mean_rounded_half_up(acme, scores, rating, value):
    answered(acme, *scores)
    with acme.scope():
        look()
        [row] = sentiment(acme.account)
        assert row[2:4] == (rating, value)


def test_csat_rates_only_where_no_nps_is_and_again_when_that_has_run_out(acme):
    with acme.scope():
        account = acme.account
        ago = [TODAY - n * DAY for n in (0, 100, 170)]
        record_voice([
            NewVoice(account.pk, "a", Kind.CSAT, 2, ago[2]), NewVoice(account.pk, "b", Kind.NPS, 10, ago[1]),
            NewVoice(account.pk, "c", Kind.CSAT, 5, ago[0]),
        ])  # fmt: skip
        look(TODAY + 90 * DAY)
        assert [row[:3] + row[5:] for row in sentiment(account)] == [
            (ago[2], ago[2], 1, Measure.CSAT),
            (ago[1], ago[1], 3, Measure.NPS),
            (TODAY, ago[1], 3, Measure.NPS),
            (ago[2] + 180 * DAY, ago[1], 3, Measure.NPS),
            (ago[1] + 180 * DAY, TODAY, 3, Measure.CSAT),
        ]
        record_voice([NewVoice(account.pk, "b", Kind.NPS, 0, ago[1])])
        assert VoiceAnswer.objects.count() == 3
        look(TODAY)
        assert sentiment(account)[1][2:4] == (1, -100_000)


def test_a_rating_of_an_inquiry_is_not_counted_beside_its_own_ticket(acme):
    with acme.scope():
        contact = Contact.objects.order_by("pk").first()
        Ticket.objects.create(
            account=acme.account, external_id="portal-9", subject="Slow", opened_at=NOW, closed_at=NOW, satisfaction=1,
        )  # fmt: skip
        rate_inquiry(contact, source_key="portal-9", score=1, now=NOW)
        look()
        assert sentiment(acme.account) == [(TODAY, TODAY, 1, 1000, 1000, Measure.CSAT)]


def test_a_detractor_opens_one_cta_by_the_rule_and_closing_it_closes_the_loop(acme):
    [bad, _good] = answered(acme, 2, 9, comment="It was terrible")
    with acme.scope():
        rule = Rule.objects.get(trigger="detractor")
        activate_rule(rule, by=acme.lead, now=NOW)
        waiting = detractors_of(acme.csm, today=TODAY, limit=5)
        assert [one.account_id for one in waiting] == [acme.account.pk]
    for _time in range(2):
        run_rules(acme.workspace, today=TODAY, now=NOW)
    with acme.scope():
        [cta] = Cta.objects.filter(kind="satisfaction")
        assert (cta.origin_key, cta.owner, cta.priority) == (bad.origin_key, acme.csm, 2)
        assert cta.reason == f"{bad.contact.name} answered 2 of 10"
        assert open_loop(bad, by=acme.csm, now=NOW) == cta
        assert not detractors_of(acme.csm, today=TODAY, limit=5)
        late = late_loops_of(acme.csm, TODAY + 20 * DAY, 5)
        assert ([line.mark for line in late[0]], late[1]) == (["6 days"], 1)
        close_cta(cta, outcome="done", by=acme.csm, now=NOW + 3 * DAY)
        assert late_loops_of(acme.csm, TODAY + 20 * DAY, 5) == ([], 0)


def results(kind=Kind.NPS, now=NOW, **of):
    found = Answer.objects.filter(kind=kind)
    return results_of(
        found.filter(**of), Listing.objects.filter(wave__campaign__kind=kind), to_lists=found, kind=kind, names={},
        segments={}, loop_days=14, now=now,
    )  # fmt: skip


def test_results_count_answers_shares_and_loops(acme):
    found = answered(acme, 2, 9, comment="Support was slow, but friendly")
    with acme.scope():
        n = Contact.objects.count()
        shown = results()
        assert (shown.tally.answers, shown.tally.value, shown.counts) == (2, 0.0, {2: 1, 9: 1})
        high = sum(one.is_c_level for one in found)
        assert (shown.response.listed, shown.response.answers, shown.response.c_level) == (n, 2, high)
        day_before = results(answered_on__lt=TODAY)
        assert (day_before.tally.answers, day_before.response.answers) == (0, 2)
        assert [(wave.key, wave.tally.answers) for wave in shown.waves] == [("2026Q3", 2)]
        assert (shown.csms[0].key, shown.csms[0].accounts) == (str(acme.csm.pk), 1)
        assert shown.loops.share is None
        assert (shown.loops.detractors, shown.loops.with_cta, shown.loops.open_late) == (1, 0, 0)
        assert [word.text for word in shown.words] == ["friendly", "slow", "support"]
        cta = open_loop(found[0], by=acme.csm, now=NOW)
        close_cta(cta, by=acme.csm, now=NOW + 20 * DAY)
        late = results(now=NOW + 30 * DAY).loops
        assert (late.closed, late.in_time, late.share) == (1, 0, 0.0)


@pytest.mark.parametrize(
    ("comment", "language", "tone"),
    [
        ("The team is wonderful and very helpful", "en", Tone.POSITIVE),
        ("Terrible, we lost two days", "en", Tone.NEGATIVE),
        ("We have 40 users", "en", Tone.NEUTRAL),
        ("Tuki on ollut todella hidas", "en", Tone.UNKNOWN),
        ("Все чудово", "uk", Tone.UNKNOWN),
        ("", "en", Tone.UNKNOWN),
    ],
)
def test_the_tone_of_a_comment_is_heard_in_english_alone(comment, language, tone):
    assert tone_of(comment, language)[0] == tone
