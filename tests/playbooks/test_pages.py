"""The pages: Today and its deeds, lists, one thing at a time, the editor, rules; and who may do what."""

from datetime import timedelta
from html import unescape

import pytest

from accounts.access import ALL
from accounts.models import AccountOwner
from core.ports import Registry
from playbooks.models import Cta, Playbook, PlaybookStep, PlaybookVersion, Rule, Run, Task
from playbooks.ports import TodayItem, TodaySource
from playbooks.rules import Holder
from playbooks.services.ctas import assign_cta, close_cta, snooze_cta
from playbooks.services.runs import start_playbook
from playbooks.services.tasks import TaskFields, add_task
from tests.playbooks.making import book_of, cta_on
from tests.support.world import NOW, TODAY, add_account
from workspaces.choices import Role, Visibility
from workspaces.models import Member, RoleSetting, Team, TeamMember

pytestmark = pytest.mark.django_db

URL = "/w/acme"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def csm(world):
    return world.client(world.acme.csm)


def text(response):
    return unescape(response.content.decode())


def later(days):
    return TODAY + timedelta(days=days)


def test_today_stands_by_urgency_with_what_is_mine(acme, csm):
    for key, reason, days in (("a", "Was yesterday", -1), ("b", "Is today", 0), ("c", "In a week", 7)):
        cta_on(acme.account, key, reason=reason, due_on=later(days))
    cta_on(acme.account, "d", reason="Far away", due_on=later(8))
    cta_on(acme.account, "e", reason="Some day")
    assign_cta(cta_on(acme.account, "f", reason="Not mine"), Holder(acme.am.pk), by=acme.csm, now=NOW)
    close_cta(cta_on(acme.account, "g", reason="Closed"), by=acme.csm, now=NOW)
    snoozed = cta_on(acme.account, "h", reason="Asleep")
    snooze_cta(snoozed, later(1), by=acme.csm, today=TODAY, now=NOW)
    add_task(
        acme.account,
        TaskFields(title="A task", due_on=TODAY),
        holder=Holder(acme.csm.pk),
        by=acme.csm,
        now=NOW,
    )
    response = csm.get(f"{URL}/today/")
    groups = [(group.heading, [row.title for row in group.rows]) for group in response.context["groups"]]
    assert groups == [
        ("Overdue", ["Was yesterday"]),
        ("Today", ["Is today", "A task"]),
        ("Next seven days", ["In a week"]),
        ("Without a day", ["Some day"]),
    ]
    assert response.context["summary"] == "5 things to do, 1 of them late."
    assert "1 thing later than in seven days" in text(response)


def test_my_team_shows_the_work_on_the_teams_accounts_and_all_everything_visible(acme, csm, world):
    team = Team.objects.create(name="Pool", name_key="pool", created_at=NOW)
    for member in (acme.csm, acme.am):
        TeamMember.objects.create(team=team, member=member)
    own = add_account("Of the pool")
    AccountOwner.objects.create(account=own, role="csm", team=team)
    made = cta_on(own, "a", reason="The pool's")
    assert (made.owner_id, made.team_id) == (None, team.pk)
    cta_on(add_account("Nobody's"), "b", reason="Nobody's")
    seen = {}
    for book in ("mine", "team", "all"):
        response = csm.get(f"{URL}/today/?book={book}", follow=True)
        seen[book] = [row.title for group in response.context["groups"] for row in group.rows]
    assert seen == {"mine": ["The pool's"], "team": ["The pool's"], "all": ["The pool's", "Nobody's"]}


