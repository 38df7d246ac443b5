"""What the lifecycle hands to playbooks: triggers of rules, and what waits for a member today."""

from datetime import date, timedelta

import pytest

from accounts.models import Account
from lifecycle.models import Handshake
from lifecycle.services import sweep_due_milestones
from lifecycle.today import handshakes_waiting
from lifecycle.triggers import late_ones, reached_milestones
from playbooks.ports import TODAY as SHOWN
from playbooks.ports import TRIGGERS
from tests.lifecycle.journey import delivered, opened
from tests.lifecycle.renewing import contract
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db
ON_120 = date(2026, 9, 2)


@pytest.fixture
def acme(world):
    return world.acme


def test_they_are_registered():
    assert {"milestone_reached", "handshake_late"} <= {one.key for one in TRIGGERS}
    assert {"handshakes", "renewals"} <= {one.key for one in SHOWN}


def test_a_milestone_is_reached_once_per_account_and_term_end(acme):
    with acme.scope():
        contract(acme.account, "K-2")
    sweep_due_milestones(acme.workspace, today=ON_120, now=NOW)
    with acme.scope():
        [match] = reached_milestones({"milestone": "120"}, today=TODAY)
        assert (match.account_id, match.reason, match.words) == (
            acme.account.pk, "Renewal in 105 days, on 31 Dec 2026", "2 contracts",
        )  # fmt: skip
        assert match.origin_key == f"milestone_reached:120:{acme.account.pk}:2026-12-31"
        assert reached_milestones({"milestone": "90"}, today=TODAY) == []
        assert reached_milestones({"milestone": "120"}, today=TODAY, account_ids=[]) == []
        Account.objects.update(status="churned")
        assert reached_milestones({"milestone": "120"}, today=TODAY) == []


def test_a_milestone_that_was_skipped_is_not_reached(acme):
    sweep_due_milestones(acme.workspace, today=date(2026, 10, 20), now=NOW)
    with acme.scope():
        assert reached_milestones({"milestone": "120"}, today=date(2026, 10, 20)) == []
        assert len(reached_milestones({"milestone": "90"}, today=date(2026, 10, 20))) == 1


@pytest.mark.parametrize(
    ("given", "found"), [({"days": 1}, 1), ({"days": 4}, 0), ({"kinds": ["1"]}, 1), ({"kinds": ["3"]}, 0)]
)
def test_late_handshakes_are_those_whose_day_passed(acme, given, found):
    with acme.scope():
        handshake = delivered(acme, opened(acme))
        later = handshake.due_on + timedelta(days=3)
        assert late_ones(given, today=handshake.due_on) == []
        matches = late_ones(given, today=later)
        assert len(matches) == found
        for match in matches:
            assert match.reason == "Handshake Land to Adopt was due on 21 Sep 2026"
            assert match.words == "3 days late, waits for Csm of Acme"
            assert match.origin_key == f"handshake_late:{handshake.pk}:2026-09-21"


def test_today_shows_whose_turn_it_is(acme):
    with acme.scope():
        handshake = opened(acme)
        [item] = handshakes_waiting(acme.am, today=TODAY, limit=5)
        assert (item.title, item.account_name, item.due_on) == (
            "Prepare and deliver", "Customer of Acme", date(2026, 9, 24),
        )  # fmt: skip
        assert handshakes_waiting(acme.csm, today=TODAY, limit=5) == []
        delivered(acme, handshake)
        [item] = handshakes_waiting(acme.csm, today=TODAY, limit=5)
        assert item.title == "Check what was handed over"
        Handshake.objects.update(state="accepted")
