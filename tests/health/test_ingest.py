from datetime import timedelta

from core.staging import staged
from health.ingest import upsert_readings
from health.models import Reading
from health.services.designer import MetricFields, archive_metric, create_metric
from tests.health.book import read
from tests.support.world import NOW, TODAY

COLUMNS = {
    "row_no": "integer",
    "account": "text",
    "metric": "text",
    "measured_on": "date",
    "rating": "integer",
    "value": "numeric",
    "note": "text",
}


def take(*rows):
    numbered = [(number, *row) for number, row in enumerate(rows, 2)]
    with staged(COLUMNS, numbered) as table:
        return upsert_readings(table, batch_id=None, today=TODAY, now=NOW)


def told(problems):
    return [(problem.row_no, problem.code) for problem in problems]


def test_readings_come_in_by_key_or_name_and_the_same_file_changes_nothing(acme):
    rows = [
        ("A-1", "sponsor_coverage", TODAY, 2, None, "met the CFO"),
        ("A-1", "Customer growth", TODAY, 3, None, None),
    ]
    with acme.scope():
        first, again = take(*rows), take(*rows)
        assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
        assert list(
            Reading.objects.order_by("id").values_list("metric__key", "rating", "source", "note")
        ) == [
            ("sponsor_coverage", 2, "import", "met the CFO"),
            ("growth", 3, "import", ""),
        ]


def test_a_value_is_rated_by_the_default_ratings(acme):
    with acme.scope():
        take(
            ("A-1", "utilisation_licences", TODAY, None, 79, None),
            ("A-1", "sentiment", TODAY, None, "4.0", None),
            ("A-1", "support_tickets", TODAY, None, 6, None),
            ("A-1", "growth", TODAY, None, "94.9", None),
        )
        rated = dict(Reading.objects.values_list("metric__key", "rating"))
        assert rated == {"utilisation_licences": 2, "sentiment": 3, "support_tickets": 1, "growth": 1}
        assert Reading.objects.get(metric__key="growth").value == 94_900


def test_an_imported_reading_takes_the_place_of_one_of_the_same_day(acme):
    with acme.scope():
        read(acme.account, "growth", 1, TODAY)
        taken = take(("A-1", "growth", TODAY, 3, None, None))
        assert (taken.created, taken.updated) == (0, 1)
        assert Reading.objects.get().rating == 3


def test_of_two_rows_for_one_day_the_last_counts(acme):
    with acme.scope():
        taken = take(("A-1", "growth", TODAY, 1, None, None), ("A-1", "growth", TODAY, 2, None, None))
        assert (taken.created, taken.unchanged, told(taken.warnings)) == (1, 1, [(2, "replaced")])
        assert Reading.objects.get().rating == 2


def test_what_cannot_be_read_is_refused_row_by_row(acme):
    with acme.scope():
        taken = take(
            ("A-9", "growth", TODAY, 1, None, None),
            ("A-1", "happiness", TODAY, 1, None, None),
            ("A-1", "growth", None, 1, None, None),
            ("A-1", "growth", TODAY + timedelta(days=1), 1, None, None),
            ("A-1", "growth", TODAY, 4, None, None),
            ("A-1", "sponsor_coverage", TODAY, None, 50, None),
            (None, "growth", TODAY, 1, None, None),
            ("A-1", "growth", TODAY, 1, None, "x" * 501),
        )
        assert taken.created == 0
        assert told(taken.rejections) == [
            (2, "account_unknown"),
            (3, "metric_unknown"),
            (4, "day_missing"),
            (5, "day_ahead"),
            (6, "rating_off_scale"),
            (7, "rating_missing"),
            (8, "account_missing"),
            (9, "note_too_long"),
        ]
        assert "happiness" in taken.rejections[1].message


def test_readings_of_the_workspaces_own_metrics_come_in_by_name_and_archived_ones_take_none(acme):
    with acme.scope():
        mood = create_metric(MetricFields("Executive mood", "voice", 60), by=acme.admin, now=NOW)
        old = create_metric(MetricFields("Old survey", "voice", 60), by=acme.admin, now=NOW)
        archive_metric(old, now=NOW)
        taken = take(
            ("A-1", "Executive mood", TODAY, 2, None, "heard in the review"),
            ("A-1", mood.key, TODAY - timedelta(days=30), 3, None, None),
            ("A-1", "Old survey", TODAY, 3, None, None),
        )
        assert (taken.created, told(taken.rejections)) == (2, [(4, "metric_unknown")])
        found = Reading.objects.order_by("measured_on").values_list("metric__label", "rating")
        assert list(found) == [("Executive mood", 3), ("Executive mood", 2)]


def test_a_value_of_an_own_usage_metric_is_rated_by_its_cutoffs_in_both_directions(acme):
    def usage(label, cutoffs, lower):
        fields = MetricFields(
            label, "adoption", 60, figure="errors", cutoffs=cutoffs, lower_is_better=lower, window_days=30
        )
        return create_metric(fields, by=acme.admin, now=NOW)

    with acme.scope():
        usage("Uses", (5_000, 10_000), False)
        usage("Errors met", (10_000, 2_000), True)
        take(
            *[("A-1", "Uses", TODAY - timedelta(days=n), None, value, None)
              for n, value in enumerate((4.999, 5, 9.999, 10))],
            *[("A-1", "Errors met", TODAY - timedelta(days=n), None, value, None)
              for n, value in enumerate((10.001, 10, 2.001, 2))],
        )  # fmt: skip
        rated = {
            label: list(
                Reading.objects.filter(metric__label=label)
                .order_by("-measured_on")
                .values_list("rating", flat=True)
            )
            for label in ("Uses", "Errors met")
        }
        assert rated == {"Uses": [1, 2, 2, 3], "Errors met": [1, 2, 2, 3]}