def test_what_somebody_left_behind_waits_for_who_looks_after_the_account(acme, csm, world):
    gone = acme.members[Role.SUPPORT]
    kept = cta_on(acme.account, "a", reason="Left behind")
    Cta.objects.filter(pk=kept.pk).update(owner=gone)
    add_task(acme.account, TaskFields(title="Nobody's"), holder=Holder(), by=acme.lead, now=NOW)
    elsewhere = cta_on(add_account("Of another"), "b", reason="Elsewhere")
    Cta.objects.filter(pk=elsewhere.pk).update(owner=gone)

    def seen():
        page = csm.get(f"{URL}/today/?book=mine", follow=True)
        return [row.title for group in page.context["groups"] for row in group.rows]

    assert seen() == ["Nobody's"]
    Member.objects.filter(pk=gone.pk).update(left_at=NOW)
    assert seen() == ["Left behind", "Nobody's"]


def test_done_from_today_answers_with_an_undo_and_the_row_is_gone(acme, csm):
    made = cta_on(acme.account, due_on=TODAY)
    url = f"{URL}/ctas/{made.pk}/closure/?back=today"
    answer = csm.post(url, {"outcome": "done"}, headers=HTMX)
    assert answer.status_code == 204
    assert "work:changed" in answer["HX-Trigger"]
    assert f"{URL}/ctas/{made.pk}/reopening/?back=today" in answer["HX-Trigger"]
    assert csm.get(f"{URL}/today/", headers=HTMX).context["groups"] == []
    back = csm.post(f"{URL}/ctas/{made.pk}/reopening/?back=today")
    assert (back.status_code, back["Location"]) == (303, f"{URL}/today/")
    assert len(csm.get(f"{URL}/today/", headers=HTMX).context["groups"]) == 1
    plain = csm.post(url, {"outcome": "done"})
    assert (plain.status_code, plain["Location"]) == (303, f"{URL}/today/")


def test_snooze_and_reassign_from_today(acme, csm):
    made = cta_on(acme.account, due_on=TODAY)
    answer = csm.post(
        f"{URL}/ctas/{made.pk}/snooze/?back=today", {"until": later(1).isoformat()}, headers=HTMX
    )
    assert answer.status_code == 204
    assert Cta.objects.get().snoozed_until == later(1)
    csm.post(f"{URL}/ctas/{made.pk}/waking/")
    form = csm.get(f"{URL}/ctas/{made.pk}/owner/", headers=HTMX)
    assert "playbooks/_owner_form.html" in [one.name for one in form.templates]
    csm.post(f"{URL}/ctas/{made.pk}/owner/", {"owner": f"m{acme.am.pk}"}, headers=HTMX)
    assert Cta.objects.get().owner_id == acme.am.pk
    refused = csm.post(f"{URL}/ctas/{made.pk}/owner/", {"owner": "m999999"})
    assert refused.status_code == 422


def test_today_by_account_and_by_arr(acme, csm):
    small = add_account("A small one", owner=acme.csm, arr_amount=100_00)
    large = add_account("Z large one", owner=acme.csm, arr_amount=900_00)
    cta_on(large, "a", reason="Large", due_on=TODAY)
    cta_on(small, "b", reason="Small", due_on=later(-1))
    by_account = csm.get(f"{URL}/today/?by=account").context["groups"]
    assert [group.heading for group in by_account] == ["A small one", "Z large one"]
    [by_arr] = csm.get(f"{URL}/today/?by=arr").context["groups"]
    assert [row.arr for row in by_arr.rows] == ["€900", "€100"]
    assert "€1,000 of ARR is behind them." in text(csm.get(f"{URL}/today/"))
    RoleSetting.objects.create(role=Role.CSM, sees_money=False)
    hidden = text(csm.get(f"{URL}/today/?by=arr"))
    assert "€" not in hidden


