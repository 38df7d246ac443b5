"""Pages of plans: list, plan, forms in both shapes, deeds, rights, money, panel, timeline, Today, trigger, prefill."""

from datetime import timedelta

import pytest

from lifecycle.choices import HandshakeKind, HandshakeOrigin
from lifecycle.models import HandshakeItem, PlanKpi, PlanOutcome, SuccessPlan
from lifecycle.services import open_handshake
from lifecycle.services.plans import ReadingFields, read_kpi, sign_plan
from lifecycle.today import plans_waiting
from lifecycle.triggers_plans import reached_goals
from tests.lifecycle.planning import begun, fresh, full, shared
from tests.support.world import NOW, TODAY
from workspaces.choices import Role
from workspaces.models import RoleSetting

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def acme(world):
    return world.acme


@pytest.fixture
def plan(acme):
    with acme.scope():
        return full(acme)[0]


def get(world, member, path, **kwargs):
    answer = world.client(member).get(f"/w/acme/{path}", **kwargs)
    return answer.status_code, " ".join(answer.content.decode().split())


def post(world, member, path, data=None, **kwargs):
    return world.client(member).post(f"/w/acme/{path}", data or {}, **kwargs)


def test_a_plan_is_begun_once_however_often_it_is_sent(world, acme):
    sent = {"title": "Plan for 2027", "owner": acme.csm.pk, "key": "6a1f2f36-53c4-4b0f-9d3e-0d2c2b8a9f11"}
    for _again in range(2):
        answer = post(world, acme.csm, f"accounts/{acme.account.pk}/plans/new/", sent)
    with acme.scope():
        [made] = SuccessPlan.objects.all()
    assert (answer.status_code, answer.url) == (303, f"/w/acme/plans/{made.pk}/")


def test_the_page_shows_goals_with_their_way_and_what_is_internal(world, acme, plan):
    status, page = get(world, acme.csm, f"plans/{plan.pk}/")
    assert status == 200
    for words in ("Payroll corrections", "<b>–</b>, target 10", "Started at 46", "Due 31 December", "They doubt us",
                  "Secret risk", "The workshop costs 4,200 euros.", "Share for sign-off"):  # fmt: skip
        assert words in page
    assert 'value="0" max="100"' in page


def test_words_about_money_are_not_there_for_those_who_may_not_see_it(world, acme, plan):
    with acme.scope():
        RoleSetting.objects.create(role=Role.CSM, visibility="all", sees_money=False)
    _status, page = get(world, acme.csm, f"plans/{plan.pk}/")
    assert "4,200" not in page
    _status, form = get(world, acme.csm, f"plans/{plan.pk}/edit/")
    assert "finances" not in form
    post(world, acme.csm, f"plans/{plan.pk}/edit/", {"title": "Renamed", "version": 1, "owner": acme.csm.pk})
    with acme.scope():
        assert fresh(plan).finances == "The workshop costs 4,200 euros."


def test_who_may_look_may_not_write(world, acme, plan):
    paths = ("edit/", "outcomes/new/", "closing/", "sharing/", "activities/new/")
    status, page = get(world, acme.observer, f"plans/{plan.pk}/")
    assert (status, "Share for sign-off" in page, "data-slideover" in page) == (200, False, False)
    for path in paths:
        assert post(world, acme.observer, f"plans/{plan.pk}/{path}", {"title": "x"}).status_code == 403
    with acme.scope():
        assert (fresh(plan).status, fresh(plan).revision) == ("draft", plan.revision)


