import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from health.choices import Measure
from health.models import CurrentScore, Reading, Score, ScorecardMetric
from health.rules import in_order, rating_by
from health.selectors.cards import published_card
from health.services import recompute
from tests.health.book import accounts, metric, publish
from tests.support.world import NOW, TODAY


@pytest.mark.parametrize(
    ("measure", "value", "basis", "lower", "cutoffs", "rating"),
    [
        (Measure.LICENCES, 80_000, 100_000, False, (50_000, 80_000), 3),
        (Measure.LICENCES, 79_000, 100_000, False, (50_000, 80_000), 2),
        (Measure.LICENCES, 49_000, 100_000, False, (50_000, 80_000), 1),
        (Measure.LICENCES, 80_000, 0, False, (50_000, 80_000), None),
        (Measure.FEATURES_OF_MEDIAN, 5_000, 4_000, False, (750, 1_250), 3),
        (Measure.TICKETS_SLOW, 9_000, 2_000, True, (5_000, 2_000), 3),
        (Measure.TICKETS_SLOW, 9_000, 5_000, True, (5_000, 2_000), 2),
        (Measure.TICKETS_SLOW, 9_000, 6_000, True, (5_000, 2_000), 1),
        (Measure.GROWTH, 110_000, None, False, (95_000, 110_000), 3),
        (Measure.USAGE_PER_SEAT, 30_000, 20_000, False, (1_000, 2_000), 2),
        (Measure.HAND, None, None, False, (1, 2), None),
    ],
)  # fmt: skip
def test_a_figure_rates_by_its_cutoffs_in_both_directions(measure, value, basis, lower, cutoffs, rating):
    assert rating_by(cutoffs, measure, value, basis, lower=lower) == rating


def test_cutoffs_run_one_way():
    assert [in_order(pair) for pair in ((50, 80), (80, 50), (50, 50))] == [True, False, False]
    assert [in_order(pair, lower=True) for pair in ((5, 2), (2, 5))] == [True, False]


FIGURES = st.sampled_from([("licences", "licences"), ("growth", "growth"), ("tickets_slow", "tickets")])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figure=FIGURES,
    figures=st.lists(
        st.tuples(st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 10**6)),
        min_size=1,
        max_size=4,
    ),
    cuts=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).filter(lambda pair: pair[0] != pair[1]),
    lower=st.booleans(),
)
def test_sql_rates_by_a_cards_own_thresholds_as_the_rule_does(acme, figure, figures, cuts, lower):
    measure, threshold = figure
    key = {"licences": "utilisation_licences", "growth": "growth", "tickets": "support_tickets"}[threshold]
    with acme.scope():
        Score.objects.all().delete()
        CurrentScore.objects.all().delete()
        Account.objects.filter(external_id__startswith="X-").delete()
        publish({key: 10_000})
        own = sorted(cuts, reverse=lower)
        ScorecardMetric.objects.filter(
            version__status="published", version__scorecard__is_default=True
        ).update(cutoffs={threshold: own}, lower_is_better=lower)
        made = accounts(len(figures))
        for account, (value, basis) in zip(made, figures, strict=True):
            Reading.objects.create(
                account=account, metric=metric(key), source="import", measured_on=TODAY, confirmed_on=TODAY,
                rating=2, value=value, basis=basis, measure=measure, recorded_at=NOW,
            )  # fmt: skip
        recompute(as_of=TODAY, today=TODAY, now=NOW, account_ids=[account.pk for account in made])
        card = published_card()
        for account in made:
            reading = Reading.objects.get(account=account)
            expected = card.metrics[0].rating_of(reading, card.scale)
            assert CurrentScore.objects.get(account=account).ratings == [expected]