def test_other_apps_hand_in_what_waits(acme, csm, monkeypatch):
    items = [
        TodayItem(key="x", title="Accept handshake 1", url="/x/", account_name="Nordvik", due_on=later(-2))
    ]
    source = TodaySource("hands", "Handshakes", lambda member, **asked: items)
    empty = TodaySource("none", "Nothing", lambda member, **asked: [])
    registry = Registry("today of a test")
    registry.add(source)
    registry.add(empty)
    monkeypatch.setattr("playbooks.views.today.TODAY", registry)
    assert "/today/waiting/" in text(csm.get(f"{URL}/today/"))
    page = text(csm.get(f"{URL}/today/waiting/", headers=HTMX))
    assert "<html" not in page
    assert "Accept handshake 1" in page
    assert "2 d late" in page
    assert "Nothing</h2>" not in page


def test_who_comes_in_lands_on_the_portfolio_as_before(csm):
    assert csm.get(f"{URL}/")["Location"] == f"{URL}/portfolio/"


def test_the_list_shows_open_ones_then_closed_ones_or_all(acme, csm):
    cta_on(acme.account, "a", reason="Open one")
    close_cta(cta_on(acme.account, "b", reason="Closed one"), by=acme.csm, now=NOW)
    found = {
        show: {row.reason for row in csm.get(f"{URL}/ctas/?show={show}").context["list"].page.objects}
        for show in ("", "closed", "all")
    }
    assert found == {"": {"Open one"}, "closed": {"Closed one"}, "all": {"Open one", "Closed one"}}


def test_a_cta_is_opened_by_hand_once_however_often_the_form_is_sent(acme, csm):
    page = csm.get(f"{URL}/accounts/{acme.account.pk}/ctas/new/")
    key = page.context["form"]["key"].value()
    sent = {
        "reason": "Call the sponsor",
        "kind": "risk",
        "priority": "2",
        "due_on": "2026-10-01",
        "owner": "",
        "key": key,
    }
    for _time in range(2):
        assert csm.post(f"{URL}/accounts/{acme.account.pk}/ctas/new/", sent).status_code == 303
    made = Cta.objects.get()
    assert (made.reason, made.priority, made.owner_id, made.opened_by_id) == (
        "Call the sponsor",
        2,
        acme.csm.pk,
        acme.csm.pk,
    )
    assert "Call the sponsor" in text(csm.get(f"{URL}/accounts/{acme.account.pk}/panels/work/", headers=HTMX))
    assert "opened a CTA: Risk" in text(csm.get(f"{URL}/accounts/{acme.account.pk}/timeline/", headers=HTMX))


def test_a_cta_is_edited_under_its_version(acme, csm):
    made = cta_on(acme.account)
    sent = {
        "reason": "Other words",
        "kind": "renewal",
        "priority": "1",
        "due_on": "",
        "version": made.version,
    }
    assert csm.post(f"{URL}/ctas/{made.pk}/edit/", sent).status_code == 303
    late = csm.post(f"{URL}/ctas/{made.pk}/edit/", sent | {"reason": "Late", "kind": "risk"})
    assert late.status_code == 409
    assert [(one.field, one.theirs, one.yours) for one in late.context["differences"]] == [
        ("kind", "Renewal", "Risk"), ("reason", "Other words", "Late"),
    ]  # fmt: skip
    chosen = sent | {
        "reason": "Late",
        "kind": "risk",
        "version": made.version + 1,
        "take-kind": "theirs",
        "take-reason": "mine",
    }
    assert csm.post(f"{URL}/ctas/{made.pk}/edit/", chosen).status_code == 303
    made.refresh_from_db()
    assert (made.kind, made.reason) == ("renewal", "Late")


def test_of_two_who_edit_a_task_the_second_sees_both(acme, csm):
    task = add_task(
        acme.account, TaskFields(title="Call", checklist=["Dial", "Talk"]), holder=Holder(acme.csm.pk), by=acme.csm, now=NOW
    )  # fmt: skip
    sent = {"title": "Call", "due_on": "", "instructions": "", "checklist": "Dial\nTalk\nWrite", "version": 1}
    assert csm.post(f"{URL}/tasks/{task.pk}/edit/", sent).status_code == 303
    late = csm.post(f"{URL}/tasks/{task.pk}/edit/", sent | {"checklist": "Dial", "visible_to_customer": "on"})
    assert (
        late.status_code,
        [(one.label, one.theirs, one.yours) for one in late.context["differences"]],
    ) == (
        409,
        [("The customer sees it", "no", "yes"), ("Checklist", "Dial; Talk; Write", "Dial")],
    )


