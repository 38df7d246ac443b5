"""Who left and who came back: the last record decides, contradictions are told."""

from datetime import date, timedelta

import pytest

from accounts.models import Account, Contract
from accounts.services import tell_facts
from core.errors import Conflict, DomainError
from lifecycle.ingest import upsert_churn
from lifecycle.models import ChurnRecord
from lifecycle.services import apply_due_records, record_churn, record_return
from tests.support.files import counts, take_in, told
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db

ROW = {
    "external_id": "C-1",
    "account": "gone",
    "churned_on": date(2026, 3, 1),
    "reason": "pricing",
    "refund_amount": 403,
    "is_reactivation": False,
    "comment": "switched to competitor",
}


@pytest.fixture
def acme(world):
    with world.acme.scope():
        add_account("Gone", external_id="gone")
        yield world.acme


def load(*rows, today=TODAY):
    outcome = take_in(upsert_churn, rows, today=today)
    tell_facts(outcome.touched_account_ids, today=today, now=NOW)
    return outcome


def gone():
    return Account.objects.get(external_id="gone")


def test_a_churn_comes_in_and_again_changes_nothing(acme):
    assert counts(load(ROW)) == (1, 0, 0, 0)
    record = ChurnRecord.objects.get()
    assert (record.reason, record.source_reason, record.refund_amount, record.refund_currency) == (
        "price",
        "pricing",
        403,
        "EUR",
    )
    assert (gone().status, gone().churned_on) == ("churned", date(2026, 3, 1))
    assert counts(load(ROW)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("features", "missing_features"),
        ("budget", "price"),
        ("support", "support"),
        ("competitor", "competitor"),
        ("unknown", "unknown"),
        ("Sponsor_Lost", "sponsor_lost"),
        ("moon phase", "other"),
        (None, "unknown"),
    ],
)
def test_words_of_other_systems_become_decline_codes(acme, word, code):
    load(ROW | {"reason": word})
    record = ChurnRecord.objects.get()
    assert (record.reason, record.source_reason) == (code, word or "")


def test_the_last_record_decides_in_whatever_order_they_come(acme):
    load(
        ROW | {"external_id": "3", "churned_on": date(2026, 5, 1)},
        ROW | {"external_id": "1", "churned_on": date(2026, 3, 1)},
        ROW | {"external_id": "2", "churned_on": date(2026, 4, 1), "is_reactivation": True},
    )
    assert (gone().status, gone().churned_on) == ("churned", date(2026, 5, 1))
    load(ROW | {"external_id": "4", "churned_on": date(2026, 5, 1), "is_reactivation": True})
    assert (gone().status, gone().churned_on, gone().returned_on) == ("active", None, date(2026, 5, 1))


def test_a_record_of_a_later_day_waits_for_its_day(acme):
    outcome = load(ROW | {"churned_on": TODAY + timedelta(days=1)})
    assert told(outcome.warnings) == [(2, "churn_ahead")]
    assert (gone().status, gone().churned_on) == ("prospect", None)
    assert apply_due_records(today=TODAY, now=NOW) == 0
    assert apply_due_records(today=TODAY + timedelta(days=1), now=NOW) == 1
    assert gone().status == "churned"


def test_contracts_that_contradict_a_churn_keep_the_account_active_and_are_told(acme):
    Contract.objects.create(account=gone(), starts_on=date(2026, 1, 1), currency="EUR")
    outcome = load(ROW)
    assert told(outcome.warnings) == [(2, "open_despite_churn")]
    assert (gone().status, gone().churned_on) == ("active", date(2026, 3, 1))

    Contract.objects.create(account=gone(), starts_on=date(2026, 4, 1), currency="EUR")
    outcome = load(ROW | {"comment": "again"})
    assert told(outcome.warnings) == [(2, "return_not_recorded")]
    assert gone().status == "active"


def test_rows_that_cannot_be_used_are_refused(acme):
    outcome = load(
        ROW | {"account": "nobody"},
        ROW | {"external_id": None},
        ROW | {"external_id": "3", "churned_on": None},
        ROW | {"external_id": "4", "refund_amount": -1},
    )
    assert told(outcome.rejections) == [
        (2, "account_unknown"),
        (3, "id_missing"),
        (4, "day_missing"),
        (5, "negative"),
    ]
    assert ChurnRecord.objects.count() == 0


def test_a_person_records_that_an_account_left_and_its_contracts_end(acme):
    account = acme.account
    record = record_churn(
        account,
        churned_on=TODAY,
        reason="competitor",
        comment=" Went to Virta ",
        cancels_contracts=True,
        by=acme.csm,
        now=NOW,
        today=TODAY,
    )
    acme.contract.refresh_from_db()
    assert (record.recorded_by, record.comment, acme.contract.cancelled_on) == (
        acme.csm,
        "Went to Virta",
        TODAY,
    )
    assert (account.status, account.arr_amount, account.open_contracts) == ("churned", 0, 0)
    with pytest.raises(Conflict):
        record_churn(
            account,
            churned_on=TODAY,
            reason="price",
            cancels_contracts=False,
            by=acme.csm,
            now=NOW,
            today=TODAY,
        )

    record_return(account, returned_on=TODAY, by=acme.csm, now=NOW, today=TODAY)
    assert (account.status, account.churned_on, account.returned_on) == ("active", None, TODAY)
    with pytest.raises(Conflict):
        record_return(account, returned_on=TODAY, by=acme.csm, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"churned_on": TODAY + timedelta(days=1)}, "churned_on"),
        ({"churned_on": date(1900, 1, 1)}, "churned_on"),
        ({"reason": "moon"}, "reason"),
        ({"comment": "x" * 1001}, "comment"),
    ],
)
def test_a_wrong_churn_is_refused_and_leaves_nothing(acme, values, field):
    wanted = {"churned_on": TODAY, "reason": "price", "cancels_contracts": True} | values
    with pytest.raises(DomainError) as refused:
        record_churn(acme.account, **wanted, by=acme.csm, now=NOW, today=TODAY)
    assert refused.value.field == field
    acme.contract.refresh_from_db()
    assert acme.contract.cancelled_on is None
    assert ChurnRecord.objects.count() == 0
