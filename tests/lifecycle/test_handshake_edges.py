"""Handshakes at their edges: people who left or lack, two who write at once, several reasons to open one, days per kind."""

from datetime import date, timedelta

import pytest

from accounts.errors import ChangedMeanwhile
from accounts.models import AccountOwner
from core.errors import DomainError
from lifecycle.choices import HandshakeKind, HandshakeOrigin
from lifecycle.models import Handshake, HandshakeItem, HandshakeSetting, HandshakeStep
from lifecycle.selectors.handshakes import Days, times_of, waiting_for
from lifecycle.services import (
    accept_handshake,
    deliver_handshake,
    move_account,
    open_handshake,
    return_handshake,
    undo_move,
)
from lifecycle.services.handshakes import ItemFields, fill_in_form, give_item, name_people
from lifecycle.services.handshakes.conflicts import stamp_of_form, stamp_of_item
from lifecycle.services.handshakes.times import change_days, stamp_of_days
from lifecycle.services.stages import Goal
from notifications.selectors import notices_of
from tests.lifecycle.journey import FORM, checked, delivered, filled, fresh, item, opened
from tests.support.world import NOW, TODAY, World
from workspaces.models import Member, RoleSetting, SecurityAct

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def browser(world: World, member: Member):
    return world.client(member)


def move(acme, stage, now=LATER):
    return move_account(
        acme.account, Goal(stage), version=None, by=acme.csm, now=now, today=TODAY, reason="As agreed", ticked=None
    )  # fmt: skip


def left(member):
    Member.objects.filter(pk=member.pk).update(left_at=NOW)


# People


def test_without_a_receiver_the_page_says_why_and_where_to_choose_one(world, acme, time_machine):
    time_machine.move_to(NOW)
    AccountOwner.objects.filter(account=acme.account, role="csm").delete()
    handshake = opened(acme)
    sent = browser(world, acme.am).post(
        f"/w/acme/handshakes/{handshake.pk}/delivery/", {"version": handshake.version}
    )
    page = " ".join(sent.content.decode().split())
    assert sent.status_code == 422
    assert "Nobody receives it yet. Choose who does." in page
    assert f'href="/w/acme/handshakes/{handshake.pk}/people/"' in page
    assert fresh(handshake).state == "draft"