def test_where_all_rules_rest_the_empty_pages_say_so(acme, csm):
    resting = Rule.objects.count()
    for path in ("today/", "ctas/"):
        page = text(csm.get(f"{URL}/{path}"))
        assert f"{resting} rules are there and rest." in page
    Rule.objects.filter(pk=Rule.objects.first().pk).update(is_active=True)
    assert "rules are there and rest." not in text(csm.get(f"{URL}/today/"))


def test_a_playbook_is_started_once_and_its_tasks_are_done_one_by_one(acme, csm):
    book_of()
    book = Playbook.objects.get(key="plan")
    page = csm.get(f"{URL}/accounts/{acme.account.pk}/runs/new/")
    sent = {"playbook": book.pk, "cta": "", "key": page.context["form"]["key"].value()}
    first = csm.post(f"{URL}/accounts/{acme.account.pk}/runs/new/", sent)
    assert first["Location"] == csm.post(f"{URL}/accounts/{acme.account.pk}/runs/new/", sent)["Location"]
    run = Run.objects.get()
    task = Task.objects.get()
    assert "0 of 1 steps" in text(csm.get(first["Location"]))
    answer = csm.post(f"{URL}/tasks/{task.pk}/completion/")
    assert answer["Location"] == f"{URL}/runs/{run.pk}/"
    assert "1 of 1 steps" in text(csm.get(first["Location"]))


