"""The success plan in the customer's review: as it stood on the day, without what is ours alone."""

from datetime import date, timedelta

import pytest

from accounts.models import Contact
from lifecycle.choices import OutcomeState
from lifecycle.services.plans import ReadingFields, decide_outcome, read_kpi, sign_plan
from reports.facts import frozen, thawed
from reports.models import QbrSnapshot
from reports.qbr.appendix import told_of_snapshot
from reports.qbr.plan import value_chapter
from reports.rules import Quarter
from reports.selectors.qbr import collect_facts
from tests.lifecycle.planning import fresh, full, shared
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def facts_of(acme, quarter=None, today=TODAY):
    return collect_facts(
        acme.account, quarter or Quarter(2026, 3), workspace=acme.workspace, edition="customer", with_money=True,
        today=today,
    )  # fmt: skip


def words(chapter):
    return [cell.text for block in chapter.blocks for row in block.rows for cell in row.cells]


def missing(facts):
    """What the appendix says that the review goes without."""
    return dict(told_of_snapshot(facts, QbrSnapshot(code="QBR-1", edition="customer"), "today"))["Missing"]


def test_without_a_shared_plan_the_chapter_says_that_nothing_is_recorded(acme):
    full(acme)
    [box] = value_chapter(facts_of(acme)).blocks
    assert box.title == "No outcomes are recorded."
    assert "outcomes and their value" in missing(facts_of(acme))


def test_goals_activities_and_barriers_stand_as_they_were_on_the_day(acme):
    plan, outcome, kpi, _activity, _tick = full(acme)
    sign_plan(shared(acme, plan), contact=Contact.objects.get(pk=acme.contacts[0].pk), now=NOW)
    read_kpi(kpi, ReadingFields(measured_on=TODAY, value=19_000), by=acme.csm, now=NOW, today=TODAY)
    later = date(2026, 10, 20)
    read_kpi(kpi, ReadingFields(measured_on=later, value=9_000), by=acme.csm, now=NOW, today=later)
    decide_outcome(
        outcome, OutcomeState.ACHIEVED, "We plan with it.", version=None, by=acme.csm, now=NOW, today=TODAY
    )
    facts = facts_of(acme)
    assert thawed(frozen(facts)) == facts
    chapter = value_chapter(facts)
    assert chapter.claim == "0 of 1 goals of the success plan reached"
    assert chapter.lead == f"Plan for 2027, signed off by {acme.contacts[0].name} on 17 Sep 2026."
    told = words(chapter)
    for word in ("46", "19", "10", "75\u202f%, due 31 Dec 2026", "We plan with it.", "Course for leads",
                 "No business sponsor"):  # fmt: skip
        assert word in told
    assert "They doubt us" not in told
    assert "outcomes and their value" not in missing(facts)
    assert fresh(plan).goals_reached == 1
    after = value_chapter(facts_of(acme, Quarter(2026, 4), today=later))
    assert after.claim == "1 of 1 goals of the success plan reached"


def test_a_review_of_the_past_knows_no_plan_that_came_later(acme):
    plan, *_parts = full(acme)
    shared(acme, plan)
    before = NOW.date() - timedelta(days=90)
    assert facts_of(acme, Quarter(2026, 2), today=before).plan is None
