import pytest

from accounts.rules import amounts_agree, annualised, arr_of, growth, mrr_of


def test_a_year_has_twelve_months():
    assert arr_of(2_786_00) == 33_432_00
    assert mrr_of(33_432_00) == 2_786_00
    assert [mrr_of(arr) for arr in (5, 6, 17, 18)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("billing", "expected"), [("monthly", 1200), ("quarterly", 400), ("half_yearly", 200), ("annual", 100)]
)
def test_an_amount_per_billing_period_in_a_year(billing, expected):
    assert annualised(100, billing) == expected


def test_an_unknown_billing_frequency_is_refused():
    with pytest.raises(ValueError, match="weekly"):
        annualised(100, "weekly")


def test_mrr_and_arr_agree_within_the_rounding_of_the_mrr():
    assert amounts_agree(2_786_00, 33_432_00) is True
    assert amounts_agree(8_33, 99_96 + 6) is True
    assert amounts_agree(8_33, 99_96 + 7) is False
    assert amounts_agree(8_00, 99_96, rounded_to=100) is True


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(110, 100, 1_000), (95, 100, -500), (0, 100, -10_000), (1, 3, -6_667), (5, 0, None)],
)
def test_growth_in_basis_points(now, before, expected):
    assert growth(now, before) == expected
