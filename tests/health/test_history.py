from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.choices import AccountStatus
from accounts.models import Account
from core.models import StoredEvent
from health.choices import ScoreOrigin
from health.models import CurrentScore, Reading, Recompute, Score
from health.selectors.explanation import score_explanation
from health.services import recompute, request_history
from health.services.history import Progress, compute_waiting_history, history_progress
from health.services.recompute import recompute_history, sundays_between
from health.services.schedule import due_since, recompute_if_due
from tests.health.book import rate_all, read
from tests.support.world import NOW, TODAY

GOLDEN = [1, 2, 2, 3, 2, 3, 1]
SUNDAY = date(2026, 9, 13)


def history(first=SUNDAY - timedelta(weeks=8), **more):
    return recompute_history(first=first, last=TODAY, today=TODAY, now=NOW, **more)


def rows():
    return list(Score.objects.order_by("scored_on").values_list("scored_on", "score", "band", "origin"))


def test_weeks_end_on_sunday():
    assert sundays_between(date(2026, 9, 7), date(2026, 9, 20)) == [SUNDAY, date(2026, 9, 20)]
    assert sundays_between(SUNDAY, SUNDAY) == [SUNDAY]
    assert sundays_between(date(2026, 9, 14), date(2026, 9, 19)) == []


def test_the_history_holds_changes_only_and_the_same_again(acme):
    with acme.scope():
        rate_all(acme.account, [3] * 7, SUNDAY - timedelta(days=20))
        rate_all(acme.account, GOLDEN, SUNDAY - timedelta(days=10))
        expected = [
            (SUNDAY - timedelta(weeks=8), None, "unknown", ScoreOrigin.HISTORY),
            (SUNDAY - timedelta(weeks=2), 3000, "healthy", ScoreOrigin.HISTORY),
            (SUNDAY - timedelta(weeks=1), 1990, "monitor", ScoreOrigin.HISTORY),
        ]
        history()
        assert rows()[:3] == expected
        first = rows()
        history()
        assert rows() == first
        assert CurrentScore.objects.get().score == 1990


def test_what_was_computed_on_its_day_stays_and_the_history_ends_with_the_present(acme):
    with acme.scope():
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        rate_all(acme.account, GOLDEN, SUNDAY - timedelta(days=10))
        history()
        assert rows()[-1] == (TODAY, 1990, "monitor", ScoreOrigin.LIVE)


def test_who_churned_keeps_the_last_score_of_the_history_and_is_explained_by_it(acme):
    left = SUNDAY - timedelta(weeks=1)
    with acme.scope():
        rate_all(acme.account, GOLDEN, SUNDAY - timedelta(weeks=3))
        Account.objects.update(status=AccountStatus.CHURNED, churned_on=left)
        history()
        kept = CurrentScore.objects.get()
        assert (kept.score, kept.band, kept.since_on) == (1990, "monitor", SUNDAY - timedelta(weeks=3))
        Reading.objects.all().delete()
        rate_all(acme.account, GOLDEN, SUNDAY - timedelta(weeks=3))
        acme.account.refresh_from_db()
        told = score_explanation(acme.account, TODAY + timedelta(days=900))
        assert (told.as_of, told.worked.score_100) == (SUNDAY - timedelta(weeks=3), 49500)


def test_progress_is_told_week_by_week(acme):
    told = []
    with acme.scope():
        history(SUNDAY - timedelta(weeks=1), tell=lambda done, weeks: told.append((done, weeks)))
    assert told == [(1, 2), (2, 2)]


def test_a_history_asked_for_is_computed_once_and_noted(acme):
    with acme.scope():
        read(acme.account, "growth", 3, SUNDAY - timedelta(weeks=3))
        request_history(today=TODAY, now=NOW)
        request_history(today=TODAY, now=NOW)
        assert Recompute.objects.filter(finished_at=None).count() == 1
        assert compute_waiting_history(today=TODAY, now=NOW) is not None
        assert compute_waiting_history(today=TODAY, now=NOW) is None
        assert not Recompute.objects.filter(finished_at=None).exists()
        assert history_progress() is None


def test_a_computed_history_raises_no_news_of_the_past(acme):
    with acme.scope():
        rate_all(acme.account, [3] * 7, SUNDAY - timedelta(weeks=3))
        rate_all(acme.account, [1] * 7, SUNDAY - timedelta(weeks=2))
        history()
        assert not StoredEvent.objects.exists()


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 9, 17, 2, 59, tzinfo=UTC), False),
        (datetime(2026, 9, 17, 3, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 17, 20, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 17, 21, 1, tzinfo=UTC), False),
    ],
)
def test_due_from_six_in_the_workspaces_own_morning(moment, due):
    assert (due_since(moment, "Europe/Helsinki") is not None) is due


def test_a_day_is_recomputed_once_however_often_it_is_asked(acme):
    morning = datetime(2026, 9, 17, 6, 1, tzinfo=UTC)
    with acme.scope():
        assert recompute_if_due(now=morning - timedelta(hours=1)) is None
        assert recompute_if_due(now=morning) is not None
        assert recompute_if_due(now=morning + timedelta(minutes=15)) is None
        assert recompute_if_due(now=morning + timedelta(days=3)) is not None
        assert Recompute.objects.count() == 2


def test_a_history_that_is_asked_for_is_said_to_wait(acme):
    with acme.scope():
        request_history(today=TODAY, now=NOW)
        assert history_progress() == Progress(0, 0)
        compute_waiting_history(today=TODAY, now=NOW)
        assert history_progress() is None
