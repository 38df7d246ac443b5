from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import AccountStatus
from accounts.models import Account
from core.errors import DomainError
from core.models import StoredEvent
from health.choices import Band, ScoreOrigin
from health.models import CurrentScore, Metric, Reading, Recompute, Score
from health.rules import DEFAULT_METRICS, Scale, Thresholds, weighted_score
from health.services import recompute
from tests.health.book import accounts, at, publish, rate_all, read
from tests.support.world import NOW, TODAY

GOLDEN = [1, 2, 2, 3, 2, 3, 1]


def now_score(account):
    return CurrentScore.objects.get(account=account)


def run(day=TODAY, **more):
    return recompute(as_of=day, today=TODAY, now=NOW, **more)


def test_the_golden_case_scores_1_990_of_3_and_49_5(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY)
        done = run()
        score = now_score(acme.account)
        assert (score.score, score.score_100, score.band, score.coverage_bp) == (
            1990,
            49500,
            "monitor",
            10000,
        )
        assert score.ratings == GOLDEN
        assert (done.accounts, done.scored, done.unknown, done.changed) == (1, 1, 0, 1)


def test_the_second_golden_case_has_72_percent_and_is_at_risk(acme):
    with acme.scope():
        rate_all(acme.account, [1, 2, 2, None, 2, None, 1], TODAY)
        run()
        score = now_score(acme.account)
        assert (score.score, score.score_100, score.band, score.coverage_bp) == (1597, 29861, "at_risk", 7200)


def test_below_half_coverage_a_score_is_unknown(acme):
    with acme.scope():
        rate_all(acme.account, [3, 3, 3, None, None, None, None], TODAY)
        done = run()
        score = now_score(acme.account)
        assert (score.score, score.score_100, score.band, score.coverage_bp) == (None, None, "unknown", 4400)
        assert (done.scored, done.unknown) == (0, 1)


def test_a_second_run_changes_nothing_and_writes_no_history(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY)
        run()
        assert run().changed == 0
        assert Score.objects.count() == 1
        assert Recompute.objects.count() == 2


def test_a_reading_is_fresh_on_the_last_day_of_its_shelf_life_and_missing_after(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY - timedelta(days=30))
        run()
        assert now_score(acme.account).coverage_bp == 10_000
    with acme.scope():
        recompute(as_of=TODAY + timedelta(days=1), today=TODAY + timedelta(days=1), now=NOW)
        score = now_score(acme.account)
        assert (score.coverage_bp, score.ratings) == (7000, [None, None, 2, 3, 2, 3, 1])


def test_the_reading_measured_last_is_in_force_and_later_ones_are_not_seen(acme):
    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY - timedelta(days=9))
        read(acme.account, "growth", 2, TODAY - timedelta(days=3))
        read(acme.account, "sentiment", 1, TODAY + timedelta(days=1))
        run()
        assert now_score(acme.account).ratings == [3, 3, 3, 3, 3, 3, 2]


def test_a_churned_account_keeps_its_last_score(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY)
        run()
        Account.objects.update(status=AccountStatus.CHURNED, churned_on=TODAY)
        Reading.objects.update(rating=3)
        assert run().accounts == 0
        assert now_score(acme.account).score == 1990


def test_a_past_day_writes_history_of_that_day_alone(acme):
    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY - timedelta(days=20))
        rate_all(acme.account, GOLDEN, TODAY - timedelta(days=10))
        past = TODAY - timedelta(days=20)
        done = run(past)
        assert (done.scored, done.changed) == (1, 1)
        assert not CurrentScore.objects.exists()
        run()
        middle = TODAY - timedelta(days=5)
        assert run(middle).changed == 1
        stood = list(Score.objects.order_by("scored_on").values_list("scored_on", "score", "origin"))
        assert stood == [
            (past, 3000, ScoreOrigin.ON_DEMAND),
            (middle, 1990, ScoreOrigin.ON_DEMAND),
            (middle + timedelta(days=1), 3000, ScoreOrigin.ON_DEMAND),
            (TODAY, 1990, ScoreOrigin.LIVE),
        ]
        assert run(middle).changed == 0


