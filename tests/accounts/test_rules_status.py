from datetime import date
from itertools import permutations

import pytest

from accounts.choices import AccountStatus, StatusWarning
from accounts.rules import ChurnFact, ContractFact, StatusFound, status_of, touch_for

TODAY = date(2024, 12, 31)
LEFT = ChurnFact(date(2024, 6, 1))
BACK = ChurnFact(date(2024, 9, 1), is_reactivation=True)
OPEN = ContractFact(date(2023, 1, 1))
ENDED = ContractFact(date(2023, 1, 1), date(2024, 5, 31))
LATER = ContractFact(date(2024, 7, 1), date(2024, 12, 1))

ACTIVE = StatusFound(AccountStatus.ACTIVE)
CHURNED = StatusFound(AccountStatus.CHURNED, LEFT.on)


def active(*warnings):
    return StatusFound(AccountStatus.ACTIVE, warnings=warnings)


def test_a_churn_after_the_last_contract_churns():
    assert status_of([LEFT], [ENDED], today=TODAY) == CHURNED
    assert status_of([LEFT], [], today=TODAY) == CHURNED


def test_an_open_contract_outlives_a_churn_in_its_past_with_a_warning():
    assert status_of([LEFT], [ENDED, OPEN], today=TODAY) == active(StatusWarning.OPEN_DESPITE_CHURN)


def test_a_contract_that_starts_after_the_churn_is_the_later_fact():
    assert status_of([LEFT], [ENDED, LATER], today=TODAY) == active(StatusWarning.RETURN_NOT_RECORDED)
    signed = ContractFact(date(2025, 2, 1))
    assert status_of([LEFT], [ENDED, signed], today=TODAY) == active(StatusWarning.RETURN_NOT_RECORDED)


def test_a_contract_that_starts_on_the_day_of_the_churn_is_not_later():
    same_day = ContractFact(LEFT.on, date(2024, 11, 30))
    assert status_of([LEFT], [same_day], today=TODAY) == CHURNED


def test_a_reactivation_that_comes_last_makes_active_without_a_warning():
    assert status_of([LEFT, BACK], [ENDED], today=TODAY) == ACTIVE
    again = ChurnFact(date(2024, 10, 1))
    assert status_of([LEFT, BACK, again], [ENDED], today=TODAY).churned_on == again.on


def test_a_reactivation_of_the_same_day_is_the_later_one():
    same_day = ChurnFact(LEFT.on, is_reactivation=True)
    assert status_of([same_day, LEFT], [ENDED], today=TODAY) == ACTIVE


def test_the_order_in_which_facts_come_does_not_matter():
    churns = [LEFT, BACK, ChurnFact(date(2024, 10, 1))]
    found = {status_of(order, [ENDED], today=TODAY) for order in permutations(churns)}
    assert found == {StatusFound(AccountStatus.CHURNED, date(2024, 10, 1))}


def test_a_churn_ahead_is_told_and_not_yet_true():
    assert status_of([LEFT], [OPEN], today=date(2024, 5, 31)) == active(StatusWarning.CHURN_AHEAD)
    assert status_of([LEFT], [ENDED], today=LEFT.on) == CHURNED


def test_what_a_source_declares_without_a_date_is_told_never_obeyed():
    assert status_of([], [OPEN], today=TODAY, declared_churned=True) == active(StatusWarning.DECLARED_CHURNED)
    assert status_of([LEFT], [ENDED], today=TODAY, declared_churned=True) == CHURNED


def test_a_prospect_has_no_contract_that_started_and_no_past():
    assert status_of([], [], today=TODAY).status is AccountStatus.PROSPECT
    assert status_of([], [ContractFact(date(2025, 1, 1))], today=TODAY).status is AccountStatus.PROSPECT
    assert status_of([], [ContractFact(TODAY)], today=TODAY) == ACTIVE


@pytest.mark.parametrize(
    ("contract", "is_open"),
    [
        (ContractFact(TODAY), True),
        (ContractFact(date(2025, 1, 1)), False),
        (ContractFact(date(2024, 1, 1), TODAY), True),
        (ContractFact(date(2024, 1, 1), date(2024, 12, 30)), False),
        (ContractFact(date(2024, 1, 1), None, TODAY), False),
        (ContractFact(date(2024, 1, 1), None, date(2025, 1, 1)), True),
    ],
)
def test_a_contract_is_open_from_its_first_to_its_last_day_unless_cancelled(contract, is_open):
    assert contract.is_open(TODAY) is is_open


def test_touch_follows_the_segment():
    assert [str(touch_for(s)) for s in ("enterprise", "mid_market", "smb")] == ["high", "low", "digital"]
    assert touch_for("") is None
