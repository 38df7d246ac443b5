import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from health.choices import Band, Cause
from health.models import Reading
from health.selectors.explanation import score_explanation
from health.services import recompute
from tests.health.book import publish, rate_all, read
from tests.support.world import NOW, TODAY

GOLDEN = [1, 2, 2, 3, 2, 3, 1]


def test_the_golden_case_explains_itself(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY - timedelta(days=12))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        told = score_explanation(acme.account, TODAY)
        assert (told.worked.thousandths, told.worked.score_100, told.worked.band) == (
            1990,
            49500,
            Band.MONITOR,
        )
        assert [metric.part.points for metric in told.metrics] == [0, 7500, 7000, 14000, 7000, 14000, 0]
        assert [metric.age_days for metric in told.metrics] == [12] * 7
        assert told.card.title == "Default v1"
        assert told.change is None
        assert [(step.key, step.gain, step.projected) for step in told.lift.steps] == [
            ("utilisation_features", 15000, 64500)
        ]


def test_what_changed_since_the_last_score(acme):
    with acme.scope():
        rate_all(acme.account, [3, 2, 2, 3, 2, 3, 1], TODAY - timedelta(days=9))
        recompute(as_of=TODAY - timedelta(days=9), today=TODAY, now=NOW)
        read(acme.account, "utilisation_features", 1, TODAY - timedelta(days=1))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        change = score_explanation(acme.account, TODAY).change
        assert (change.since_on, change.before, change.band_before) == (TODAY, 64500, Band.HEALTHY)
        [movement] = change.movements
        assert (movement.key, movement.cause, movement.difference) == (
            "utilisation_features",
            Cause.RATING_FELL,
            -15000,
        )


def test_a_stale_reading_is_shown_with_its_age_and_counts_as_missing(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY - timedelta(days=40))
        features = score_explanation(acme.account, TODAY).metrics[0]
        assert (features.is_stale, features.age_days, features.part.rating) == (True, 40, None)


def test_a_score_keeps_the_version_it_came_from(acme):
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY - timedelta(days=2))
        recompute(as_of=TODAY - timedelta(days=1), today=TODAY, now=NOW)
        publish({"growth": 10_000})
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert score_explanation(acme.account, TODAY - timedelta(days=1)).card.number == 1
        assert score_explanation(acme.account, TODAY).card.number == 2


def test_an_explanation_asks_the_same_few_queries_whatever_there_is(acme, django_assert_max_num_queries):
    with acme.scope():
        for back in range(30):
            rate_all(acme.account, GOLDEN, TODAY - timedelta(days=back))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        with django_assert_max_num_queries(6):
            score_explanation(acme.account, TODAY)


def run(command, *arguments):
    out = StringIO()
    call_command(command, "--workspace", "acme", *arguments, stdout=out)
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue())


def test_the_commands_say_it_in_one_line_of_json(acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY)
    done = run("recompute_health")
    assert {key: done[key] for key in ("as_of", "accounts", "scored", "unknown", "changed")} == {
        "as_of": "2026-09-17",
        "accounts": 1,
        "scored": 1,
        "unknown": 0,
        "changed": 1,
    }
    told = run("explain_health", "--account", "A-1", "--as-of", "2026-09-17")
    metrics = told.pop("metrics")
    assert told == {
        "account": "A-1",
        "name": "Customer of Acme",
        "as_of": "2026-09-17",
        "score": 1.99,
        "scale_min": 1,
        "scale_max": 3,
        "score_100": 49.5,
        "band": "monitor",
        "coverage": 1.0,
        "scorecard": "Default v1",
    }
    assert [metric["contribution"] for metric in metrics] == [0.15, 0.3, 0.28, 0.42, 0.28, 0.42, 0.14]
    assert [metric["points"] for metric in metrics] == [0.0, 7.5, 7.0, 14.0, 7.0, 14.0, 0.0]
    assert sum(metric["weight"] for metric in metrics) == pytest.approx(1)


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("recompute_health", ["--workspace", "nowhere"], "no workspace"),
        ("recompute_health", ["--workspace", "acme", "--as-of", "31-12-2024"], "no day"),
        ("recompute_health", ["--workspace", "acme", "--as-of", "2099-01-01"], "earlier day"),
        ("explain_health", ["--workspace", "acme", "--account", "A-9"], "no account"),
        ("explain_health", ["--workspace", "acme", "--account", "A-1", "--as-of", "2099-01-01"], "ahead"),
    ],
)
def test_the_commands_refuse_with_the_reason(acme, command, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command(command, *arguments)


def test_another_workspaces_readings_explain_nothing_here(acme, other):
    with other.scope():
        rate_all(other.account, GOLDEN, TODAY)
    with acme.scope():
        assert Reading.objects.count() == 0
        assert score_explanation(acme.account, TODAY).worked.band is Band.UNKNOWN
