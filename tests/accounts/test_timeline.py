"""The timeline: its order, pages that hold while others write, filters, and what upper apps tell."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import TimelineEntry
from accounts.ports import Happening
from accounts.selectors.timeline import mark_at, mark_of, story, text_of
from health.models import Score, ScorecardVersion
from lifecycle.models import ChurnRecord, MilestoneDecision
from tests.isolation.rows import Shelf
from tests.support.world import NOW, add_account

UTC = ZoneInfo("UTC")
HTMX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script><b hx-get='/x' onclick=alert(1)>"


def add_entry(company, minutes, *, author=None, account=None, **values):
    """An entry that happened so many minutes before now."""
    return TimelineEntry.objects.create(
        account=account or company.account,
        author=author or company.csm,
        body=values.pop("body", f"{minutes} minutes ago"),
        happened_at=NOW - timedelta(minutes=minutes),
        created_at=NOW,
        **values,
    )


def add_score(company, day, band, score_100):
    version = ScorecardVersion.objects.first()
    Score.objects.create(
        account=company.account, version=version, score=None, score_100=score_100, band=band, coverage_bp=10_000,
        ratings=[], scored_on=day, computed_at=NOW, origin="live",
    )  # fmt: skip


def bodies(found):
    return [row.body if isinstance(row, TimelineEntry) else f"{row.source}: {row.who}" for row in found.rows]


def panel(world, query="", member=None):
    url = f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/{query}"
    return world.client(member or world.acme.admin).get(url, headers=HTMX)


def test_entries_stand_newest_first_and_of_one_moment_the_later_written_first(world):
    with world.acme.scope():
        for minutes, body in [(5, "a"), (1, "b"), (9, "c"), (5, "d")]:
            add_entry(world.acme, minutes, body=body)
        found = story(world.acme.account, zone=UTC)
    assert bodies(found) == ["b", "d", "a", "c"]
    assert (found.total, found.first_at, found.next_mark) == (4, NOW - timedelta(minutes=9), "")


def test_pages_hold_while_others_write(world):
    with world.acme.scope():
        made = [add_entry(world.acme, minutes) for minutes in range(10, 60, 10)]
        first = story(world.acme.account, zone=UTC, size=2)
        add_entry(world.acme, 1)
        add_entry(world.acme, 15)
        made[4].delete()
        second = story(world.acme.account, zone=UTC, size=2, before=first.next_mark)
        third = story(world.acme.account, zone=UTC, size=2, before=second.next_mark)
    assert bodies(first) == ["10 minutes ago", "20 minutes ago"]
    assert bodies(second) == ["30 minutes ago", "40 minutes ago"]
    assert (second.next_mark, third.total) == ("", 6)


def test_a_mark_is_read_back_and_rubbish_is_none():
    row = Happening(source="score", number=7, at=NOW, icon="", who="")
    assert mark_of(text_of(row.mark)) == row.mark
    for text in ("", "x", "1.2", "1.entry.x", "1.ENTRY.1", "-1.entry.1"):
        assert mark_of(text) is None


def test_what_upper_apps_tell_is_merged_by_time(world):
    acme = world.acme
    with acme.scope():
        add_score(acme, date(2026, 9, 1), "healthy", 64_500)
        add_score(acme, date(2026, 9, 8), "healthy", 61_000)
        add_score(acme, date(2026, 9, 15), "monitor", 49_500)
        MilestoneDecision.objects.create(
            contract=acme.contract, term_ends_on=date(2026, 12, 31), milestone=120, state="sent",
            decided_on=date(2026, 9, 2), decided_at=datetime(2026, 9, 2, 6, tzinfo=UTC), days_left=120,
        )  # fmt: skip
        MilestoneDecision.objects.create(
            contract=acme.contract, term_ends_on=date(2026, 12, 31), milestone=90, state="skipped",
            decided_on=date(2026, 9, 2), decided_at=datetime(2026, 9, 2, 6, tzinfo=UTC), days_left=90,
        )  # fmt: skip
        ChurnRecord.objects.create(
            account=acme.account, churned_on=date(2025, 3, 1), reason="price", comment=EVIL
        )
        add_entry(acme, 60, body="a note")
        found = story(acme.account, zone=UTC)
    assert bodies(found) == ["a note", "score: Score fell to 49.5", "renewal: Renewal", "churn: Left"]
    told = [row for row in found.rows if isinstance(row, Happening)]
    assert [row.deed for row in told] == [
        "from 64.5, Healthy → Monitor".replace("64.5", "61.0"),
        "120-day reminder sent",
        "Price or budget",
    ]
    assert told[1].body == "Validate the renewal list: 120 days left, the term ends on 31 Dec 2026."
    assert (found.total, found.first_at) == (4, datetime(2025, 3, 1, tzinfo=UTC))


def test_the_merge_is_cut_into_pages_without_loss(world):
    acme = world.acme
    with acme.scope():
        for days, band in enumerate(["healthy", "monitor"] * 6):
            add_score(acme, date(2026, 9, 1) + timedelta(days=days), band, 50_000)
        for days in range(12):  # at the very moment at which a day's facts stand
            TimelineEntry.objects.create(
                account=acme.account, author=acme.csm, body=str(days), created_at=NOW,
                happened_at=datetime(2026, 9, 1 + days, tzinfo=UTC),
            )  # fmt: skip
        whole = story(acme.account, zone=UTC, size=100)
        for size in (1, 2, 5, 7):
            seen, mark = [], ""
            while True:
                page = story(acme.account, zone=UTC, size=size, before=mark)
                seen += page.rows
                mark = page.next_mark
                if not mark:
                    break
            assert [mark_at(row) for row in seen] == [mark_at(row) for row in whole.rows]
    assert len(whole.rows) == whole.total == 23


def test_kind_and_author_filter_and_the_count_follows(world):
    acme = world.acme
    with acme.scope():
        add_entry(acme, 3, kind="call", body="call of the CSM")
        add_entry(acme, 2, kind="note", body="note of the AM", author=acme.am)
        add_entry(acme, 1, kind="call", body="call of the AM", author=acme.am)
        add_score(acme, date(2026, 9, 1), "healthy", 64_500)
        add_score(acme, date(2026, 9, 2), "monitor", 50_000)

        def asked(**given):
            found = story(acme.account, zone=UTC, **given)
            return bodies(found), found.total

        assert asked(kind="call") == (["call of the AM", "call of the CSM"], 2)
        assert asked(author_id=acme.am.pk) == (["call of the AM", "note of the AM"], 2)
        assert asked(kind="call", author_id=acme.am.pk) == (["call of the AM"], 1)
        assert asked(kind="score") == (["score: Score fell to 50.0"], 1)
        assert asked(kind="score", author_id=acme.am.pk) == ([], 0)


def test_pinned_entries_stand_on_the_first_page_above_the_days(world):
    with world.acme.scope():
        add_entry(world.acme, 50, body="old and pinned", is_pinned=True)
        for minutes in range(5):
            add_entry(world.acme, minutes)
        first = story(world.acme.account, zone=UTC, size=3)
        second = story(world.acme.account, zone=UTC, size=3, before=first.next_mark)
    assert [row.body for row in first.pinned] == ["old and pinned"]
    assert bodies(first) == ["0 minutes ago", "1 minutes ago", "2 minutes ago"]
    assert bodies(second) == ["3 minutes ago", "4 minutes ago", "old and pinned"]
    assert second.pinned == ()


def test_an_account_tells_its_own_story_only_and_nothing_from_the_bin(world):
    with world.acme.scope():
        other = add_account("Another")
        add_entry(world.acme, 1, account=other, body="of another")
        add_entry(world.acme, 1, body="in the bin", deleted_at=NOW)
        found = story(world.acme.account, zone=UTC)
    assert (bodies(found), found.total, found.first_at) == ([], 0, None)


def test_the_panel_names_days_and_does_not_repeat_the_day_on_the_next_page(world):
    with world.acme.scope():
        for minutes in range(25):
            add_entry(world.acme, minutes)
    page = panel(world)
    text = page.content.decode()
    assert text.count("<h3>") == 1
    older = page.context["filter"].older
    assert "25 entries since 17 Sep 2026" in text
    rest = world.client(world.acme.admin).get(older, headers=HTMX).content.decode()
    assert (rest.count("<article"), rest.count("<h3>"), "Show older" in rest) == (12, 0, True)


def test_the_state_is_in_the_address_and_the_page_hands_it_on(world):
    url = f"{world.acme.url}/accounts/{world.acme.account.pk}/"
    page = (
        world.client(world.acme.admin).get(f"{url}?kind=call&author={world.acme.csm.pk}&x=1").content.decode()
    )
    assert f'hx-get="{url}timeline/?kind=call&amp;author={world.acme.csm.pk}"' in page
    text = panel(world, f"?kind=call&author={world.acme.csm.pk}").content.decode()
    assert f'hx-push-url="{url}?kind=note&amp;author={world.acme.csm.pk}"' in text
    assert panel(world, "?kind=rubbish&author=%00&before=zzz").status_code == 200
    assert panel(world, "?author=99999999999999999999").status_code == 200


def test_markup_in_texts_is_inert(world):
    with world.acme.scope():
        add_entry(world.acme, 1, body=EVIL + " javascript:alert(1)")
        ChurnRecord.objects.create(account=world.acme.account, churned_on=date(2025, 3, 1), comment=EVIL)
    text = panel(world).content.decode()
    assert "<script" not in text
    assert "<b hx-get" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_another_page_without_scripts_shows_the_same(world):
    with world.acme.scope():
        add_entry(world.acme, 1, body="Words of a note")
    answer = world.client(world.acme.admin).get(
        f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/"
    )
    assert (answer.status_code, "Words of a note" in answer.content.decode()) == (200, True)
    assert answer.content.decode().lstrip().startswith("<!doctype html>")


@pytest.mark.parametrize("role", ["admin", "csm"])
def test_the_panel_costs_the_same_with_one_and_with_ten_of_everything(world, role):
    shelf = Shelf(world.acme, "Words of Acme").fill()
    browser = world.client(getattr(world.acme, role))
    url = f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/"
    browser.get(url)  # the first request of a session writes it down

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url, headers=HTMX).status_code == 200
        skipped = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config", "SET ")
        return len([q for q in captured.captured_queries if not q["sql"].startswith(skipped)])

    first = cost()
    shelf.fill(10)
    assert cost() == first <= 12