def test_a_checklist_is_ticked_in_place(acme, csm):
    fields = TaskFields(title="Prepare", checklist=("Agenda", "Room"))
    task = add_task(acme.account, fields, holder=Holder(acme.csm.pk), by=acme.csm, now=NOW)
    answer = csm.post(f"{URL}/tasks/{task.pk}/checks/", {"item": "1", "done": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert [item["done"] for item in Task.objects.get().checklist] == [False, True]
    assert csm.post(f"{URL}/tasks/{task.pk}/checks/", {"item": "9", "done": "1"}).status_code == 404


def test_whose_it_is_may_work_on_it_whatever_the_role(acme, world):
    finance = world.client(acme.members[Role.FINANCE])
    made = cta_on(acme.account)
    assert finance.post(f"{URL}/ctas/{made.pk}/closure/", {"outcome": "done"}).status_code == 403
    assign_cta(made, Holder(acme.members[Role.FINANCE].pk), by=acme.csm, now=NOW)
    assert finance.post(f"{URL}/ctas/{made.pk}/closure/", {"outcome": "done"}).status_code == 303


def test_what_hangs_on_a_hidden_account_does_not_exist(acme, csm):
    RoleSetting.objects.create(role=Role.CSM, visibility=Visibility.OWN_BOOK)
    hidden = add_account("Hidden", owner=acme.am)
    made = cta_on(hidden)
    task = add_task(hidden, TaskFields(title="x"), holder=Holder(acme.am.pk), by=acme.am, now=NOW)
    book_of()
    run = start_playbook(hidden, "plan", by=acme.am, today=TODAY, now=NOW)
    for path in (
        f"ctas/{made.pk}/",
        f"tasks/{task.pk}/",
        f"runs/{run.pk}/",
        f"accounts/{hidden.pk}/runs/new/",
    ):
        assert csm.get(f"{URL}/{path}").status_code == 404, path
    Member.objects.filter(pk=acme.csm.pk).update(book=ALL)
    assert "Hidden" not in text(csm.get(f"{URL}/ctas/")) + text(csm.get(f"{URL}/today/"))


def test_playbooks_are_edited_by_leads_and_used_by_csms(acme, csm, world):
    lead = world.client(acme.lead)
    new = lead.get(f"{URL}/playbooks/new/")
    sent = {"name": "Win back", "description": "", "key": new.context["form"]["key"].value()}
    draft_url = lead.post(f"{URL}/playbooks/new/", sent)["Location"]
    page = lead.get(draft_url)
    step = {
        "title": "Call", "offset_days": "2", "day_kind": "business", "owner_role": "csm", "instructions": "",
        "checklist": "Agenda\nRoom", "key": page.context["form"]["key"].value(),
    }  # fmt: skip
    for _time in range(2):
        assert lead.post(f"{draft_url}steps/", step).status_code == 303
    made = PlaybookStep.objects.get(version__playbook__name="Win back")
    assert (made.title, made.checklist, made.offset_days) == ("Call", ["Agenda", "Room"], 2)
    assert lead.post(f"{draft_url}steps/", step | {"title": "", "key": ""}).status_code == 422
    draft = PlaybookVersion.objects.get(playbook__name="Win back")
    assert lead.post(f"{draft_url}publication/", {"version": "1"}).status_code == 409
    assert lead.post(f"{draft_url}publication/", {"version": draft.edits}).status_code == 303
    book_url = f"{URL}/playbooks/{draft.playbook_id}/"
    assert "v1 in force" in text(csm.get(book_url))
    assert csm.get(f"{URL}/playbooks/new/").status_code == 403
    assert csm.post(f"{book_url}draft/opening/").status_code == 403
    assert world.client(acme.observer).get(book_url).status_code == 403


def test_publishing_twice_leads_to_the_playbook(acme, world):
    book = book_of()
    sent = world.client(acme.lead).post(f"{URL}/playbooks/{book.pk}/draft/publication/", {"version": "1"})
    assert (sent.status_code, sent.url) == (303, f"{URL}/playbooks/{book.pk}/")


def test_a_rule_is_written_tried_and_let_act(acme, csm, world):
    lead = world.client(acme.lead)
    choices = text(lead.get(f"{URL}/rules/new/"))
    assert "No executive touch for some time" in choices
    new = lead.get(f"{URL}/rules/new/?trigger=no_executive_touch")
    sent = {
        "name": "Quiet", "playbook": "", "cta_kind": "relationship", "cta_priority": "3", "due_days": "3",
        "asked-days": "60", "key": new.context["form"]["key"].value(),
    }  # fmt: skip
    refused = lead.post(f"{URL}/rules/new/?trigger=no_executive_touch", sent | {"asked-days": "3"})
    assert refused.status_code == 422
    trial = lead.post(f"{URL}/rules/new/?trigger=no_executive_touch", sent)["Location"]
    rule = Rule.objects.get(name="Quiet")
    assert rule.parameters == {"days": 60, "segments": []}
    page = text(lead.get(trial))
    assert "Who would match today" in page
    assert csm.post(f"{URL}/rules/{rule.pk}/activation/").status_code == 403
    lead.post(f"{URL}/rules/{rule.pk}/activation/", {"version": rule.version})
    rule.refresh_from_db()
    assert (rule.is_active, rule.activated_by_id) == (True, acme.lead.pk)
    assert lead.get(f"{URL}/rules/new/?trigger=nothing").status_code == 404


def test_today_costs_the_same_however_much_there_is(acme, csm, django_assert_max_num_queries):
    for number in range(3):
        cta_on(acme.account, f"k-{number}", due_on=TODAY)
    csm.get(f"{URL}/today/")
    with django_assert_max_num_queries(24) as few:
        csm.get(f"{URL}/today/")
    for number in range(3, 12):
        account = add_account(f"Account {number}", owner=acme.csm)
        cta_on(account, f"k-{number}", due_on=TODAY)
    with django_assert_max_num_queries(24) as many:
        csm.get(f"{URL}/today/")
    assert len(few) == len(many)
