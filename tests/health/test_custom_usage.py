from datetime import date, timedelta

import pytest

from core.errors import Conflict, DomainErrors
from core.staging import staged
from health.ingest import record_usage
from health.models import Metric, Reading
from health.selectors.words import value_in_words
from health.services import recompute
from health.services.designer import MetricFields, archive_metric, create_metric, update_metric
from tests.support.world import NOW, TODAY

COLUMNS = {
    "row_no": "integer", "message_id": "text", "contract": "text", "occurred_on": "date", "feature": "text",
    "quantity": "integer", "user_id": "text", "duration_seconds": "integer",
}  # fmt: skip
DAY = TODAY


def use(*rows):
    numbered = [(number, f"U-{number}", "K-1", *row) for number, row in enumerate(rows, 2)]
    with staged(COLUMNS, numbered) as table:
        assert record_usage(table, batch_id=None, now=NOW).created == len(rows)


def make(**values):
    given = {
        "label": "Exports", "group": "adoption", "shelf_life_days": 30, "figure": "quantity", "feature": "export",
        "window_days": 7, "cutoffs": (5_000, 10_000),
    }  # fmt: skip
    return create_metric(MetricFields(**given | values), by=None, now=NOW)


def read(metric, day=TODAY):
    recompute(as_of=day, today=TODAY, now=NOW)
    found = Reading.objects.select_related("metric").get(metric=metric)
    return found.rating, found.value, found.basis, found.measured_on


@pytest.mark.parametrize(
    ("figure", "feature", "value"),
    [
        ("quantity", "export", 9_000),
        ("quantity", "", 109_000),
        ("events", "", 3_000),
        ("users", "", 2_000),
        ("days", "export", 2_000),
        ("features", "", 2_000),
        ("hours", "export", 1_500),
    ],
)
def test_a_figure_of_an_event_is_counted_over_the_window(acme, figure, feature, value):
    with acme.scope():
        metric = make(figure=figure, feature=feature)
        use(
            (DAY, "export", 4, "ann", 3600),
            (DAY - timedelta(days=6), "export", 5, "bo", 1800),
            (DAY, "search", 100, "ann", 0),
            (DAY - timedelta(days=7), "export", 50, "cy", 0),
        )
        assert read(metric)[1:] == (value, None, DAY)


def test_the_rating_follows_the_metrics_own_cutoffs_both_ways(acme):
    with acme.scope():
        more = make()
        less = make(label="Errors", cutoffs=(9_000, 3_000), lower_is_better=True)
        use((DAY, "export", 9, "ann", 0))
        assert read(more)[0] == 2
        assert Reading.objects.get(metric=less).rating == 2
        assert (
            value_in_words(Reading.objects.select_related("metric").get(metric=more))
            == "9 uses of export in 7 days"
        )


def test_per_licence_divides_by_the_seats_under_contract(acme):
    with acme.scope():
        acme.contract.seats = 4
        acme.contract.save()
        metric = make(per_seat=True, cutoffs=(1_000, 2_000))
        use((DAY, "export", 6, "ann", 0))
        assert read(metric) == (2, 6_000, 4_000, DAY)


def test_whoever_used_it_before_and_not_in_the_window_reads_zero_and_who_never_did_has_no_reading(acme):
    from tests.support.world import add_account

    with acme.scope():
        metric = make()
        add_account("Never", customer_since_on=date(2024, 1, 1))
        use((DAY - timedelta(days=30), "export", 6, "ann", 0), (DAY, "search", 1, "ann", 0))
        assert read(metric) == (1, 0, None, DAY)


def test_a_metric_is_refused_in_words_at_its_fields(acme):
    with acme.scope(), pytest.raises(DomainErrors) as refused:
        make(label=" ", window_days=0, cutoffs=(10_000, 5_000))
    assert [error.field for error in refused.value.errors] == ["label", "window_days", "cut_3"]


def test_two_metrics_of_one_name_have_two_keys(acme):
    with acme.scope():
        assert [make().key, make().key, make(label="Вивантаження").key] == ["exports", "exports_2", "metric"]


def test_a_metric_on_a_card_in_force_is_not_archived_and_an_archived_one_is_read_no_more(acme):
    with acme.scope():
        with pytest.raises(Conflict):
            archive_metric(Metric.objects.get(key="growth"), now=NOW)
        metric = make()
        archive_metric(metric, now=NOW)
        use((DAY, "export", 9, "ann", 0))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert not Reading.objects.filter(metric=metric).exists()


def test_of_two_people_who_edit_a_metric_the_second_is_told(acme):
    with acme.scope():
        metric = make()
        update_metric(metric, label="Files out", group="voice", shelf_life_days=9, expected_version=1)
        with pytest.raises(Conflict):
            update_metric(metric, label="Other", group="voice", shelf_life_days=9, expected_version=1)
        metric.refresh_from_db()
        assert (metric.label, metric.heading, metric.shelf_life_days) == ("Files out", "voice", 9)
