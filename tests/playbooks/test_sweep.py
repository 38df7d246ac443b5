"""Rules: one CTA for each occurrence, whoever runs and however often; the playbook starts once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from core.ports import Registry
from notifications.models import Notice
from playbooks import ports
from playbooks.choices import CtaKind, Priority
from playbooks.errors import ChangedMeanwhile, UnknownTrigger
from playbooks.models import Act, Cta, Rule, Run
from playbooks.ports import Match, Trigger
from playbooks.selectors.rulebook import trial_of
from playbooks.services.ctas import close_cta
from playbooks.services.rulebook import RuleFields, activate_rule, change_rule, create_rule, rest_rule
from playbooks.services.sweep import run_rule, run_rules
from playbooks.triggers import TouchForm
from tests.playbooks.making import book_of
from tests.support.world import NOW, TODAY, add_account, make_world
from workspaces.choices import Role, Visibility
from workspaces.models import RoleSetting

RULE = RuleFields(name="Watch", cta_kind=CtaKind.RENEWAL, cta_priority=Priority.HIGH, due_days=2)


@pytest.fixture
def watched(monkeypatch):
    """A trigger that finds what the test puts into the list."""
    found: list[Match] = []

    def matches(parameters, *, today, account_ids=None):
        return [one for one in found if account_ids is None or one.account_id in account_ids]

    registry: Registry[Trigger] = Registry("triggers of a test")
    registry.add(Trigger("watch", "Watch", matches, TouchForm))
    for place in ("playbooks.ports", "playbooks.services.sweep", "playbooks.services.rulebook"):
        monkeypatch.setattr(f"{place}.TRIGGERS", registry)
    monkeypatch.setattr("playbooks.selectors.rulebook.TRIGGERS", registry)
    assert ports.TRIGGERS is registry
    return found


def rule_of(acme, book=None):
    fields = RuleFields(**{**RULE.__dict__, "playbook": book})
    return activate_rule(create_rule("watch", fields, {}, now=NOW), by=acme.lead, now=NOW)


@pytest.mark.django_db
def test_a_rule_opens_one_cta_for_each_occurrence_and_never_again(acme, watched):
    rule = rule_of(acme, book_of())
    watched += [Match(acme.account.pk, "watch:1", "Fell"), Match(acme.account.pk, "watch:1", "Fell twice")]
    first = run_rule(rule, today=TODAY, now=NOW)
    assert (first.matched, first.opened, first.started) == (1, 1, 1)
    made = Cta.objects.get()
    assert (made.owner_id, made.due_on, made.priority, made.rule_id, made.origin) == (
        acme.rm.pk,
        date(2026, 9, 21),
        Priority.HIGH,
        rule.pk,
        "rule",
    )
    assert Act.objects.get(cta=made).who == "Watch"
    assert Run.objects.get().cta_id == made.pk
    assert Notice.objects.get(kind="cta").member_id == acme.rm.pk
    close_cta(made, by=acme.rm, now=NOW)
    assert run_rule(rule, today=TODAY, now=NOW + timedelta(hours=1)).opened == 0
    watched.append(Match(acme.account.pk, "watch:2", "Fell again"))
    assert run_rule(rule, today=TODAY, now=NOW + timedelta(hours=2)).opened == 1
    rule.refresh_from_db()
    assert (rule.matched, rule.opened, rule.last_run_at) == (2, 1, NOW + timedelta(hours=2))


@pytest.mark.django_db
def test_an_archived_playbook_leaves_the_cta_alone(acme, watched):
    book = book_of()
    rule = rule_of(acme, book)
    book.state = "archived"
    book.save()
    rule = Rule.objects.select_related("playbook").get(pk=rule.pk)
    watched.append(Match(acme.account.pk, "watch:1", "Fell"))
    done = run_rule(rule, today=TODAY, now=NOW)
    assert (done.opened, done.started) == (1, 0)


@pytest.mark.django_db
def test_an_owner_of_many_is_told_of_five_and_of_the_rest_in_one_line(acme, watched):
    rule = rule_of(acme)
    accounts = [add_account(f"Account {number}", owner=acme.csm) for number in range(7)]
    watched += [Match(account.pk, f"watch:{account.pk}", "Fell") for account in accounts]
    assert run_rule(rule, today=TODAY, now=NOW).opened == 7
    assert Notice.objects.filter(kind="cta").count() == 5
    assert Notice.objects.get(kind="ctas").title == "2 more CTAs for you"


@pytest.mark.django_db
def test_a_rule_rests_until_it_is_activated_and_again_when_it_watches_for_something_else(acme, watched):
    rule = create_rule("watch", RULE, {"days": 90}, now=NOW)
    assert rule.is_active is False
    rule = activate_rule(rule, by=acme.lead, now=NOW, version=rule.version)
    with pytest.raises(ChangedMeanwhile):
        activate_rule(rule, by=acme.lead, now=NOW, version=1)
    kept = change_rule(rule, RULE, {"days": 90}, version=rule.version)
    assert kept.is_active is True
    changed = change_rule(kept, RULE, {"days": 30}, version=kept.version)
    assert changed.is_active is False
    assert rest_rule(changed).is_active is False


@pytest.mark.django_db
def test_a_trigger_that_nobody_hands_in_is_refused_and_does_nothing(acme, watched):
    with pytest.raises(UnknownTrigger):
        create_rule("nothing", RULE, {}, now=NOW)
    left = Rule.objects.create(name="Left", trigger="gone", created_at=NOW, is_active=True)
    assert run_rule(left, today=TODAY, now=NOW).matched == 0


@pytest.mark.django_db
def test_the_trial_tells_who_would_match_and_writes_nothing(acme, watched):
    rule = rule_of(acme)
    watched += [Match(acme.account.pk, "watch:1", "Fell"), Match(acme.account.pk, "watch:2", "Fell")]
    other = add_account("Nobody's")
    watched.append(Match(other.pk, "watch:3", "Fell"))
    run_rule(rule, today=TODAY, now=NOW, account_ids=[other.pk])
    trial = trial_of(rule, acme.admin, today=TODAY)
    assert (trial.total, trial.accounts, trial.fresh) == (3, 2, 2)
    assert [row.is_answered for row in trial.rows] == [False, False, True]
    assert Cta.objects.count() == 1
    RoleSetting.objects.create(role=Role.CSM, visibility=Visibility.OWN_BOOK)
    seen = trial_of(rule, world_member(acme), today=TODAY)
    assert (seen.total, [row.account.pk for row in seen.rows]) == (2, [acme.account.pk] * 2)


def world_member(acme):
    from workspaces.selectors import member_of_user

    return member_of_user(acme.csm.user_id)


@pytest.mark.django_db
def test_the_trial_is_paged(acme, watched):
    rule = rule_of(acme)
    watched += [Match(acme.account.pk, f"watch:{number}", "Fell") for number in range(120)]
    pages = [trial_of(rule, acme.admin, today=TODAY, page=page) for page in (1, 2, 3, 999_999)]
    assert [len(page.rows) for page in pages] == [50, 50, 20, 20]
    assert [page.next_page for page in pages] == [2, 3, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_each_cta_once_and_start_each_playbook_once(watched):
    world = make_world()
    with world.acme.scope():
        rule_of(world.acme, book_of())
        accounts = [add_account(f"Account {number}", owner=world.acme.csm) for number in range(20)]
        watched += [Match(account.pk, f"watch:{account.pk}", "Fell") for account in accounts]
    opened, gate = [], threading.Barrier(2)

    def work():
        try:
            gate.wait(10)
            opened.append(run_rules(world.acme.workspace, today=TODAY, now=NOW).opened)
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _worker in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sorted(opened) == [0, 20]
    with world.acme.scope():
        assert (Cta.objects.count(), Run.objects.count()) == (20, 20)
        assert Act.objects.filter(kind="opened").count() == 20
