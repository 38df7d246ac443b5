"""CTAs: one open per origin key, the fitting owner, an outcome at the end."""

from datetime import date, timedelta

import pytest

from accounts.choices import OwnerRole
from accounts.errors import ChangedMeanwhile
from accounts.models import AccountOwner
from core.errors import Conflict, DomainError
from notifications.models import Notice
from playbooks.choices import CtaKind, Outcome, Priority
from playbooks.errors import CtaClosed
from playbooks.models import Act, Cta
from playbooks.rules import Holder
from playbooks.services.ctas import (
    assign_cta,
    change_cta,
    close_cta,
    close_cta_of,
    raise_cta,
    reopen_cta,
    snooze_cta,
)
from tests.playbooks.making import cta_on
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def deeds(thing):
    return list(Act.objects.filter(cta=thing).order_by("pk").values_list("kind", flat=True))


def test_one_key_opens_one_cta(acme):
    first, second = cta_on(acme.account), cta_on(acme.account, reason="Another reason")
    assert first.pk == second.pk
    assert Cta.objects.count() == 1


def test_a_closed_one_of_the_key_does_not_count(acme):
    first = close_cta(cta_on(acme.account), by=acme.csm, now=NOW)
    second = cta_on(acme.account)
    assert first.pk != second.pk
    with pytest.raises(Conflict, match="Another CTA is open"):
        reopen_cta(first, by=acme.csm, now=NOW)


@pytest.mark.parametrize(
    ("kind", "role"),
    [(CtaKind.RISK, "csm"), (CtaKind.RENEWAL, "rm"), (CtaKind.EXPAND, "am"), (CtaKind.OTHER, "csm")],
)
def test_it_goes_to_the_owner_of_the_fitting_role(acme, kind, role):
    assert cta_on(acme.account, kind=kind).owner_id == acme.members[role].pk


def test_who_left_gets_nothing_and_the_next_role_does(acme):
    acme.csm.left_at = NOW
    acme.csm.save()
    assert cta_on(acme.account).owner_id == acme.am.pk


def test_without_owners_it_is_nobodys(acme):
    account = add_account("Alone")
    made = cta_on(account)
    assert (made.owner_id, made.team_id) == (None, None)
    AccountOwner.objects.create(account=account, role=OwnerRole.DM, member=acme.dm)
    assert cta_on(account, "k-2").owner_id == acme.dm.pk


def test_the_owner_is_told_but_not_of_the_own_deed(acme):
    cta_on(acme.account, by=acme.csm)
    assert Notice.objects.count() == 0
    cta_on(acme.account, "k-2", by=acme.am)
    told = Notice.objects.get()
    assert (told.member_id, told.title) == (acme.csm.pk, "CTA for you: Sponsor left")


def test_a_reason_is_wanted_and_not_too_long(acme):
    for reason in ("  ", "x" * 301):
        with pytest.raises(DomainError) as refused:
            cta_on(acme.account, reason=reason)
        assert refused.value.field == "reason"


def test_closing_keeps_outcome_note_and_person_once(acme):
    made = cta_on(acme.account)
    close_cta(made, outcome=Outcome.PARTLY, note=" Talked.\r\nAgain in May. ", by=acme.csm, now=NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(CtaClosed, match="closed it meanwhile: Partly done"):
        close_cta(made, outcome=Outcome.DONE, note="", by=acme.lead, now=later)
    close_cta(made, outcome=Outcome.DONE, by=None, now=later)
    again = close_cta(made, outcome=Outcome.PARTLY, note="Talked.\nAgain in May.", by=acme.lead, now=later)
    assert (again.outcome, again.note, again.closed_by_id, again.closed_at) == (
        "partly",
        "Talked.\nAgain in May.",
        acme.csm.pk,
        NOW,
    )
    assert deeds(made) == ["opened", "closed"]


def test_closing_by_key_closes_the_open_one(acme):
    made = cta_on(acme.account)
    assert close_cta_of("k-1", by=None, now=NOW).pk == made.pk
    assert close_cta_of("k-1", by=None, now=NOW) is None


def test_reopening_takes_the_end_back(acme):
    made = cta_on(acme.account)
    close_cta(made, by=acme.csm, now=NOW)
    again = reopen_cta(made, by=acme.csm, now=NOW)
    assert (again.closed_at, again.outcome, again.closed_by_id) == (None, "", None)
    assert deeds(made) == ["opened", "closed", "reopened"]


def test_a_change_is_told_in_words_and_guarded_by_the_version(acme):
    made = cta_on(acme.account)
    values = {
        "kind": "risk",
        "reason": "Sponsor left",
        "priority": Priority.URGENT,
        "due_on": date(2026, 10, 1),
    }
    change_cta(made, version=made.version, by=acme.csm, now=NOW, **values)
    assert Act.objects.latest("pk").detail == {
        "Priority": ["Normal", "Urgent"],
        "Due": ["empty", "1 Oct 2026"],
    }
    with pytest.raises(ChangedMeanwhile) as refused:
        change_cta(made, version=1, by=acme.am, now=NOW, **values | {"reason": "Mine", "due_on": None})
    assert [(one.field, one.label, one.theirs, one.yours) for one in refused.value.differences] == [
        ("reason", "Reason", "Sponsor left", "Mine"),
        ("due_on", "Due", "1 Oct 2026", "empty"),
    ]
    change_cta(made, version=1, by=acme.am, now=NOW, **values)
    assert Cta.objects.get().reason == "Sponsor left"


def test_giving_it_on_tells_the_new_owner(acme):
    made = cta_on(acme.account)
    Notice.objects.all().delete()
    assign_cta(made, Holder(acme.am.pk), by=acme.csm, now=NOW)
    assign_cta(made, Holder(acme.am.pk), by=acme.csm, now=NOW)
    assert Notice.objects.get().member_id == acme.am.pk
    assert Act.objects.latest("pk").detail == {"Owner": [str(acme.csm), str(acme.am)]}


def test_snooze_lies_ahead_within_a_year(acme):
    made = cta_on(acme.account)
    for day in (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=367)):
        with pytest.raises(DomainError) as refused:
            snooze_cta(made, day, by=acme.csm, today=TODAY, now=NOW)
        assert refused.value.field == "until"
    assert snooze_cta(made, TOMORROW, by=acme.csm, today=TODAY, now=NOW).snoozed_until == TOMORROW
    assert snooze_cta(made, None, by=acme.csm, today=TODAY, now=NOW).snoozed_until is None
    assert deeds(made) == ["opened", "snoozed", "woken"]


def test_what_is_closed_is_not_changed(acme):
    made = close_cta(cta_on(acme.account), by=acme.csm, now=NOW)
    with pytest.raises(CtaClosed):
        assign_cta(made, Holder(acme.am.pk), by=acme.csm, now=NOW)
    with pytest.raises(CtaClosed):
        snooze_cta(made, TOMORROW, by=acme.csm, today=TODAY, now=NOW)


def test_people_raise_as_many_as_they_like(acme):
    for _time in range(2):
        raise_cta(
            acme.account, kind=CtaKind.RISK, reason="Same words", priority=Priority.NORMAL, owner=None, due_on=None,
            by=acme.csm, now=NOW,
        )  # fmt: skip
    assert Cta.objects.count() == 2
