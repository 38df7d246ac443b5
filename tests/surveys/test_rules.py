"""What answers come to, when a campaign asks, and what comments are about: golden numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.choices import Cadence, Group, Kind
from surveys.rules import (
    Response,
    Standing,
    filled,
    group_of,
    guessed_language,
    last_quarters,
    needed_answers,
    needed_c_level,
    nps_standing,
    strange_variables,
    tally_of,
    wave_due,
    word_cloud,
)


@pytest.mark.parametrize(
    ("kind", "scores", "group"),
    [
        (Kind.NPS, range(7), Group.DETRACTOR),
        (Kind.NPS, (7, 8), Group.PASSIVE),
        (Kind.NPS, (9, 10), Group.PROMOTER),
        (Kind.CSAT, (1, 2), Group.DETRACTOR),
        (Kind.CSAT, (3,), Group.PASSIVE),
        (Kind.CSAT, (4, 5), Group.PROMOTER),
    ],
)
def test_each_score_belongs_to_a_group(kind, scores, group):
    assert {group_of(kind, score) for score in scores} == {group}


# (promoters, passives, detractors) -> NPS; lower and upper end worked out by hand: adjusted Wald with ¾, 1½, ¾.
# 10, 5, 5: n' = 23, p = 10.75/23, d = 5.75/23, p−d = 0.217391, variance = 0.717391 − 0.047259 = 0.670132,
# half = 1.959964 · √(0.670132/23) = 0.334553.
@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        ({10: 10, 8: 5, 3: 5}, 25.0, -11.7162, 55.1945),
        ({9: 1}, 100.0, -48.4987, 98.4987),
        ({0: 4}, -100.0, -100.0, -6.9442),
        ({10: 55, 7: 30, 5: 15}, 40.0, 24.5995, 53.0705),
    ],
)
def test_nps_with_its_interval(counts, value, low, high):
    found = tally_of(Kind.NPS, counts)
    assert found.value == value
    assert found.interval.low == pytest.approx(low, abs=0.002)
    assert found.interval.high == pytest.approx(high, abs=0.002)


# Wilson 1927: 8 of 10 lie between 49.016 and 94.332 %, 0 of 10 between 0 and 27.753 %.
@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [({5: 6, 4: 2, 3: 1, 1: 1}, 80.0, 49.0162, 94.3318), ({2: 10}, 0.0, 0.0, 27.7533)],
)
def test_csat_with_its_interval(counts, value, low, high):
    found = tally_of(Kind.CSAT, counts)
    assert found.value == value
    assert found.interval.low == pytest.approx(low, abs=0.001)
    assert found.interval.high == pytest.approx(high, abs=0.001)


def test_nobody_answered_is_no_zero():
    assert (tally_of(Kind.NPS, {}).value, tally_of(Kind.NPS, {}).interval) == (None, None)
    assert (tally_of(Kind.CSAT, {}).value, tally_of(Kind.CSAT, {}).interval) == (None, None)


@given(st.dictionaries(st.integers(0, 10), st.integers(0, 500), min_size=1))
def test_an_interval_holds_within_the_scale_and_shrinks_with_answers(counts):
    once, often = tally_of(Kind.NPS, counts), tally_of(Kind.NPS, {k: 4 * n for k, n in counts.items()})
    if not once.answers:
        return
    assert -100 <= once.interval.low < once.interval.high <= 100
    assert often.value == pytest.approx(once.value)
    assert often.interval.high - often.interval.low <= once.interval.high - once.interval.low


def test_the_shares_that_are_asked_of_a_stakeholder_list():
    assert (needed_answers(15), needed_c_level(8)) == (8, 2)
    assert Response(15, 8, 2).is_met
    assert not Response(15, 7, 2).is_met
    assert not Response(15, 8, 1).is_met
    assert (Response(15, 8, 2).share, Response(15, 8, 2).c_level_share) == (
        pytest.approx(53.333, abs=0.001),
        25.0,
    )
    assert not Response(0, 0, 0).is_met


@pytest.mark.parametrize(
    ("value", "standing"),
    [(70, Standing.TARGET), (69.9, Standing.PASSES), (55, Standing.PASSES), (54.9, Standing.BELOW),
     (-100, Standing.BELOW), (None, Standing.UNKNOWN)],
)  # fmt: skip
def test_an_nps_against_its_goals(value, standing):
    assert nps_standing(value) == standing


@pytest.mark.parametrize(
    ("starts_on", "today", "key"),
    [
        (date(2026, 2, 15), date(2026, 2, 14), None),
        (date(2026, 2, 15), date(2026, 2, 15), "2026Q1"),
        (date(2026, 2, 15), date(2026, 3, 31), "2026Q1"),
        (date(2026, 2, 15), date(2026, 4, 1), None),  # that of the second quarter is due on 15 May
        (date(2026, 2, 15), date(2026, 5, 14), None),
        (date(2026, 2, 15), date(2026, 5, 18), "2026Q2"),  # down for three days: started on return
        (date(2026, 1, 31), date(2026, 4, 30), "2026Q2"),
        (date(2027, 11, 30), date(2028, 2, 29), "2028Q1"),
        (date(2028, 2, 29), date(2029, 2, 28), "2029Q1"),
    ],
)
def test_a_wave_is_due_from_its_day_until_its_quarter_ends(starts_on, today, key):
    assert wave_due(Cadence.QUARTERLY, starts_on, today) == key


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_quarter_has_its_wave_exactly_once(starts_on):
    days = [starts_on + timedelta(days=n) for n in range(730)]
    keys = [wave_due(Cadence.QUARTERLY, starts_on, day) for day in days]
    runs = [key for place, key in enumerate(keys) if key and (place == 0 or keys[place - 1] != key)]
    assert len(runs) == len(set(runs))
    assert set(runs) >= set(last_quarters(days[-100], 6))


def test_once_is_once_and_inquiries_have_a_wave_in_each_quarter():
    start, later = date(2026, 2, 15), date(2027, 8, 1)
    assert wave_due(Cadence.ONCE, start, later) == "once"
    assert wave_due(Cadence.AFTER_INQUIRY, start, later) == "2027Q3"
    assert wave_due(Cadence.ONCE, start, start - timedelta(days=1)) is None


def test_only_known_names_become_words_and_values_are_not_read_again():
    text = "Hello {first_name} of {account}, {{7*7}} {% debug %} {request.user.password} {nobody}"
    values = {"first_name": "{account}", "account": "<b>Acme</b>"}
    assert filled(text, values) == (
        "Hello {account} of <b>Acme</b>, {{7*7}} {% debug %} {request.user.password} {nobody}"
    )
    assert strange_variables(text) == ["{nobody}"]


def test_words_count_once_in_a_comment_and_small_ones_not_at_all():
    said = ["Support is slow, slow, slow", "The support was great", "Import slow", "Підтримка дуже повільна"]
    found = [(word.text, word.count, word.size) for word in word_cloud(said)]
    assert found == [
        ("great", 1, 3), ("import", 1, 3), ("slow", 2, 5), ("support", 2, 5), ("повільна", 1, 3), ("підтримка", 1, 3),
    ]  # fmt: skip
    assert word_cloud([]) == []


@pytest.mark.parametrize(
    ("text", "given_language", "language"),
    [
        ("The support was very slow", "en", "en"),
        ("Tuki on ollut todella hidas ja se ei toimi", "en", "fi"),
        ("Все дуже добре, але довго", "en", "uk"),
        ("Всё очень хорошо, но долго", "en", "ru"),
        ("Добре", "en", ""),
        ("Good", "uk", ""),
        ("Super", "fi", "fi"),
        ("", "en", "en"),
    ],
)
def test_the_language_of_a_comment(text, given_language, language):
    assert guessed_language(text, given_language) == language
