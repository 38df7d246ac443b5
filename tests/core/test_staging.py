"""Rows reach a temporary table as they were, whatever they hold."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.staging import copy_line, staged


def read(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY row_no")
        return cursor.fetchall()


@pytest.mark.django_db
def test_every_type_comes_back_as_it_went_in():
    columns = {
        "row_no": "integer",
        "name": "text",
        "day": "date",
        "at": "timestamptz",
        "amount": "bigint",
        "share": "numeric",
        "yes": "boolean",
    }
    moment = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
    rows = [
        (
            2,
            "Tab\there, line\nbreak, \\N, back\\slash\r",
            date(2024, 2, 29),
            moment,
            -5,
            Decimal("1.50"),
            True,
        ),
        (3, None, None, None, None, None, None),
        (4, "", date(1, 1, 1), moment, 2**62, Decimal(0), False),
    ]
    with staged(columns, iter(rows)) as table:
        assert read(table.table) == rows
        assert table.columns == frozenset(columns)


@pytest.mark.django_db
def test_the_table_is_gone_afterwards_even_inside_a_longer_transaction():
    with staged({"row_no": "integer"}, [(1,)]) as table:
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table.table])
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db
def test_a_failure_inside_leaves_the_error_and_no_table():
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        staged({"row_no": "integer"}, [(1,)]) as table,
    ):
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table.table])
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ({"row_no": "integer; DROP TABLE x"}, []),
        ({"name) ; --": "text"}, []),
        ({"row_no": "integer", "name": "text"}, [(1,)]),
        ({"name": "text"}, [("a\0b",)]),
    ],
)
def test_what_does_not_fit_is_refused(columns, rows):
    with pytest.raises(ValueError), transaction.atomic(), staged(columns, rows):
        pass


@pytest.mark.django_db
def test_rows_are_asked_for_only_as_they_are_sent():
    """A million rows never stand in memory: the source is a generator, read in steps."""
    seen = []

    def rows():
        for number in range(200_000):
            seen.append(number)
            yield (number, "x" * 20)

    with staged({"row_no": "integer", "name": "text"}, rows()) as table, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), sum(row_no) FROM {table.table}")
        assert cursor.fetchone() == (200_000, 19_999_900_000)
    assert len(seen) == 200_000


def test_a_line_escapes_what_would_end_a_field_or_a_line():
    assert copy_line(("a\tb", None, "\\.", True, 7)) == "a\\tb\t\\N\t\\\\.\tt\t7\n"


class AnyText(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.text(
                alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])
                | st.sampled_from("\t\n\\\r")
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_any_text_survives(self, texts):
        rows = [(number, text) for number, text in enumerate(texts)]
        with staged({"row_no": "integer", "name": "text"}, rows) as table:
            assert read(table.table) == rows
