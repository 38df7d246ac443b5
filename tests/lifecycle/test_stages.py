"""Stages: what a workspace starts with, moves with their reasons, the way back, imports that move, settings."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Account
from core.errors import Conflict, DomainError, NotFound
from lifecycle.models import (
    AccountStage,
    Criterion,
    CriterionTick,
    Handshake,
    HandshakeSetting,
    StageMove,
    StageSetting,
    SubStage,
)
from lifecycle.selectors.stages import stage_rows
from lifecycle.services import install_stages, place_accounts, record_churn, record_return
from lifecycle.services.stages import (
    CriterionLine,
    Goal,
    StageValues,
    SubStageLine,
    change_stage,
    move_account,
    set_tick,
    undo_move,
)
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db
WHY = "The customer asked for it."


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def move(acme, stage, *, account=None, step=None, reason=WHY, version=None, ticked=None, now=NOW):
    return move_account(
        account or acme.account, Goal(stage, step), version=version, by=acme.csm, now=now, today=TODAY,
        reason=reason, ticked=ticked,
    )  # fmt: skip


def moves():
    return list(
        StageMove.objects.order_by("pk").values_list(
            "from_stage", "from_sub_stage", "to_stage", "to_sub_stage", "origin"
        )
    )


def ids(stage, kind):
    return set(Criterion.objects.filter(stage=stage, kind=kind).values_list("pk", flat=True))


def test_a_workspace_starts_with_the_four_stages_once(acme):
    def counts():
        return (
            StageSetting.objects.count(), SubStage.objects.count(), Criterion.objects.count(),
            HandshakeSetting.objects.count(),
        )  # fmt: skip

    assert counts() == (4, 13, 10, 4)
    assert install_stages("en") == 0
    assert counts() == (4, 13, 10, 4)
    assert [row.label for row in stage_rows()] == ["Land", "Adopt", "Expand", "Renew"]
    assert [step.name for step in stage_rows("renew")[0].sub_stages] == [
        "Renewal list", "Renewal talk", "Price negotiation", "Ready to renew",
    ]  # fmt: skip


def test_how_far_roles_share_an_account_starts_with_the_thesis_figures(acme):
    assert StageSetting.objects.get(stage="adopt").shares == {"am": 100, "csm": 50, "dm": 60}
    [row] = stage_rows("adopt")
    steps = values(row).sub_stages
    with pytest.raises(DomainError, match="from 0 to 110"):
        save(acme, "adopt", StageValues("csm", steps, [], {"csm": 111}), 1)
    save(acme, "adopt", StageValues("csm", steps, [], {"csm": 110}), 1)
    assert StageSetting.objects.get(stage="adopt").shares == {"csm": 110}


def test_a_move_is_a_row_and_the_account_stands_there(acme):
    found = move(acme, "adopt")

    account = Account.objects.get(pk=acme.account.pk)
    place = AccountStage.objects.select_related("sub_stage").get(account=account)
    assert (account.stage, account.stage_since_on) == ("adopt", TODAY)
    assert (place.stage, place.sub_stage.name, place.entered_at, place.version) == (
        "adopt",
        "Onboarding",
        NOW,
        2,
    )
    assert moves() == [
        ("", "", "land", "Qualification", "start"),
        ("land", "Qualification", "adopt", "Onboarding", "person"),
    ]
    assert (found.moved_by, found.reason) == (acme.csm, WHY)
    assert found.unmet == [
        "The contract is signed.",
        "The desired business outcomes are written down.",
        "The customer’s stakeholders are known.",
        "A CSM owns the account.",
    ]


def test_what_does_not_hold_asks_for_a_reason_and_nothing_moves_without(acme):
    with pytest.raises(DomainError) as refused:
        move(acme, "adopt", reason=" ")
    assert (refused.value.field, refused.value.code) == ("reason", "reason_needed")
    assert "The contract is signed." in str(refused.value)
    assert StageMove.objects.filter(origin="person").count() == 0

    found = move(acme, "adopt", reason="", ticked=ids("land", "exit") | ids("adopt", "entry"))
    assert (found.unmet, found.reason) == ([], "")


def test_a_required_criterion_refuses_whatever_the_reason(acme):
    signed = Criterion.objects.get(text="The contract is signed.")
    Criterion.objects.filter(pk=signed.pk).update(is_required=True)
    with pytest.raises(Conflict, match="This has to hold first: The contract is signed"):
        move(acme, "adopt")
    set_tick(acme.account, signed, holds=True, by=acme.csm, now=NOW)
    set_tick(acme.account, signed, holds=True, by=acme.csm, now=NOW)
    assert CriterionTick.objects.count() == 1
    assert move(acme, "adopt") is not None
    assert CriterionTick.objects.filter(criterion=signed).count() == 0, "the stage it was asked of is left"


def test_moving_within_a_stage_asks_nothing_and_the_stay_goes_on(acme):
    move(acme, "adopt")
    later = NOW + timedelta(days=3)
    second = SubStage.objects.get(stage="adopt", name="Adoption")
    move(acme, "adopt", step=second.pk, reason="", now=later)

    place = AccountStage.objects.get()
    assert (place.sub_stage, place.entered_at, place.sub_entered_at) == (second, NOW, later)
    assert move(acme, "adopt", step=second.pk) is None, "it stands there already"


def test_two_movers_at_once_the_second_is_told(acme):
    move(acme, "adopt")
    version = AccountStage.objects.get().version
    move(acme, "expand", version=version)
    with pytest.raises(Conflict, match="It stands in Expand now"):
        move(acme, "renew", version=version)


def test_a_sub_stage_of_another_stage_or_workspace_is_none(acme, world):
    with pytest.raises(NotFound):
        move(acme, "adopt", step=SubStage.objects.filter(stage="land").first().pk)
    with pytest.raises(NotFound):
        move(acme, "nowhere")


def test_undoing_a_move_is_a_move_back_and_withdraws_its_draft(acme):
    since = NOW - timedelta(days=38)
    move(acme, "land", step=SubStage.objects.get(name="Contract").pk, now=since)
    found = move(acme, "adopt")
    assert Handshake.objects.get().state == "draft"
    undo_move(found.pk, by=acme.csm, now=NOW + timedelta(minutes=1), today=TODAY)

    account = Account.objects.get(pk=acme.account.pk)
    assert (account.stage, account.stage_since_on) == ("land", TODAY - timedelta(days=38))
    assert AccountStage.objects.select_related("sub_stage").get().sub_stage.name == "Contract"
    assert AccountStage.objects.get().entered_at == since
    assert [row[-1] for row in moves()] == ["start", "person", "person", "undo"]
    assert Handshake.objects.get().state == "withdrawn"
    with pytest.raises(Conflict):
        undo_move(found.pk, by=acme.csm, now=NOW, today=TODAY)


def test_who_comes_back_lands_anew(acme):
    move(acme, "renew")
    record_churn(
        acme.account,
        churned_on=TODAY,
        reason="price",
        cancels_contracts=True,
        by=acme.csm,
        now=NOW,
        today=TODAY,
    )
    record_return(acme.account, returned_on=TODAY, comment="New budget", by=acme.csm, now=NOW, today=TODAY)

    assert Account.objects.get(pk=acme.account.pk).stage == "land"
    assert moves()[-1] == ("renew", "Renewal list", "land", "Qualification", "return")
    assert Handshake.objects.count() == 0, "a return is no handoff"


def test_accounts_without_a_row_are_placed_once(acme):
    since = TODAY - timedelta(days=40)
    add_account("Adopting", stage="adopt", stage_since_on=since)
    assert place_accounts(zone="Europe/Helsinki", now=NOW) == 2
    assert place_accounts(zone="Europe/Helsinki", now=NOW) == 0

    place = AccountStage.objects.select_related("sub_stage").get(account__name="Adopting")
    assert (place.stage, place.sub_stage.name) == ("adopt", "Onboarding")
    assert place.entered_at.isoformat() == "2026-08-07T21:00:00+00:00"


def test_an_import_that_moves_is_followed_and_on_record(acme):
    place_accounts(zone="UTC", now=NOW)
    Account.objects.filter(pk=acme.account.pk).update(stage="renew", stage_since_on=TODAY)
    assert place_accounts(zone="UTC", now=NOW + timedelta(hours=1), account_ids=[acme.account.pk]) == 1

    assert moves()[-1] == ("land", "Qualification", "renew", "Renewal list", "import")
    assert AccountStage.objects.get(account=acme.account).stage == "renew"
    assert Handshake.objects.count() == 0
    assert place_accounts(zone="UTC", now=NOW) == 0


def test_the_record_of_moves_is_never_rewritten(acme):
    move(acme, "adopt")
    for sql in ("UPDATE lifecycle_stagemove SET reason = ''", "DELETE FROM lifecycle_stagemove"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def values(row, **changed):
    """The settings of a stage as they stand, some lines otherwise."""
    steps = {step.name: SubStageLine(step.pk, step.name, step.position) for step in row.sub_stages}
    return StageValues(row.setting.owner_role, [*(steps | changed).values()], [])


def save(acme, stage, wanted, version):
    return change_stage(stage, wanted, version=version, by=acme.admin, now=NOW)


def test_sub_stages_are_renamed_ordered_and_added(acme):
    [row] = stage_rows("adopt")
    first, second, third = row.sub_stages
    lines = [
        SubStageLine(third.pk, "Onboarding", 1), SubStageLine(first.pk, "Value realised", 2),
        SubStageLine(second.pk, "Adoption", 3), SubStageLine(None, "Reference", 4),
    ]  # fmt: skip
    save(acme, "adopt", StageValues("dm", lines, []), 1)

    [row] = stage_rows("adopt")
    assert [(step.pk, step.name) for step in row.sub_stages[:3]] == [
        (third.pk, "Onboarding"), (first.pk, "Value realised"), (second.pk, "Adoption"),
    ]  # fmt: skip
    assert row.sub_stages[3].name == "Reference"
    assert (row.setting.owner_role, row.setting.version) == ("dm", 2)
    with pytest.raises(Conflict):
        save(acme, "adopt", StageValues("csm", lines[:3], []), 1)


def test_a_sub_stage_in_use_stays_and_an_unused_one_may_go(acme):
    move(acme, "adopt")
    [row] = stage_rows("adopt")
    used, unused, _third = row.sub_stages
    gone = {used.name: SubStageLine(used.pk, used.name, 0, is_gone=True)}
    with pytest.raises(Conflict, match="1 account stands in “Onboarding”"):
        save(acme, "adopt", values(row, **gone), 1)
    save(
        acme, "adopt", values(row, **{unused.name: SubStageLine(unused.pk, unused.name, 1, is_gone=True)}), 1
    )
    assert SubStage.objects.filter(stage="adopt").count() == 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "at least one sub-stage"),
        ([SubStageLine(None, " ", 1)], "name of 1 to 80 characters"),
        ([SubStageLine(None, "One", 1), SubStageLine(None, "ONE", 2)], "Two sub-stages have one name"),
    ],
)
def test_settings_that_make_no_sense_are_refused(acme, lines, words):
    with pytest.raises(DomainError, match=words):
        save(acme, "land", StageValues("am", lines, []), 1)


def test_criteria_are_written_changed_and_taken_away(acme):
    [row] = stage_rows("expand")
    [entry], [leaving] = row.entry, row.exit
    steps = values(row).sub_stages
    lines = [
        CriterionLine(entry.pk, "entry", "A lead is worth it.", True, 1), CriterionLine(None, "exit", "Won or lost.", False, 2),
        CriterionLine(leaving.pk, "exit", leaving.text, is_gone=True),
    ]  # fmt: skip
    save(acme, "expand", StageValues("csm", steps, lines), 1)
    [row] = stage_rows("expand")
    assert [(one.text, one.is_required) for one in row.entry] == [("A lead is worth it.", True)]
    assert [one.text for one in row.exit] == ["Won or lost."]


def test_a_move_stands_once_in_the_timeline_and_other_changes_still_do(world, acme):
    client, url = world.client(acme.csm), f"/w/acme/accounts/{acme.account.pk}/"
    sent = {"reason": "As agreed", "step": ""}
    assert client.post(f"{url}stage-moves/new/?to=adopt", sent).status_code == 303
    Account.objects.filter(pk=acme.account.pk).update(industry="Forestry")
    told = " ".join(client.get(f"{url}timeline/", headers={"HX-Request": "true"}).content.decode().split())
    assert (told.count("moved it from Land"), told.count("changed the account")) == (1, 1)
    history = " ".join(client.get(f"{url}history/").content.decode().split())
    assert history.count("changed the account") == 2, "the history tab keeps every change"
