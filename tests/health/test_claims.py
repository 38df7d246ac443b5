from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import ContractLine, Product
from health.models import CurrentScore, Scorecard, ScorecardMetric, ScorecardVersion
from health.rules import Claim, claiming
from health.selectors.cards import card_for, published_cards
from health.services import recompute
from tests.health.book import metric, rate_all
from tests.support.world import NOW, TODAY, add_account

SEGMENTS = ["", "enterprise", "smb"]
STAGES = ["", "adopt", "renew"]


def card(name, *, key="growth", **claim):
    """A published card that weighs one metric alone."""
    made = Scorecard.objects.create(name=name)
    version = ScorecardVersion.objects.create(
        scorecard=made, number=1, status="published", created_at=NOW, published_at=NOW, **claim
    )
    ScorecardMetric.objects.create(version=version, metric=metric(key), position=0, weight_bp=10_000)
    return version


def product(account, name):
    made = Product.objects.create(name=name, name_key=name.lower())
    ContractLine.objects.filter(contract__account=account).update(product=made)
    return made


def test_the_card_that_names_most_goes_first_then_product_stage_segment_then_age():
    claims = [
        Claim(1),
        Claim(2, segment="smb"),
        Claim(3, stage="adopt"),
        Claim(4, product_id=7),
        Claim(5, segment="smb", stage="adopt"),
        Claim(6, segment="smb", product_id=7),
        Claim(7, product_id=8),
    ]
    assert [c.card_id for c in sorted(claims, key=lambda c: c.order)] == [6, 5, 4, 7, 3, 2, 1]
    holds = claiming(claims, segment="smb", stage="adopt", product_ids={8})
    assert holds is not None
    assert holds.card_id == 5
    assert claiming(claims[1:], segment="enterprise", stage="land", product_ids=()) is None


@given(
    claims=st.lists(
        st.tuples(st.sampled_from(SEGMENTS), st.sampled_from(STAGES), st.sampled_from([None, 1, 2])),
        max_size=8, unique=True,
    ),
    products=st.sets(st.sampled_from([1, 2])),
    order=st.randoms(),
)  # fmt: skip
def test_the_claim_that_holds_does_not_depend_on_the_order_they_come_in(claims, products, order):
    made = [Claim(place, *claim) for place, claim in enumerate(claims, start=1)] + [Claim(99)]
    first = claiming(made, segment="smb", stage="adopt", product_ids=products)
    order.shuffle(made)
    assert claiming(made, segment="smb", stage="adopt", product_ids=products) == first
    assert first is not None
    assert first.fits("smb", "adopt", products)


def test_each_account_is_scored_by_the_most_specific_card_and_sql_agrees_with_the_rule(acme):
    with acme.scope():
        suite = product(acme.account, "Suite")
        book = [acme.account] + [
            add_account(f"{segment} {stage}", segment=segment, stage=stage, customer_since_on=TODAY)
            for segment in ("", "enterprise", "smb")
            for stage in ("land", "adopt")
        ]
        for account in book:
            rate_all(account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        card("Small", segment="smb")
        card("Adopting", stage="adopt")
        card("Small and adopting", segment="smb", stage="adopt")
        card("Suite", product_id=suite.pk)
        done = recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert (done.accounts, done.scored) == (7, 7)
        scored = {
            score.account_id: score.version.scorecard.name
            for score in CurrentScore.objects.select_related("version__scorecard")
        }
        assert [scored[account.pk] for account in book] == [
            "Suite", "Default", "Adopting", "Default", "Adopting", "Small", "Small and adopting",
        ]  # fmt: skip
        cards = published_cards()
        for account in book:
            found = card_for(account, TODAY, cards)
            assert found is not None
            assert found.name == scored[account.pk]


def test_a_product_counts_only_while_it_is_under_contract(acme):
    with acme.scope():
        suite = product(acme.account, "Suite")
        card("Suite", product_id=suite.pk)
        contract = acme.account.contracts.get()
        assert card_for(acme.account, contract.starts_on).name == "Suite"
        assert card_for(acme.account, contract.starts_on - timedelta(days=1)).name == "Default"
        contract.cancelled_on = TODAY
        contract.save()
        assert card_for(acme.account, TODAY).name == "Default"


def test_an_account_that_moves_is_scored_by_its_new_card_and_that_is_no_fall(acme):
    with acme.scope():
        rate_all(acme.account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        card("Renewing", stage="renew")
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert CurrentScore.objects.get().version.scorecard.name == "Default"
        acme.account.stage = "renew"
        acme.account.save()
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        moved = CurrentScore.objects.get()
        assert (moved.version.scorecard.name, moved.score_100, moved.band) == ("Renewing", 0, "at_risk")


def test_two_cards_in_force_never_name_the_same_ground(acme):
    from django.db import IntegrityError, transaction

    with acme.scope():
        card("Small", segment="smb")
        with pytest.raises(IntegrityError), transaction.atomic():
            card("Small again", segment="smb")
