"""Handshakes: opened filled in, delivered, checked item by item, returned or accepted; the record and the clock."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Account, AccountOwner, Contact
from accounts.services.merging import merge_accounts
from core.errors import Conflict, DomainError, Forbidden
from lifecycle.choices import HandshakeKind, HandshakeOrigin
from lifecycle.errors import HandshakeIncomplete
from lifecycle.models import AccountStage, Handshake, HandshakeItem, HandshakeStep
from lifecycle.selectors.stages import moves_of
from lifecycle.services import (
    accept_handshake,
    deliver_handshake,
    open_handshake,
    place_accounts,
    return_handshake,
)
from lifecycle.services.handshakes import (
    ItemFields,
    answer_question,
    ask_about_item,
    check_item,
    give_item,
    make_item,
    name_people,
    remind_giver,
    withdraw_handshake,
)
from notifications.models import Notice
from tests.lifecycle.journey import checked, delivered, filled, fresh, give, item, opened
from tests.support.world import NOW, TODAY, add_account
from workspaces.models import Team, TeamMember, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def accept(acme, handshake, by=None, version=None):
    now_is = fresh(handshake)
    return accept_handshake(
        now_is,
        version=version or now_is.version,
        by=by or acme.csm,
        now=NOW + timedelta(hours=2),
        today=TODAY,
    )


def send_back(acme, handshake, reason="The baseline is unclear.", today=TODAY):
    now_is = fresh(handshake)
    return return_handshake(
        now_is, reason, version=now_is.version, by=acme.csm, now=NOW + timedelta(hours=2), today=today
    )


def record(handshake):
    return list(
        HandshakeStep.objects.filter(handshake_id=handshake.pk)
        .order_by("pk")
        .values_list("kind", "item", "by_id", "words")
    )


def notices(member):
    return list(
        Notice.objects.filter(member=member, kind="handshake").order_by("pk").values_list("title", flat=True)
    )


def test_it_opens_filled_in_with_what_the_platform_knows(acme):
    handshake = opened(acme)

    assert (handshake.giver, handshake.receiver, handshake.state) == (acme.am, acme.csm, "draft")
    assert handshake.due_on == date(2026, 9, 24), "five business days from Thursday 17 September"
    found = {
        one.key: (one.value, one.note, one.is_required, one.source)
        for one in HandshakeItem.objects.filter(handshake=handshake, side="give")
    }
    assert found == {
        "proposal": ("", "", True, "files"),
        "outcomes": ("", "", True, "plan"),
        "stakeholders": ("2 people, 1 at C-level", "Sponsor: Anna Sponsor", True, "contacts"),
        "form": ("", "", True, "form"),
        "metrics": ("", "", False, ""),
        "timeline": (
            "K-1: from 1 Jan 2026, term ends 31 Dec 2026, 100 seats", "Needs a decision", False, "contract",
        ),
        "constraints": ("", "", False, ""),
        "promises": ("", "", False, "promises"),
    }  # fmt: skip
    assert handshake.form == {
        "contact_name": "Anna Sponsor", "contact_email": "anna@customer.example", "closed_on": "2026-01-01",
        "period_months": 12,
    }  # fmt: skip
    assert record(handshake) == [("opened", "", acme.am.pk, "Opened by a person")]
    assert notices(acme.am) == [], "nobody is told of the own act"


def test_one_is_open_per_account_and_kind_whatever_opens_it(acme):
    first = opened(acme)
    assert opened(acme).pk == first.pk
    assert opened(acme, key="stage:land:adopt", origin=HandshakeOrigin.STAGE).pk == first.pk
    assert opened(acme, kind=2).pk != first.pk
    Handshake.objects.filter(pk=first.pk).update(state="accepted")
    assert opened(acme).pk != first.pk


def test_where_giver_and_receiver_are_one_person_it_is_recorded_instead(acme):
    AccountOwner.objects.filter(account=acme.account, role="am").update(member=acme.csm)
    handshake = opened(acme, by=acme.lead)

    assert (handshake.state, handshake.due_on, handshake.items.count()) == ("not_needed", None, 0)
    assert record(handshake) == [("not_needed", "", acme.csm.pk, "Opened by a person")]


def test_a_team_that_owns_is_spoken_for_by_its_lead(acme):
    team = Team.objects.create(name="Pool", name_key="pool", created_at=NOW)
    TeamMember.objects.create(team=team, member=acme.lead, is_lead=True)
    AccountOwner.objects.filter(account=acme.account, role="csm").update(member=None, team=team)
    assert opened(acme).receiver == acme.lead


def test_it_is_delivered_with_a_required_item_missing_and_not_accepted(acme):
    handshake = opened(acme)
    give(handshake, "outcomes", acme.am)
    delivered(acme, handshake)

    assert (fresh(handshake).state, fresh(handshake).due_on) == ("delivered", date(2026, 9, 21))
    assert notices(acme.csm) == ["Handed over to you: Customer of Acme, Land to Adopt"]
    checked(acme, handshake)
    with pytest.raises(HandshakeIncomplete) as refused:
        accept(acme, handshake)
    assert refused.value.missing == ("Customer proposal", "Handover form")
    assert str(refused.value) == "Customer proposal and Handover form are required and missing."
    assert fresh(handshake).state == "delivered"


def test_a_missing_item_is_reminded_of_once_a_day_and_mended_while_it_is_delivered(acme):
    handshake = delivered(acme, opened(acme))
    proposal = item(handshake, "proposal")
    assert remind_giver(proposal, by=acme.csm, now=NOW, today=TODAY) is True
    assert remind_giver(proposal, by=acme.csm, now=NOW, today=TODAY) is False
    assert notices(acme.am) == ["Customer proposal is missing: Customer of Acme, Land to Adopt"]

    give(handshake, "proposal", acme.am)
    assert notices(acme.csm)[-1] == "Customer proposal was added: Customer of Acme, Land to Adopt"
    with pytest.raises(Conflict, match="delivered already"):
        give(handshake, "stakeholders", acme.am)


def test_what_nobody_wrote_is_brought_up_to_date_at_delivery(acme):
    handshake = opened(acme)
    Contact.objects.create(account=acme.account, name="New One", name_key="new one", level="c_level")
    delivered(acme, handshake)
    assert item(handshake, "stakeholders").value == "3 people, 2 at C-level"


def test_what_a_person_wrote_stays(acme):
    handshake = opened(acme)
    give(handshake, "stakeholders", acme.am, "See the map")
    delivered(acme, handshake)
    assert item(handshake, "stakeholders").value == "See the map"


def test_a_question_stays_open_until_it_is_answered_and_looked_at_again(acme):
    handshake = delivered(acme, filled(acme, opened(acme)))
    outcomes = item(handshake, "outcomes")
    ask_about_item(outcomes, "With or without motor claims?", by=acme.csm, now=NOW)
    checked_but = [
        one for one in HandshakeItem.objects.filter(handshake=handshake, side="give") if one.key != "outcomes"
    ]
    for one in checked_but:
        if not one.is_missing:
            check_item(one, holds=True, by=acme.csm, now=NOW)
    with pytest.raises(HandshakeIncomplete, match="A question is open: Desired business outcomes"):
        accept(acme, handshake)

    answer_question(outcomes, "Without.", by=acme.am, now=NOW)
    with pytest.raises(HandshakeIncomplete, match="1 item waits for your check: Desired business outcomes"):
        accept(acme, handshake)
    check_item(outcomes, holds=True, by=acme.csm, now=NOW)
    assert accept(acme, handshake).state == "accepted"
    assert notices(acme.am)[0] == "Question, Desired business outcomes: Customer of Acme, Land to Adopt"
    assert notices(acme.csm)[-1] == "Answered, Desired business outcomes: Customer of Acme, Land to Adopt"


def test_it_is_returned_with_a_reason_and_delivered_again(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    with pytest.raises(DomainError) as refused:
        send_back(acme, handshake, " ")
    assert refused.value.field == "reason"
    send_back(acme, handshake)

    now_is = fresh(handshake)
    assert (now_is.state, now_is.returns, now_is.due_on) == ("returned", 1, date(2026, 9, 21))
    assert notices(acme.am) == ["Returned to you: Customer of Acme, Land to Adopt"]
    delivered(acme, handshake, today=date(2026, 9, 21))
    assert fresh(handshake).due_on == date(2026, 9, 23)
    assert item(handshake, "proposal").state == "checked", "what was checked stays checked"
    assert accept(acme, handshake).state == "accepted"


def test_acceptance_moves_ownership_and_tells_the_giver(acme):
    AccountOwner.objects.filter(account=acme.account, role="csm").delete()
    handshake = opened(acme)
    assert handshake.receiver is None
    with pytest.raises(DomainError, match="Nobody receives it yet"):
        delivered(acme, handshake)
    name_people(handshake, giver=acme.am, receiver=acme.csm, version=handshake.version, by=acme.am, now=NOW)
    checked(acme, delivered(acme, filled(acme, handshake)))
    accept(acme, handshake)

    assert AccountOwner.objects.get(account=acme.account, role="csm").member == acme.csm
    assert AccountOwner.objects.get(account=acme.account, role="am").member == acme.am
    now_is = fresh(handshake)
    assert (now_is.state, now_is.due_on, now_is.decided_at) == ("accepted", None, NOW + timedelta(hours=2))
    assert record(handshake)[-2:] == [("accepted", "", acme.csm.pk, ""), ("owner", "", acme.csm.pk, "CSM")]
    assert notices(acme.am)[-1] == "Accepted: Customer of Acme, Land to Adopt"


def test_a_team_that_owns_stays_the_owner(acme):
    team = Team.objects.create(name="Pool", name_key="pool", created_at=NOW)
    TeamMember.objects.create(team=team, member=acme.csm, is_lead=True)
    AccountOwner.objects.filter(account=acme.account, role="csm").update(member=None, team=team)
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    accept(acme, handshake)
    assert AccountOwner.objects.get(account=acme.account, role="csm").team == team


def test_deeds_done_twice_are_done_once(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    again = fresh(handshake)
    deliver_handshake(again, version=1, by=acme.am, now=NOW, today=TODAY)
    accept(acme, handshake)
    steps = len(record(handshake))
    accept_handshake(fresh(handshake), version=1, by=acme.csm, now=NOW, today=TODAY)
    assert len(record(handshake)) == steps


def test_who_decides_on_an_older_state_is_told_and_nothing_happens(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    seen = handshake.version
    ask_about_item(item(handshake, "outcomes"), "Which?", by=acme.lead, now=NOW)
    with pytest.raises(Conflict, match="Somebody changed this handshake meanwhile"):
        accept(acme, handshake, version=seen)
    assert fresh(handshake).state == "delivered"


def test_who_hands_over_does_not_accept(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    with pytest.raises(Forbidden):
        accept(acme, handshake, by=acme.am)


def test_a_closed_handshake_takes_no_deed(acme):
    handshake = opened(acme)
    withdraw_handshake(handshake, "The deal fell through.", version=handshake.version, by=acme.am, now=NOW)
    for deed in (
        lambda: delivered(acme, handshake),
        lambda: accept(acme, handshake),
        lambda: send_back(acme, handshake),
        lambda: give(handshake, "proposal", acme.am),
        lambda: check_item(item(handshake, "stakeholders"), holds=True, by=acme.csm, now=NOW),
    ):
        with pytest.raises(Conflict, match="withdrawn already"):
            deed()


def test_nothing_can_be_checked_where_nothing_is(acme):
    handshake = delivered(acme, opened(acme))
    with pytest.raises(Conflict, match="nothing to check yet"):
        check_item(item(handshake, "proposal"), holds=True, by=acme.csm, now=NOW)


def test_why_something_is_missing_is_kept(acme):
    handshake = opened(acme)
    give_item(
        item(handshake, "proposal"),
        ItemFields(missing_reason="Legal has it since 9 Sep"),
        by=acme.am,
        now=NOW,
    )
    assert (item(handshake, "proposal").is_missing, item(handshake, "proposal").missing_reason) == (
        True, "Legal has it since 9 Sep",
    )  # fmt: skip
    assert record(handshake)[-1] == ("missing", "proposal", acme.am.pk, "Legal has it since 9 Sep")


def test_the_receiver_notes_what_was_made(acme):
    handshake = checked(acme, delivered(acme, filled(acme, opened(acme))))
    accept(acme, handshake)
    plan = item(handshake, "adoption_plan", "make")
    make_item(plan, "In the success plan", by=acme.csm, now=NOW)
    make_item(plan, "In the success plan", by=acme.csm, now=NOW)
    assert record(handshake)[-1] == ("made", "adoption_plan", acme.csm.pk, "In the success plan")
    assert [one[0] for one in record(handshake)].count("made") == 1


def test_the_clock_passes_over_the_workspaces_holidays(acme):
    Workspace.objects.filter(pk=acme.workspace.pk).update(country="FI")
    handshake = delivered(acme, opened(acme), today=date(2026, 12, 23))
    assert handshake.due_on == date(2026, 12, 29)


def test_nobody_edits_the_record(acme):
    opened(acme)
    for sql in ("UPDATE lifecycle_handshakestep SET words = 'x'", "DELETE FROM lifecycle_handshakestep"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_when_two_accounts_become_one_what_would_be_open_twice_is_withdrawn(acme):
    handshake = opened(acme)
    gone = add_account("Gone", owner=acme.csm)
    twice = open_handshake(
        gone, HandshakeKind.LAND_ADOPT, origin=HandshakeOrigin.PERSON, origin_key="person", by=acme.am, now=NOW,
        today=TODAY,
    )  # fmt: skip
    other = open_handshake(
        gone, HandshakeKind.ADOPT_EXPAND, origin=HandshakeOrigin.PERSON, origin_key="person", by=acme.am, now=NOW,
        today=TODAY,
    )  # fmt: skip
    place_accounts(zone="UTC", now=NOW)
    kept = Account.objects.get(pk=acme.account.pk)
    gone.refresh_from_db()
    merge_accounts(
        kept, gone, versions=(kept.version, gone.version), from_gone=(), by=acme.admin, now=NOW, today=TODAY
    )

    states = {one.pk: (one.state, one.account_id) for one in Handshake.objects.all()}
    assert states == {
        handshake.pk: ("draft", kept.pk), twice.pk: ("withdrawn", kept.pk), other.pk: ("draft", kept.pk),
    }  # fmt: skip
    assert AccountStage.objects.get().account_id == kept.pk
    assert len(moves_of(kept)) == 2, "the moves of the one that went are told with those of the other"
