"""Handshake 3 opens itself 90 days before a term's end; what two do at once, or one who is killed, leaves nothing half."""

import os
import signal
import time
from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.models import Account, AccountOwner, Contract
from core.errors import Conflict
from core.tenancy import workspace_scope
from lifecycle.models import Handshake, HandshakeItem, HandshakeStep
from lifecycle.services import accept_handshake, open_due_handshakes, sweep_due_milestones
from notifications.models import Notice
from tests.lifecycle.journey import checked, delivered, filled, fresh, opened
from tests.lifecycle.renewing import at_once, contract, forked
from tests.support.world import NOW, TODAY, add_account, make_world

BEFORE, ON = date(2026, 10, 1), date(2026, 10, 2)  # Acme's contract ends on 31 December


def run(acme, today):
    sweep_due_milestones(acme.workspace, today=today, now=NOW)
    return open_due_handshakes(acme.workspace, today=today, now=NOW)


@pytest.mark.django_db
def test_it_opens_on_the_ninetieth_day_once_and_filled_in(world):
    acme = world.acme
    assert run(acme, BEFORE) == 0
    assert run(acme, ON) == 1
    assert (run(acme, ON), run(acme, ON + timedelta(days=1)), run(acme, date(2026, 12, 1))) == (0, 0, 0)

    with acme.scope():
        handshake = Handshake.objects.get()
        assert (handshake.kind, handshake.origin, handshake.giver, handshake.receiver) == (
            3, "renewal", acme.csm, acme.rm,
        )  # fmt: skip
        assert handshake.origin_key == f"renewal:{acme.account.pk}:2026-12-31"
        assert handshake.due_on == date(2026, 10, 9)
        terms = HandshakeItem.objects.get(handshake=handshake, key="terms")
        assert terms.value == "K-1: from 1 Jan 2026, term ends 31 Dec 2026, 100 seats"
        assert HandshakeItem.objects.get(handshake=handshake, key="tickets").value == "No open ticket"
        titles = Notice.objects.filter(kind="handshake").values_list("member_id", "title")
        assert list(titles) == [(acme.csm.pk, "Prepare the handshake: Customer of Acme, Adopt to Renew")]


@pytest.mark.django_db
def test_one_that_was_closed_is_not_opened_again_and_a_new_term_end_is(world):
    acme = world.acme
    run(acme, ON)
    with acme.scope():
        Handshake.objects.update(state="withdrawn")
    assert run(acme, ON) == 0
    with acme.scope():
        Contract.objects.update(ends_on=date(2027, 1, 10))
    assert run(acme, date(2026, 10, 12)) == 1


@pytest.mark.django_db
def test_after_a_pause_it_opens_at_the_first_run(world):
    assert run(world.acme, date(2026, 12, 10)) == 1


@pytest.mark.django_db
def test_contracts_that_end_together_are_handed_over_together_and_gone_ones_not_at_all(world):
    acme = world.acme
    with acme.scope():
        contract(acme.account, "K-2")
        contract(acme.account, "K-3", cancelled_on=TODAY)
        gone = add_account("Gone", status="churned", churned_on=TODAY)
        contract(gone, "K-4")
    assert run(acme, ON) == 1


@pytest.mark.django_db
def test_where_one_person_holds_both_roles_it_is_recorded_once(world):
    acme = world.acme
    with acme.scope():
        AccountOwner.objects.filter(account=acme.account, role="rm").update(member=acme.csm)
    assert run(acme, ON) == 1
    assert run(acme, ON) == 0
    with acme.scope():
        assert Handshake.objects.get().state == "not_needed"


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_open_each_once(redis):
    acme = make_world().acme
    with acme.scope():
        for number in range(5):
            contract(add_account(f"Customer {number}", owner=acme.csm, status="active"), f"N-{number}")
    sweep_due_milestones(acme.workspace, today=ON, now=NOW)
    at_once(4, lambda: open_due_handshakes(acme.workspace, today=ON, now=NOW))
    with acme.scope():
        assert Handshake.objects.count() == 6
        assert HandshakeItem.objects.filter(side="give").count() == 6 * 8
        assert HandshakeStep.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does(redis):
    acme = make_world().acme
    with acme.scope():
        handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
        version = handshake.version

    def accept(member):
        with acme.scope():
            try:
                accept_handshake(fresh(handshake), version=version, by=member, now=NOW, today=TODAY)
            except Conflict as error:
                return type(error).__name__
        return "accepted"

    people = iter([acme.csm, acme.lead])
    assert sorted(at_once(2, lambda: accept(next(people)))) in (
        ["Conflict", "accepted"],
        ["accepted", "accepted"],  # the lead first, for the receiver, who then finds it done
    )
    with acme.scope():
        assert list(HandshakeStep.objects.values_list("kind", flat=True)).count("accepted") == 1
        assert AccountOwner.objects.filter(account=acme.account, role="csm").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_while_accepting_leaves_nothing_half(redis):
    acme = make_world().acme
    with acme.scope():
        AccountOwner.objects.filter(account=acme.account, role="csm").update(member=acme.lead)
        handshake = filled(acme, opened(acme))
        Handshake.objects.filter(pk=handshake.pk).update(receiver=acme.csm)
        handshake = checked(acme, delivered(acme, handshake))
        steps = HandshakeStep.objects.count()

    def work():
        with workspace_scope(acme.workspace.pk), transaction.atomic():
            accept_handshake(fresh(handshake), version=handshake.version, by=acme.csm, now=NOW, today=TODAY)
            time.sleep(60)  # accepted and moved, not committed

    with forked(work) as pid:
        time.sleep(3)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with acme.scope():
        assert fresh(handshake).state == "delivered"
        assert AccountOwner.objects.get(account=acme.account, role="csm").member == acme.lead
        assert HandshakeStep.objects.count() == steps
        accept_handshake(fresh(handshake), version=handshake.version, by=acme.csm, now=NOW, today=TODAY)
        assert AccountOwner.objects.get(account=acme.account, role="csm").member == acme.csm
        assert Account.objects.count() == 1