def test_nothing_is_handed_to_who_has_left_nor_accepted_for_them(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    left(acme.csm)
    with pytest.raises(DomainError, match="has left") as refused:
        accept_handshake(
            fresh(handshake), version=fresh(handshake).version, by=acme.lead, now=LATER, today=TODAY
        )
    assert refused.value.code == "people_lack"
    returned = return_handshake(
        fresh(handshake), "Wait.", version=fresh(handshake).version, by=acme.lead, now=LATER, today=TODAY
    )
    with pytest.raises(DomainError, match="has left"):
        deliver_handshake(returned, version=returned.version, by=acme.am, now=LATER, today=TODAY)


def test_who_receives_does_not_hand_over_to_themselves_where_nobody_was_named(acme):
    AccountOwner.objects.filter(account=acme.account, role="am").delete()
    handshake = opened(acme, by=acme.csm)
    with pytest.raises(DomainError, match="nobody hands over to themselves"):
        deliver_handshake(handshake, version=handshake.version, by=acme.csm, now=NOW, today=TODAY)
    assert (
        deliver_handshake(handshake, version=handshake.version, by=acme.lead, now=NOW, today=TODAY).giver
        == acme.lead
    )


def test_who_edits_no_accounts_is_not_offered_and_refused(world, acme):
    handshake = opened(acme)
    page = browser(world, acme.am).get(f"/w/acme/handshakes/{handshake.pk}/people/")
    offered = dict(page.context["form"].fields["receiver"].choices)
    assert (str(acme.csm.pk) in offered, str(acme.observer.pk) in offered) == (True, False)
    with pytest.raises(DomainError, match="may not edit accounts") as refused:
        name_people(
            handshake, giver=acme.am, receiver=acme.observer, version=handshake.version, by=acme.am, now=NOW
        )
    assert refused.value.field == "receiver"


def test_who_receives_an_account_outside_the_own_book_is_told(acme):
    RoleSetting.objects.create(role="csm", visibility="own_book")
    handshake = opened(acme)
    AccountOwner.objects.filter(account=acme.account, role="csm").delete()
    delivered(acme, handshake)
    assert [one.title for one in notices_of(acme.csm)] == [
        "Handed over to you: Customer of Acme, Land to Adopt"
    ]


# Two at once


def test_two_who_write_one_line_the_second_sees_both_and_chooses(world, acme):
    handshake = opened(acme)
    line = item(handshake, "metrics")
    seen = stamp_of_item(line)
    give_item(line, ItemFields(value="80 % active"), by=acme.am, now=NOW, version=seen)
    give_item(line, ItemFields(value="80 % active"), by=acme.lead, now=LATER, version=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        give_item(line, ItemFields(value="Logins"), by=acme.lead, now=LATER, version=seen)
    assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == [
        ("value", "80 % active", "Logins")
    ]
    url = f"/w/acme/handshakes/{handshake.pk}/items/{line.pk}/"
    sent = {"value": "Logins", "version": seen, "file": "", "missing_reason": ""}
    again = browser(world, acme.lead).post(url, sent)
    assert (again.status_code, 'name="take-value"' in again.content.decode()) == (409, True)
    chosen = {**sent, "take-value": "mine", "version": refused.value.version}
    assert browser(world, acme.lead).post(url, chosen).status_code == 303
    assert item(handshake, "metrics").value == "Logins"


def test_two_who_fill_in_the_form_lose_nothing(world, acme):
    handshake = opened(acme)
    seen = stamp_of_form(handshake.form)
    fill_in_form(handshake, FORM, by=acme.am, now=NOW, version=seen)
    theirs = {
        **handshake.form,
        "it_name": "Ilkka",
        "services": {"integrations": {"comment": "", "due_on": ""}},
    }
    with pytest.raises(ChangedMeanwhile) as refused:
        fill_in_form(handshake, theirs, by=acme.lead, now=LATER, version=seen)
    assert {one.field: (one.theirs, one.yours) for one in refused.value.differences} == {
        "hourly_rate_amount": ("€90", "empty"),
        "it_name": ("Urho User", "Ilkka"),
        "it_email": ("urho@customer.example", "empty"),
        "notice_months": ("3", "empty"),
        "integrations-sold": ("no", "yes"),
    }
    assert fresh(handshake).form == FORM


def test_what_became_another_before_a_second_delivery_is_looked_at_again(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    Handshake.objects.filter(pk=handshake.pk).update(state="returned")
    acme.contacts[0].delete()
    delivered(acme, handshake)
    states = dict(HandshakeItem.objects.filter(handshake=handshake, side="give").values_list("key", "state"))
    assert (states["stakeholders"], states["proposal"]) == ("look", "checked")


# Several reasons to open one


def test_what_is_handed_over_already_is_not_opened_again_by_a_move(acme):
    move(acme, "land", now=NOW)
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    accept_handshake(fresh(handshake), version=fresh(handshake).version, by=acme.csm, now=LATER, today=TODAY)
    move(acme, "adopt", now=LATER + timedelta(hours=1))
    assert Handshake.objects.filter(kind=1).count() == 1
    move(acme, "land", now=LATER + timedelta(hours=2))
    move(acme, "adopt", now=LATER + timedelta(hours=3))
    assert Handshake.objects.filter(kind=1).count() == 2, "in a new stay it is handed over anew"


def test_a_renewal_takes_up_the_open_one_of_its_contract(acme):
    by_move = opened(acme, kind=3, key="stage:adopt:renew", origin=HandshakeOrigin.STAGE)
    assert opened(acme, kind=3).pk == by_move.pk
    key = f"renewal:{acme.account.pk}:2026-12-31"
    taken = open_handshake(
        acme.account, HandshakeKind.ADOPT_RENEW, origin=HandshakeOrigin.RENEWAL, origin_key=key, by=None, now=LATER,
        today=TODAY, contract=acme.contract,
    )  # fmt: skip
    assert (taken.pk, taken.origin, taken.origin_key) == (by_move.pk, "renewal", key)
    steps = HandshakeStep.objects.filter(handshake_id=taken.pk).order_by("pk")
    assert [(one.kind, one.words) for one in steps] == [
        ("opened", "Opened by a change of stage"), ("opened", "also for the renewal in 90 days"),
    ]  # fmt: skip


def test_undoing_a_move_keeps_what_somebody_prepared(acme):
    move(acme, "land", now=NOW)
    found = move(acme, "adopt")
    handshake = Handshake.objects.get()
    give_item(item(handshake, "metrics"), ItemFields(value="80 % active"), by=acme.am, now=LATER)
    undo_move(found.pk, by=acme.csm, now=LATER, today=TODAY)
    assert fresh(handshake).state == "draft"


# Days of each kind


def test_days_are_set_by_kind_and_hold_from_the_next_deed_on(world, acme):
    handshake = opened(acme)
    assert handshake.due_on == date(2026, 9, 24)
    admin, url = browser(world, acme.admin), "/w/acme/settings/handshakes/"
    form = admin.get(url).context["form"]
    sent = {name: form.initial[name] for name in form.initial} | {"deliver-1": "10", "answer-1": "3"}
    assert admin.post(url, sent).status_code == 303
    assert (times_of(1).deliver_days, times_of(1).answer_days, times_of(2).deliver_days) == (10, 3, 5)
    assert SecurityAct.objects.latest("pk").subject == "handshakes"
    assert fresh(handshake).due_on == date(2026, 9, 24)
    assert delivered(acme, handshake).due_on == date(2026, 9, 22)
    assert browser(world, acme.csm).get(url).status_code == 403


@pytest.mark.parametrize("wrong", ["", "0", "61", "-1", "<b>", "9" * 40, "1.5"])
def test_days_that_make_no_sense_are_refused(world, acme, wrong):
    admin, url = browser(world, acme.admin), "/w/acme/settings/handshakes/"
    form = admin.get(url).context["form"]
    answer = admin.post(url, {name: form.initial[name] for name in form.initial} | {"answer-4": wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["answer-4"])
    assert HandshakeSetting.objects.filter(deliver_days=5, answer_days=2).count() == 4


def test_two_admins_the_second_sees_both(acme):
    held = {kind: Days(5, 2) for kind in (1, 2, 3, 4)}
    seen = stamp_of_days(held)
    assert change_days({**held, 1: Days(8, 2)}, version=seen, by=acme.admin, now=NOW)
    assert not change_days({**held, 1: Days(8, 2)}, version=seen, by=acme.admin, now=NOW)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_days({**held, 2: Days(5, 4)}, version=seen, by=acme.admin, now=NOW)
    assert [(one.field, one.label, one.theirs, one.yours) for one in refused.value.differences] == [
        ("deliver-1", "Land to Adopt, days to deliver", "8", "5"),
        ("answer-2", "Adopt to Expand, days to answer", "2", "4"),
    ]


def test_whose_turn_nobody_has_any_more_waits_for_who_looks_after_the_account(acme):
    handshake = opened(acme)
    assert [list(waiting_for(one)) for one in (acme.am, acme.dm, acme.csm)] == [[handshake], [], []]
    left(acme.am)
    assert [list(waiting_for(one)) for one in (acme.dm, acme.csm, acme.observer)] == [[handshake], [], []]
    dm = Member.objects.get(pk=acme.dm.pk)
    assert (
        deliver_handshake(
            fresh(handshake), version=fresh(handshake).version, by=dm, now=NOW, today=TODAY
        ).state
        == "delivered"
    )
    left(acme.csm)
    assert [list(waiting_for(one)) for one in (acme.dm, acme.rm)] == [[handshake], [handshake]]
