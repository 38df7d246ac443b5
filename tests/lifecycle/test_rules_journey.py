"""Golden tables of stages and handshakes: time in stage, acceptance, due days, the handover form."""

from datetime import UTC, date, datetime

import pytest

from lifecycle.choices import HandshakeKind, HandshakeState, ItemKey, ItemSource
from lifecycle.rules.handover import FIELDS, fields_filled, is_complete, services_ordered
from lifecycle.rules.handshakes import HANDSHAKES, ItemFact, due_after, leads_to, standing
from lifecycle.rules.stages import DEFAULTS, HANDSHAKE_OF_MOVE, Asked, days_by_stage, stays, unmet


def at(day, hour=9):
    return datetime(2026, 9, day, hour, tzinfo=UTC)


def moved(*moves, undone=()):
    return stays((at(day), stage, day in undone) for day, stage in moves)


def test_a_move_that_was_undone_never_was():
    found = moved((1, "land"), (5, "adopt"), (6, "land"), (9, "adopt"), undone={6})
    assert [(one.stage, one.since, one.until) for one in found] == [
        ("land", at(1), at(9)), ("adopt", at(9), None),
    ]  # fmt: skip


def test_stays_are_the_stretches_between_moves_of_stage():
    found = moved((1, "land"), (5, "adopt"), (8, "adopt"), (11, "expand"), (12, "adopt"))

    assert [(one.stage, one.since, one.until) for one in found] == [
        ("land", at(1), at(5)),
        ("adopt", at(5), at(11)),
        ("expand", at(11), at(12)),
        ("adopt", at(12), None),
    ]
    assert days_by_stage(found, at(17)) == {"land": 4, "adopt": 11, "expand": 1}


def test_a_clock_that_was_set_back_makes_no_negative_day():
    [stay] = moved((5, "land"))
    assert stay.days(at(4)) == 0
    assert stays([]) == []


def test_the_defaults_are_the_four_stages_in_their_order():
    assert [(one.stage, one.owner_role) for one in DEFAULTS] == [
        ("land", "am"), ("adopt", "csm"), ("expand", "csm"), ("renew", "rm"),
    ]  # fmt: skip
    assert [len(one.sub_stages) for one in DEFAULTS] == [3, 3, 3, 4]


def test_each_boundary_of_the_lifecycle_has_its_handshake():
    assert {move: kind.value for move, kind in HANDSHAKE_OF_MOVE.items()} == {
        ("land", "adopt"): 1, ("adopt", "expand"): 2, ("adopt", "renew"): 3, ("expand", "renew"): 3,
        ("renew", "land"): 4,
    }  # fmt: skip


def test_what_is_not_ticked_is_unmet():
    asked = [Asked(1, "Signed", True), Asked(2, "Known", False)]
    assert [one.text for one in unmet(asked, {2})] == ["Signed"]
    assert unmet(asked, {1, 2, 3}) == []


@pytest.mark.parametrize(
    ("kind", "giver", "receiver", "required", "made"),
    [
        (
            1,
            "am",
            "csm",
            ["proposal", "outcomes", "stakeholders", "form"],
            ["adoption_plan", "resources_plan"],
        ),
        (2, "csm", "am", ["opportunity", "outcomes", "stakeholders"], ["offer", "adoption_plan"]),
        (3, "csm", "rm", ["health", "usage", "plan_done", "value"], ["renewal_list", "renewal_offer"]),
        (4, "rm", "am", ["new_items", "reason"], ["upgrade_list", "upgrade_offer"]),
    ],
)
def test_the_four_handshakes_are_those_of_the_table(kind, giver, receiver, required, made):
    form = HANDSHAKES[HandshakeKind(kind)]
    assert (form.giver, form.receiver) == (giver, receiver)
    assert [item.key.value for item in form.items if item.is_required] == required
    assert [key.value for key in form.makes] == made


def test_the_sources_of_the_renewals_handshake():
    sources = {item.key: item.source for item in HANDSHAKES[HandshakeKind.ADOPT_RENEW].items}
    assert sources == {
        ItemKey.HEALTH: ItemSource.HEALTH,
        ItemKey.USAGE: ItemSource.USAGE,
        ItemKey.PLAN_DONE: ItemSource.PLAN,
        ItemKey.VALUE: ItemSource.PLAN,
        ItemKey.TERMS: ItemSource.CONTRACT,
        ItemKey.TICKETS: ItemSource.TICKETS,
        ItemKey.RISK: ItemSource.RISK,
        ItemKey.PROMISES: ItemSource.PROMISES,
    }


def fact(label, required=True, missing=False, state="checked"):
    return ItemFact(label, required, missing, state)


@pytest.mark.parametrize(
    ("items", "accepts", "missing", "questions", "unseen"),
    [
        ([fact("A"), fact("B")], True, (), (), ()),
        ([fact("A", missing=True, state="look")], False, ("A",), (), ()),
        ([fact("A", required=False, missing=True, state="look")], True, (), (), ()),
        ([fact("A", state="question"), fact("B", state="look")], False, (), ("A",), ("B",)),
        ([fact("A", required=False, state="look")], False, (), (), ("A",)),
    ],
)
def test_only_what_is_whole_and_seen_may_be_accepted(items, accepts, missing, questions, unseen):
    found = standing(items)
    assert (found.may_accept, found.missing, found.questions, found.unseen) == (
        accepts, missing, questions, unseen,
    )  # fmt: skip


def test_the_clock_runs_for_the_side_whose_turn_it_is_and_passes_over_holidays():
    def due(state, day, country):
        return due_after(state, day, deliver_days=5, answer_days=2, country=country)

    assert due(HandshakeState.DRAFT, date(2026, 9, 11), "FI") == date(2026, 9, 18)
    assert due(HandshakeState.DELIVERED, date(2026, 12, 23), "FI") == date(2026, 12, 29)
    assert due(HandshakeState.RETURNED, date(2026, 12, 23), "") == date(2026, 12, 25)
    assert due(HandshakeState.DELIVERED, date(2021, 8, 23), "UA") == date(2021, 8, 26)
    assert due(HandshakeState.ACCEPTED, date(2026, 9, 11), "FI") is None


@pytest.mark.parametrize(
    ("deed", "state", "after"),
    [
        ("deliver", "draft", "delivered"), ("deliver", "returned", "delivered"), ("deliver", "accepted", None),
        ("accept", "delivered", "accepted"), ("accept", "draft", None), ("accept", "returned", None),
        ("return", "delivered", "returned"), ("return", "returned", None),
        ("withdraw", "draft", "withdrawn"), ("withdraw", "accepted", None),
    ],
)  # fmt: skip
def test_deeds_lead_on_from_their_states_alone(deed, state, after):
    assert leads_to(deed, state) == after


def test_the_form_is_whole_without_what_need_not_be():
    form = {key: "x" for key, _label in FIELDS}
    assert fields_filled({}) == (0, 8)
    assert fields_filled(form) == (8, 8)
    for optional in ("pilot_ends_on", "commitments", "conditions"):
        del form[optional]
    assert is_complete(form)
    assert not is_complete({**form, "notice_months": ""})
    assert is_complete({**form, "hourly_rate_amount": 0})
    sold = {"services": {"data_migration": {"comment": "", "due_on": ""}, "career_pages": None}}
    assert services_ordered(sold) == ["data_migration"]
    assert services_ordered({"services": "text"}) == []
