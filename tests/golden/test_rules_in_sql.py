"""The integer formulas that the docstrings promise to SQL, run by PostgreSQL against the rules."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.rules import current_term
from health.rules import DEFAULT_WEIGHTS, weighted_score
from lifecycle.rules import MILESTONES, decide_milestones

SCORES = """
SELECT (2000 * s + w) / (2 * w), (200000 * (s - w) + w * 2) / (2 * w * 2), 10000 * w / 10000
FROM (SELECT sum(weight)::bigint AS w, sum(weight * rating)::bigint AS s
      FROM unnest(%s::int[], %s::int[]) AS rated (weight, rating) WHERE rating IS NOT NULL) AS sums
"""

TERMS = """
WITH months AS (
    SELECT start, today, length,
           12 * (extract(year FROM today) - extract(year FROM start))::int
           + (extract(month FROM today) - extract(month FROM start))::int AS m
    FROM unnest(%s::date[], %s::date[], %s::int[]) AS given (start, today, length)
), terms AS (
    SELECT start, length,
           (m - CASE WHEN today < start + make_interval(months => m) THEN 1 ELSE 0 END) / length AS k
    FROM months
)
SELECT (start + make_interval(months => k * length))::date,
       (start + make_interval(months => (k + 1) * length))::date - 1
FROM terms
"""

NEAREST = """
SELECT (SELECT min(milestone) FROM unnest(%s::int[]) AS milestones (milestone)
        WHERE term_end - today <= milestone AND milestone <= term_end - term_start
          AND today BETWEEN term_start AND term_end)
FROM unnest(%s::date[], %s::date[], %s::date[]) AS terms (term_start, term_end, today)
"""


def rows(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


@pytest.mark.django_db
def test_scores_are_the_same_to_the_last_digit():
    weights = list(DEFAULT_WEIGHTS.values())
    for seed in range(0, 4**7, 97):
        ratings = [(seed // 4**place % 4) or None for place in range(7)]
        score = weighted_score(
            dict(zip(DEFAULT_WEIGHTS, ratings, strict=True)), DEFAULT_WEIGHTS, min_coverage=0
        )
        if score.thousandths is not None:
            expected = (score.thousandths, score.score_100, score.coverage)
            assert rows(SCORES, weights, ratings) == [expected], ratings


def given_terms():
    for start in (
        date(2023, 1, 1),
        date(2023, 1, 31),
        date(2024, 2, 29),
        date(2023, 11, 30),
        date(2024, 8, 29),
    ):
        for length in (1, 2, 3, 6, 12, 24):
            for days in range(0, 1600, 13):
                yield start, start + timedelta(days=days), length


@pytest.mark.django_db
def test_terms_are_the_same_on_month_ends_and_leap_days():
    given = list(given_terms())
    expected = [
        (term.starts_on, term.ends_on)
        for start, today, length in given
        if (
            term := current_term(
                starts_on=start,
                ends_on=None,
                term_months=length,
                billing_frequency="",
                auto_renew=True,
                today=today,
            )
        )
    ]
    assert rows(TERMS, *(list(column) for column in zip(*given, strict=True))) == expected


@pytest.mark.django_db
def test_the_nearest_passed_milestone_is_the_same():
    end = date(2024, 12, 31)
    given = [
        (end - timedelta(days=length), end, end - timedelta(days=left))
        for length in (0, 29, 30, 89, 90, 119, 120, 365)
        for left in range(-2, 130)
    ]
    expected = [(decide_milestones(*term).due,) for term in given]
    columns = (list(column) for column in zip(*given, strict=True))
    assert rows(NEAREST, list(MILESTONES), *columns) == expected
