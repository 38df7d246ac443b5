from datetime import timedelta

import pytest

from core.errors import Conflict, DomainError
from health.choices import ReadingSource
from health.models import Recompute, ScorecardVersion
from health.selectors.cards import published_card
from health.selectors.offer import scorecard_offer
from health.services import publish_offered_scorecard, publish_scorecard, record_reading
from tests.health.book import accounts, metric, read
from tests.support.world import NOW, TODAY
from workspaces.choices import SecurityActKind
from workspaces.models import SecurityAct


def feed(account, *keys):
    for key in keys:
        read(account, key, 3, TODAY, source=ReadingSource.IMPORT)


def test_a_workspace_starts_with_the_default_card_of_seven_metrics(acme):
    with acme.scope():
        card = published_card()
        assert (card.title, list(card.weights.values())) == (
            "Default v1",
            [1500, 1500, 1400, 1400, 1400, 1400, 1400],
        )


def test_the_offer_holds_what_the_data_feeds_with_weights_of_100_percent(acme):
    with acme.scope():
        feed(acme.account, "utilisation_features", "support_tickets")
        offer = scorecard_offer(today=TODAY)
        assert offer.weights == {"utilisation_features": 5172, "support_tickets": 4828}
        assert (offer.before.scored, offer.after.scored) == (0, 1)
        assert offer.is_news


def test_what_people_rated_for_few_accounts_is_not_offered(acme):
    with acme.scope():
        rated = accounts(3)
        feed(acme.account, "growth")
        read(rated[0], "sponsor_coverage", 3, TODAY)
        assert list(scorecard_offer(today=TODAY).weights) == ["growth"]
        read(rated[1], "sponsor_coverage", 3, TODAY)
        assert list(scorecard_offer(today=TODAY).weights) == ["sponsor_coverage", "growth"]


def test_publishing_makes_a_new_version_and_asks_for_the_history(acme):
    with acme.scope():
        feed(acme.account, "growth")
        version = publish_offered_scorecard(expected_version=1, by=acme.admin, today=TODAY, now=NOW)
        assert (version.number, published_card().weights) == (2, {"growth": 10_000})
        assert list(ScorecardVersion.objects.order_by("number").values_list("status", flat=True)) == [
            "retired",
            "published",
        ]
        assert Recompute.objects.get().finished_at is None
        assert SecurityAct.objects.filter(kind=SecurityActKind.SCORECARD_PUBLISHED).count() == 1


def test_publishing_twice_or_over_somebody_else_is_refused(acme):
    with acme.scope():
        feed(acme.account, "growth")
        publish_offered_scorecard(expected_version=1, by=acme.admin, today=TODAY, now=NOW)
        with pytest.raises(Conflict):
            publish_offered_scorecard(expected_version=1, by=acme.admin, today=TODAY, now=NOW)
        with pytest.raises(DomainError, match="already"):
            publish_offered_scorecard(expected_version=2, by=acme.admin, today=TODAY, now=NOW)
        assert ScorecardVersion.objects.count() == 2


@pytest.mark.parametrize("weights", [{"growth": 9_999}, {"growth": 10_001, "sentiment": -1}, {"joy": 10_000}])
def test_weights_that_are_no_whole_are_refused(acme, weights):
    with acme.scope(), pytest.raises(DomainError, match="100"):
        publish_scorecard(weights, by=None, today=TODAY, now=NOW)


def test_a_reading_by_hand_takes_the_place_of_the_same_days(acme):
    with acme.scope():
        for rating in (1, 3):
            reading = record_reading(
                acme.account,
                metric=metric("sponsor_coverage"),
                rating=rating,
                measured_on=TODAY,
                note="met the CFO",
                by=acme.csm,
                today=TODAY,
                now=NOW,
            )
        assert (reading.rating, reading.recorded_by, reading.source) == (3, acme.csm, "manual")


@pytest.mark.parametrize(
    ("rating", "days", "field"), [(0, 0, "rating"), (4, 0, "rating"), (2, 1, "measured_on")]
)
def test_a_reading_off_the_scale_or_ahead_is_refused(acme, rating, days, field):
    with acme.scope(), pytest.raises(DomainError) as refused:
        record_reading(
            acme.account,
            metric=metric("growth"),
            rating=rating,
            measured_on=TODAY + timedelta(days=days),
            note="",
            by=acme.csm,
            today=TODAY,
            now=NOW,
        )
    assert refused.value.field == field
