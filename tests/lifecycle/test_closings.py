"""A renewal is closed with an outcome: what it does to contracts, figures, reminders, handshakes and people, and back."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import Account, Contract, ContractLine
from accounts.services import refresh_figures, update_contract
from accounts.services.contracts import ContractFields
from core.errors import Conflict, DomainError
from core.tenancy import workspace_scope
from lifecycle.errors import TermChanged
from lifecycle.models import ChurnRecord, MilestoneDecision, RenewalClosing
from lifecycle.rules import same_length
from lifecycle.selectors.page import account_renewals
from lifecycle.services import apply_due_records, close_renewal, open_due_handshakes, reopen_renewal
from notifications.models import Notice
from playbooks.models import Cta
from tests.lifecycle.closing import END, NEXT_END, close, fields, line
from tests.lifecycle.renewing import at_once, decisions, sweep
from tests.lifecycle.renewing import contract as add_contract
from tests.playbooks.making import cta_on
from tests.support.world import NOW, TODAY, make_world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def acme(world):
    return world.acme


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def figures(account):
    found = fresh(account)
    return found.status, found.arr_amount, found.open_contracts, found.term_ends_on


def ahead(account, today=TODAY):
    """(number or start, first and last day of the term) of each renewal ahead."""
    found = account_renewals(account, today=today, short_months=3)
    return [(one.contract.term_starts_on, one.term_ends_on) for one in found]


def test_a_renewal_at_a_higher_amount_is_carried_on_by_a_contract_of_its_own(acme):
    with acme.scope():
        held = ContractLine.objects.get(contract=acme.contract)
        more = [line(13_440_000, 112, id=held.pk, label="Licences"), line(60_000, 0, label="Training")]
        closing = close(acme.contract, fields(lines=more, external_id="K-2", comment=" Signed. "), by=acme.rm)

        assert (closing.outcome, closing.due_amount, closing.renewed_amount, closing.currency) == (
            "renewed_up", 12_000_000, 13_500_000, "EUR",
        )  # fmt: skip
        assert (closing.term_starts_on, closing.closed_on, closing.renewed_until, closing.comment) == (
            date(2026, 1, 1), TODAY, NEXT_END, "Signed.",
        )  # fmt: skip
        after = closing.next_contract
        assert (after.starts_on, after.ends_on, after.external_id, after.renews) == (
            date(2027, 1, 1), NEXT_END, "K-2", acme.contract,
        )  # fmt: skip
        assert (after.seats, after.mrr_amount, after.arr_amount, after.currency) == (
            112,
            1_125_000,
            13_500_000,
            "EUR",
        )
        assert list(after.lines.values_list("position", "label", "arr_amount", "mrr_amount")) == [
            (1, "Licences", 13_440_000, 1_120_000), (2, "Training", 60_000, 5_000),
        ]  # fmt: skip
        before = fresh(acme.contract)
        assert (before.ends_on, before.settled_ends_on, before.settled_on, before.version) == (
            END,
            END,
            TODAY,
            2,
        )
        # what runs today is what it was; what comes up next is the new term's end
        assert figures(acme.account) == ("active", 12_000_000, 1, NEXT_END)
        assert ahead(acme.account) == [(date(2027, 1, 1), NEXT_END)]
        titles = Notice.objects.filter(kind="renewal_closed").values_list("member_id", "title", "body")
        told = {member for member, _title, _body in titles}
        assert told == {acme.csm.pk, acme.am.pk, acme.dm.pk}
        assert {row[1:] for row in titles} == {
            (
                "Renewal closed: Customer of Acme",
                "Renewed at a higher amount, until 31 Dec 2027 · closed 105 days before the end",
            )
        }


def test_lines_go_on_as_they_are_where_nobody_wrote_them(acme):
    with acme.scope():
        ContractLine.objects.create(
            contract=acme.contract, position=2, kind="one_off", one_off_amount=500_000
        )
        ContractLine.objects.filter(position=1).update(mrr_amount=1_000_001)
        closing = close(acme.contract, by=acme.rm)
        assert (closing.outcome, closing.renewed_amount) == ("renewed_same", 12_000_000)
        carried = closing.next_contract.lines.values_list("kind", "seats", "mrr_amount", "arr_amount")
        assert list(carried) == [("recurring", 100, 1_000_001, 12_000_000)]


def test_twice_is_once_and_another_outcome_is_refused(acme):
    with acme.scope():
        first = close(acme.contract, by=acme.rm, version=1)
        again = close_renewal(acme.contract, fields(), version=1, by=acme.rm, now=NOW, today=TODAY)
        assert again == first
        for other in (
            fields(renewed_until=date(2028, 12, 31)),
            fields(lines=[line(11_000_000)]),
            fields("churned"),
            fields("postponed", postponed_to=date(2027, 3, 31)),
        ):
            with pytest.raises(Conflict, match="closed already: renewed at the same amount"):
                close(acme.contract, other, by=acme.csm)
        assert (RenewalClosing.objects.count(), Contract.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_closes_it():
    acme = make_world().acme

    def work():
        with acme.scope():
            return close_renewal(acme.contract, fields(), version=1, by=acme.rm, now=NOW, today=TODAY).pk

    assert len(set(at_once(2, work))) == 1
    with workspace_scope(acme.workspace.pk):
        assert (RenewalClosing.objects.count(), Contract.objects.filter(account=acme.account).count()) == (
            1,
            2,
        )


def test_what_somebody_changed_meanwhile_is_looked_at_first(acme):
    with acme.scope():
        changed = ContractFields(
            starts_on=date(2026, 1, 1), ends_on=END, currency="EUR", external_id="K-1", notice_days=30
        )
        update_contract(
            acme.contract, by=acme.csm, version=1, fields=changed, lines=None, now=NOW, today=TODAY
        )
        with pytest.raises(TermChanged) as refused:
            close(acme.contract, by=acme.rm, version=1)
        assert refused.value.version == 2
        with pytest.raises(Conflict, match="does not end on that day"):
            close(acme.contract, fields(term_ends_on=date(2026, 11, 30)), by=acme.rm)


def test_a_closed_term_is_neither_reminded_of_nor_handed_over_and_the_next_one_is(acme):
    with acme.scope():
        close(acme.contract, by=acme.rm, today=date(2026, 9, 30))
    for day in (date(2026, 10, 2), date(2026, 11, 1), date(2026, 12, 1), END):
        assert sweep(acme, day)[:2] == (0, 0), day
        assert open_due_handshakes(acme.workspace, today=day, now=NOW) == 0
    assert {row[3] for row in decisions(acme)} == {"closed"}
    assert [row[2] for row in decisions(acme)] == [120, 90, 60, 30]
    with acme.scope():
        refresh_figures(today=date(2027, 1, 1))
        assert figures(acme.account) == ("active", 12_000_000, 1, NEXT_END)
    assert sweep(acme, date(2027, 9, 2))[:2] == (1, 1)
    assert sweep(acme, date(2027, 9, 2))[:2] == (0, 0)


def test_what_was_sent_before_the_closing_stays_sent(acme):
    assert sweep(acme, date(2026, 9, 2))[:2] == (1, 1)
    with acme.scope():
        close(acme.contract, by=acme.rm)
    assert [(row[2], row[3], row[4]) for row in decisions(acme)] == [
        (120, "sent", 120), (90, "closed", 105), (60, "closed", 105), (30, "closed", 105),
    ]  # fmt: skip


def test_an_end_that_is_moved_after_the_closing_is_due_again(acme):
    with acme.scope():
        close(acme.contract, fields("churned"), by=acme.rm)
        assert ahead(acme.account) == []
        Contract.objects.filter(pk=acme.contract.pk).update(ends_on=date(2027, 1, 31))
        assert ahead(acme.account) == [(date(2026, 1, 1), date(2027, 1, 31))]
    assert sweep(acme, date(2026, 11, 2))[:2] == (1, 1)


def test_an_open_ended_contract_goes_on_into_its_next_term(acme):
    with acme.scope():
        Contract.objects.filter(pk=acme.contract.pk).update(starts_on=date(2024, 2, 29), ends_on=None)
        refresh_figures(today=TODAY)
        assert ahead(acme.account) == [(date(2026, 2, 28), date(2027, 2, 27))]
        closing = close(acme.contract, fields(term_ends_on=date(2027, 2, 27), renewed_until=None), by=acme.rm)
        assert (closing.outcome, closing.next_contract, closing.renewed_until) == (
            "renewed_same", None, date(2028, 2, 28),
        )  # fmt: skip
        assert fresh(acme.contract).ends_on is None
        assert ahead(acme.account) == [(date(2027, 2, 28), date(2028, 2, 28))]
        assert figures(acme.account)[3] == date(2028, 2, 28)
        # in the next term that term's end is ahead, by itself
        assert ahead(acme.account, date(2027, 2, 28)) == [(date(2027, 2, 28), date(2028, 2, 28))]
    assert sweep(acme, date(2027, 1, 28))[:2] == (0, 0)
    assert sweep(acme, date(2027, 10, 31))[:2] == (1, 1)


def test_an_open_ended_contract_that_changes_ends_and_is_carried_on_open_ended(acme):
    with acme.scope():
        Contract.objects.filter(pk=acme.contract.pk).update(ends_on=None, term_months=24)
        term_end = date(2027, 12, 31)
        decided = fields(
            term_ends_on=term_end, renewed_until=None, lines=[line(9_000_000, 75)], reason="price"
        )
        closing = close(acme.contract, decided, by=acme.rm)
        assert (closing.outcome, closing.reason, closing.renewed_until) == (
            "renewed_down", "price", date(2029, 12, 31),
        )  # fmt: skip
        assert fresh(acme.contract).ends_on == term_end
        after = closing.next_contract
        assert (after.starts_on, after.ends_on, after.term_months) == (date(2028, 1, 1), None, 24)
        assert close(acme.contract, decided, by=acme.rm) == closing


def test_who_does_not_renew_leaves_on_the_day_after_the_term(acme):
    with acme.scope():
        closing = close(acme.contract, fields("churned", account_leaves=True), by=acme.rm)
        assert (closing.outcome, closing.reason, closing.renewed_amount) == ("churned", "low_adoption", None)
        record = ChurnRecord.objects.get()
        assert (record.churned_on, record.reason, record.recorded_by) == (
            date(2027, 1, 1),
            "low_adoption",
            acme.rm,
        )
        assert figures(acme.account) == ("active", 12_000_000, 1, None)
        assert apply_due_records(today=END, now=NOW) == 0
        assert apply_due_records(today=END + DAY, now=NOW) == 1
        assert figures(acme.account) == ("churned", 0, 0, None)


def test_the_account_stays_while_another_contract_goes_on(acme):
    with acme.scope():
        other = add_contract(acme.account, "K-9")
        with pytest.raises(DomainError, match="Another contract") as refused:
            close(acme.contract, fields("churned", account_leaves=True), by=acme.rm)
        assert refused.value.field == "account_leaves"
        assert fresh(acme.contract).settled_ends_on is None
        close(acme.contract, fields("churned"), by=acme.rm)
        assert ChurnRecord.objects.count() == 0
        close(other, fields("churned", account_leaves=True), by=acme.rm)
        assert ChurnRecord.objects.get().churned_on == date(2027, 1, 1)


def test_a_term_that_is_over_can_be_closed_late(acme):
    late = date(2027, 1, 11)
    with acme.scope():
        closing = close(acme.contract, by=acme.rm, today=late)
        assert closing.next_contract.starts_on == date(2027, 1, 1)
        assert figures(acme.account) == ("active", 12_000_000, 1, NEXT_END)
        # by mistake: on the day itself it can be taken back
        with pytest.raises(Conflict, match="has begun"):
            reopen_renewal(closing, by=acme.rm, now=NOW, today=late + DAY)
        reopen_renewal(closing, by=acme.rm, now=NOW, today=late)
        close(acme.contract, fields("churned", account_leaves=True), by=acme.rm, today=late)
        assert figures(acme.account) == ("churned", 0, 0, None)


def test_a_postponed_contract_runs_on_and_its_milestones_are_planned_afresh(acme):
    assert sweep(acme, date(2026, 10, 2))[:2] == (1, 1)
    with acme.scope():
        until = date(2027, 3, 31)
        closing = close(
            acme.contract, fields("postponed", postponed_to=until), by=acme.rm, today=date(2026, 12, 1)
        )
        assert (closing.outcome, closing.postponed_to, closing.renewed_amount) == ("postponed", until, None)
        assert close(
            acme.contract, fields("postponed", postponed_to=until), by=acme.rm, version=1, today=date(2026, 12, 1)
        ) == closing  # fmt: skip
        held = fresh(acme.contract)
        assert (held.ends_on, held.settled_ends_on) == (until, None)
        assert ahead(acme.account, date(2026, 12, 1)) == [(date(2026, 1, 1), until)]
    assert sweep(acme, date(2026, 12, 1))[:2] == (1, 1)  # 120 days before the new end
    with acme.scope():
        final = close(acme.contract, fields(term_ends_on=until, renewed_until=NEXT_END), by=acme.rm)
        assert final.next_contract.starts_on == date(2027, 4, 1)
        with pytest.raises(Conflict, match="decided again"):
            reopen_renewal(closing, by=acme.rm, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (fields("churned", reason=""), "reason"),
        (fields("churned", reason="weather"), "reason"),
        (fields(renewed_until=END), "renewed_until"),
        (fields("postponed"), "postponed_to"),
        (fields("postponed", postponed_to=END), "postponed_to"),
        (fields("else"), "kind"),
        (fields(comment="x" * 1001), "comment"),
    ],
)
def test_what_is_missing_is_said_at_its_field(acme, decided, field):
    with acme.scope():
        with pytest.raises(DomainError) as refused:
            close(acme.contract, decided, by=acme.rm)
        assert refused.value.field == field
        assert RenewalClosing.objects.count() == 0


@pytest.mark.parametrize(
    "values",
    [{"cancelled_on": date(2026, 10, 1)}, {"starts_on": date(2026, 10, 1)}, {"declared_churned": True}],
)
def test_what_does_not_renew_cannot_be_closed(acme, values):
    with acme.scope():
        Contract.objects.filter(pk=acme.contract.pk).update(**values)
        with pytest.raises(Conflict):
            close(acme.contract, by=acme.rm)


def test_reopening_brings_all_of_it_back(acme):
    with acme.scope():
        Contract.objects.update(auto_renew=True)
        raised = cta_on(acme.account, f"milestone_reached:120:{acme.account.pk}:{END}")
        closing = close(acme.contract, fields("churned", account_leaves=True), by=acme.rm)
        assert (fresh(raised).outcome, fresh(raised).note) == ("done", "Not renewed: Low adoption")
        assert fresh(acme.contract).auto_renew is False
        back = reopen_renewal(closing, by=acme.csm, now=NOW, today=END)
        assert (back.reopened_by, reopen_renewal(closing, by=acme.rm, now=NOW, today=END).reopened_by) == (
            acme.csm, acme.csm,
        )  # fmt: skip
        held = fresh(acme.contract)
        assert (held.ends_on, held.auto_renew, held.settled_ends_on, held.settled_on) == (
            END,
            True,
            None,
            None,
        )
        assert (ChurnRecord.objects.count(), MilestoneDecision.objects.count()) == (0, 0)
        assert fresh(raised).closed_at is None
        assert ahead(acme.account) == [(date(2026, 1, 1), END)]
        again = close(acme.contract, by=acme.rm)
        assert again.next_contract is not None
        reopen_renewal(again, by=acme.rm, now=NOW, today=TODAY)
        assert fresh(again.next_contract).deleted_at == NOW
        assert figures(acme.account)[3] == END
    assert sweep(acme, date(2026, 10, 2))[:2] == (1, 1)


def test_reopening_refuses_what_was_changed_since(acme):
    with acme.scope():
        closing = close(acme.contract, by=acme.rm)
        Contract.objects.filter(pk=closing.next_contract_id).update(version=2)
        with pytest.raises(Conflict, match="carries on was changed"):
            reopen_renewal(closing, by=acme.rm, now=NOW, today=TODAY)
        Contract.objects.filter(pk=closing.next_contract_id).update(version=1)
        Contract.objects.filter(pk=acme.contract.pk).update(ends_on=date(2027, 1, 31))
        with pytest.raises(Conflict, match="end was changed"):
            reopen_renewal(closing, by=acme.rm, now=NOW, today=TODAY)
        Contract.objects.filter(pk=acme.contract.pk).update(ends_on=END)
        with pytest.raises(Conflict, match="has begun"):
            reopen_renewal(closing, by=acme.rm, now=NOW, today=END + DAY)
        assert RenewalClosing.objects.get().reopened_at is None


def test_a_cta_stays_open_while_another_contract_ends_on_that_day(acme):
    with acme.scope():
        other = add_contract(acme.account, "K-9")
        raised = cta_on(acme.account, f"milestone_reached:90:{acme.account.pk}:{END}")
        close(acme.contract, by=acme.rm)
        assert Cta.objects.get(pk=raised.pk).closed_at is None
        close(other, by=acme.rm)
        assert Cta.objects.get(pk=raised.pk).closed_at == NOW


def test_a_contract_of_another_company_is_not_there(world):
    with world.other.scope(), pytest.raises(DomainError):
        close_renewal(world.acme.contract, fields(), version=1, by=world.outsider, now=NOW, today=TODAY)
    with world.acme.scope():
        assert Account.objects.get(pk=world.acme.account.pk).term_ends_on is None
        assert connection.in_atomic_block


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "next_ends_on"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 12, 31)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 3, 1), date(2028, 2, 29), date(2032, 2, 29)),
        (date(2026, 1, 15), date(2029, 1, 14), date(2032, 1, 14)),
        (date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 20)),
        (date(2026, 1, 31), date(2026, 2, 27), date(2026, 3, 27)),
    ],
)
def test_a_term_as_long_as_the_one_before(starts_on, ends_on, next_ends_on):
    assert same_length(starts_on, ends_on, ends_on + DAY) == next_ends_on


def test_a_contract_that_is_there_already_carries_on(acme):
    with acme.scope():
        after = add_contract(acme.account, "K-2", starts_on=END + DAY, ends_on=NEXT_END, arr_amount=9_000_000)
        foreign = add_contract(acme.account, "K-3", starts_on=END + DAY, ends_on=NEXT_END, currency="USD")
        with pytest.raises(DomainError) as refused:
            close(acme.contract, fields(next_id=foreign.pk), by=acme.rm)
        assert refused.value.field == "next_contract"
        closing = close(acme.contract, fields(next_id=after.pk, reason="price"), by=acme.rm)
        assert (closing.outcome, closing.renewed_amount, closing.renewed_until, closing.reason) == (
            "renewed_down", 9_000_000, NEXT_END, "price",
        )  # fmt: skip
        assert close(acme.contract, fields(next_id=after.pk), by=acme.rm) == closing
        with pytest.raises(Conflict):
            close(acme.contract, fields(), by=acme.rm)
        assert fresh(after).renews == acme.contract
        assert ahead(acme.account) == [(END + DAY, NEXT_END)]
        reopen_renewal(closing, by=acme.rm, now=NOW, today=TODAY)
        assert (fresh(after).renews, fresh(after).deleted_at) == (None, None)
        assert ahead(acme.account) == [(date(2026, 1, 1), END)]