def test_parts_are_added_changed_and_removed_beside_the_page(world, acme, plan):
    with acme.scope():
        outcome = PlanOutcome.objects.get(plan=plan)
    place = f"plans/{plan.pk}/outcomes/{outcome.pk}"
    bad = {"title": "Speed", "baseline": "4,5", "target": "1", "direction": "up"}
    answer = post(world, acme.csm, f"{place}/kpis/new/", {**bad, "baseline": "ten"}, headers=HTMX)
    assert (answer.status_code, b"Write a number with at most three decimals" in answer.content) == (
        422,
        True,
    )
    answer = post(world, acme.csm, f"{place}/kpis/new/", {**bad, "baseline": "4.5"}, headers=HTMX)
    assert (answer.status_code, b"wrong side of the baseline" in answer.content) == (422, True)
    good = {**bad, "baseline": "4.5", "direction": "down", "unit": "h"}
    assert post(world, acme.csm, f"{place}/kpis/new/", good, headers=HTMX).status_code == 204
    with acme.scope():
        kpi = PlanKpi.objects.get(title="Speed")
    assert (kpi.baseline, kpi.target) == (4_500, 1_000)
    _status, form = get(world, acme.csm, f"plans/{plan.pk}/kpis/{kpi.pk}/", headers=HTMX)
    assert 'value="4.5"' in form
    answer = post(
        world, acme.csm, f"plans/{plan.pk}/kpis/{kpi.pk}/", {**good, "version": 9, "title": "S"}, headers=HTMX
    )
    assert (answer.status_code, b"Somebody changed this meanwhile" in answer.content) == (422, True)
    reading = {"measured_on": "2026-09-17", "reading": "2"}
    assert post(world, acme.csm, f"plans/{plan.pk}/kpis/{kpi.pk}/readings/new/", reading).status_code == 303
    _status, page = get(world, acme.csm, f"plans/{plan.pk}/")
    assert "<b>2 h</b>, target 1 h" in page
    assert post(world, acme.csm, f"{place}/removal/").status_code == 303
    with acme.scope():
        assert (PlanKpi.objects.count(), fresh(plan).goals) == (0, 0)


def test_what_a_plan_refuses_stands_on_its_page(world, acme):
    with acme.scope():
        empty = begun(acme)
    for deed, status, words in (
        ("sharing", 422, "Write down first what is to be reached"),
        ("start", 409, "This cannot be done with a plan that is draft."),
    ):
        answer = post(world, acme.csm, f"plans/{empty.pk}/{deed}/", {"version": empty.version})
        assert (answer.status_code, answer.context["plan"].pk) == (status, empty.pk)
        assert words in answer.content.decode()


def test_of_two_who_change_a_part_the_second_sees_both(world, acme, plan):
    with acme.scope():
        kpi = PlanKpi.objects.filter(outcome__plan=plan).order_by("pk")[0]
    path = f"plans/{plan.pk}/kpis/{kpi.pk}/"
    form = world.client(acme.csm).get(f"/w/acme/{path}").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert post(world, acme.csm, path, {**sent, "target": "9", "title": "Fewer"}).status_code == 303
    late = post(world, acme.am, path, {**sent, "target": "8"})
    assert (
        late.status_code,
        [(one.field, one.theirs, one.yours) for one in late.context["differences"]],
    ) == (
        409,
        [("title", "Fewer", sent["title"]), ("target", "9", "8")],
    )
    again = {**sent, "target": "8", "version": late.context["form"].data["version"], "take-title": "theirs"}
    assert post(world, acme.am, path, again).status_code == 303
    with acme.scope():
        kpi.refresh_from_db()
    assert (kpi.title, kpi.target) == ("Fewer", 8_000)


def test_a_plan_goes_from_draft_to_closed_by_its_buttons(world, acme, plan):
    def version():
        with acme.scope():
            return fresh(plan).version

    at = f"plans/{plan.pk}"
    assert post(world, acme.csm, f"{at}/sharing/", {"version": 99}).status_code == 409
    assert post(world, acme.csm, f"{at}/sharing/", {"version": version()}).status_code == 303
    contact = acme.contacts[0]
    with acme.scope():
        revision = fresh(plan).revision
    signed = post(world, acme.csm, f"{at}/sign-off/", {"contact": contact.pk, "version": revision})
    assert signed.status_code == 303
    assert post(world, acme.csm, f"{at}/start/", {"version": version()}).status_code == 303
    _status, page = get(world, acme.csm, f"{at}/")
    assert f"{contact.name}, 17 Sep 2026" in page
    closing = {"results": "Halved", "version": version()}
    assert post(world, acme.csm, f"{at}/closing/", closing).status_code == 303
    assert post(world, acme.csm, f"{at}/outcomes/new/", {"title": "Late"}).status_code == 409
    _status, page = get(world, acme.csm, f"{at}/")
    assert ("Reopen plan" in page, "Add outcome" in page) == (True, False)