def test_a_future_day_is_refused(acme):
    with acme.scope(), pytest.raises(DomainError) as refused:
        run(TODAY + timedelta(days=1))
    assert refused.value.field == "as_of"


def test_an_account_that_was_no_customer_yet_is_not_scored(acme):
    with acme.scope():
        Account.objects.update(customer_since_on=TODAY)
        assert run(TODAY - timedelta(days=1)).accounts == 0
        assert run().accounts == 1


def test_a_change_of_band_is_news_and_the_first_score_is_not(acme):
    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY)
        run()
        assert not StoredEvent.objects.exists()
        Reading.objects.update(rating=1)
        run()
        news = StoredEvent.objects.get()
        assert news.name == "health.band_changed"
        assert news.payload == {
            "account_id": acme.account.id,
            "before": "healthy",
            "after": "at_risk",
            "scored_on": "2026-09-17",
        }


def test_some_accounts_alone(acme):
    with acme.scope():
        two = accounts(2)
        for account in two:
            rate_all(account, GOLDEN, TODAY)
        done = run(account_ids=[two[0].id])
        assert (done.accounts, done.changed) == (1, 1)
        assert CurrentScore.objects.get().account_id == two[0].id
        assert not Recompute.objects.exists()


def test_a_new_version_scores_anew_and_is_no_fall(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY)
        run()
        version = publish({"growth": 10_000})
        run()
        score = now_score(acme.account)
        assert (score.version_id, score.score, score.band, score.ratings) == (
            version.id,
            1000,
            "at_risk",
            [1],
        )


def test_other_workspaces_are_not_touched(acme, other):
    with other.scope():
        rate_all(other.account, GOLDEN, TODAY)
    with acme.scope():
        run()
        assert CurrentScore.objects.get().band == Band.UNKNOWN
    with other.scope():
        assert not CurrentScore.objects.exists()


KEYS = [metric.key.value for metric in DEFAULT_METRICS]
LIVES = {metric.key.value: metric.shelf_life_days for metric in DEFAULT_METRICS}
READINGS = st.tuples(st.sampled_from(KEYS), st.integers(0, 400), st.integers(0, 200), st.integers(1, 3))


@st.composite
def cards(draw):
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=7, unique=True))
    weights = {key: draw(st.integers(0, 3000)) for key in keys}
    weights[keys[0]] += 1
    monitor = draw(st.integers(0, 100_000))
    return weights, (draw(st.integers(monitor, 100_000)), monitor), draw(st.integers(0, 10_000))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(card=cards(), book=st.lists(st.lists(READINGS, max_size=14), min_size=1, max_size=4))
def test_sql_scores_as_the_rules_do(acme, card, book):
    weights, limits, min_coverage = card
    with acme.scope():
        Score.objects.all().delete()
        CurrentScore.objects.all().delete()
        Account.objects.filter(external_id__startswith="X-").delete()
        publish(weights, limits=limits, min_coverage=min_coverage)
        for account, readings in zip(accounts(len(book)), book, strict=True):
            kept = {}
            for key, age, run_days, rating in readings:
                measured = TODAY - timedelta(days=age)
                if (key, measured) not in kept:
                    kept[key, measured] = (age, run_days, rating)
                    read(account, key, rating, measured, confirmed=measured + timedelta(days=run_days))
            expected = weighted_score(
                in_force(kept),
                weights,
                scale=Scale(1, 3),
                thresholds=Thresholds(*limits),
                min_coverage=min_coverage,
            )
            run(account_ids=[account.id])
            found = now_score(account)
            assert (found.score, found.score_100, found.coverage_bp, found.band) == (
                expected.thousandths,
                expected.score_100,
                expected.coverage,
                expected.band,
            )


def in_force(kept):
    ratings = {}
    for key in KEYS:
        runs = [
            (age, run_days, rating) for (known, _day), (age, run_days, rating) in kept.items() if known == key
        ]
        if runs:
            age, run_days, rating = min(runs)
            if max(age - run_days, 0) <= LIVES[key]:
                ratings[key] = rating
    return ratings


def test_the_starter_may_run_twice(acme):
    from health.services.starter import start_health

    with acme.scope():
        start_health(acme.workspace, at(TODAY))
        assert Metric.objects.count() == 7