def test_list_panel_and_timeline_tell_of_the_plan(world, acme, plan):
    _status, page = get(world, acme.csm, "plans/?book=all&f.status=is:draft")
    assert ("Plan for 2027" in page, "1 plan" in page, "0 of 1" in page) == (True, True, True)
    _status, page = get(world, acme.csm, "plans/?book=all&f.late=is:yes")
    assert "Plan for 2027" not in page
    _status, panel = get(world, acme.csm, f"accounts/{acme.account.pk}/panels/plans/", headers=HTMX)
    assert ("Payroll corrections" in panel, "Begin plan" in panel) == (True, True)
    with acme.scope():
        sign_plan(shared(acme, plan), contact=acme.contacts[0], now=NOW)
    _status, page = get(world, acme.csm, f"accounts/{acme.account.pk}/timeline/")
    assert f"{acme.contacts[0].name} signed the plan off" in page.replace("</b>", "").replace("<b>", "")


def test_today_names_activities_that_are_due_and_plans_that_wait(acme, plan):
    with acme.scope():
        assert not plans_waiting(acme.csm, today=TODAY, limit=10)
        shared(acme, plan)
        found = plans_waiting(acme.csm, today=TODAY, limit=10)
        assert [one.title for one in found] == ["Course for leads", "Waits for the customer’s sign-off"]
        assert not plans_waiting(acme.lead, today=TODAY, limit=10)
        assert plans_waiting(acme.csm, today=TODAY, limit=1)[0].due_on == TODAY


def test_a_goal_that_is_reached_matches_once_per_occurrence(acme, plan):
    with acme.scope():
        shared(acme, plan)
        kpi = PlanKpi.objects.get(outcome__plan=plan)
        assert reached_goals({}, today=TODAY) == []
        reading = ReadingFields(measured_on=TODAY, value=10_000)
        read_kpi(kpi, reading, by=acme.csm, now=NOW, today=TODAY)
        [match] = reached_goals({"reached": "kpi", "days": 30}, today=TODAY)
        assert (match.account_id, match.reason, match.words) == (
            acme.account.pk, "Goal reached: Payroll corrections", "from 46 to 10",
        )  # fmt: skip
        assert match.origin_key == f"plan_milestone:kpi:{kpi.pk}:2026-09-17"
        assert reached_goals({"reached": "outcome"}, today=TODAY) == []
        assert reached_goals({"days": 30}, today=TODAY + timedelta(days=31)) == []
        assert reached_goals({}, today=TODAY, account_ids=[acme.account.pk + 1]) == []


def test_handshakes_are_filled_in_from_the_plan(acme, plan):
    with acme.scope():
        kpi = PlanKpi.objects.get(outcome__plan=plan)
        shared(acme, plan)
        reading = ReadingFields(measured_on=TODAY, value=10_000)
        read_kpi(kpi, reading, by=acme.csm, now=NOW, today=TODAY)

        def items(kind, key):
            made = open_handshake(
                acme.account,
                kind,
                origin=HandshakeOrigin.PERSON,
                origin_key=key,
                by=acme.csm,
                now=NOW,
                today=TODAY,
            )
            rows = HandshakeItem.objects.filter(handshake=made, source="plan")
            return {one.key: (one.value, one.note) for one in rows}

        assert items(HandshakeKind.LAND_ADOPT, "a") == {
            "outcomes": ("1 outcome, each with a KPI", "Cost efficiency")
        }
        assert items(HandshakeKind.ADOPT_RENEW, "b") == {
            "plan_done": ("0 of 2 activities done", "Goals: 100\u202f% of the way"),
            "value": ("1 of 1 goals reached", "Payroll corrections: 46 → 10"),
        }


def test_without_a_plan_nothing_is_handed_over_of_it(world, acme):
    with acme.scope():
        made = open_handshake(
            acme.account, HandshakeKind.LAND_ADOPT, origin=HandshakeOrigin.PERSON, origin_key="a", by=acme.csm,
            now=NOW, today=TODAY,
        )  # fmt: skip
        [item] = HandshakeItem.objects.filter(handshake=made, source="plan")
        assert item.is_missing
        begun(acme)
    _status, panel = get(world, acme.csm, f"accounts/{acme.account.pk}/panels/plans/", headers=HTMX)
    assert "Plan for 2027" in panel
