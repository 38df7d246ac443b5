"""Renewals and churn on the account page: panels, the two forms, their refusals and rights."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountOwner, Contract
from lifecycle.models import ChurnRecord, MilestoneDecision
from lifecycle.services import record_churn
from tests.support.world import NOW, TODAY, add_account
from workspaces.choices import Role
from workspaces.models import RoleSetting

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PATHS = ["panels/renewal/", "panels/renewals/", "panels/churn/", "churn/new/", "return/new/"]
LEFT = {"churned_on": "2026-09-10", "reason": "price", "comment": "Too dear.", "cancels_contracts": "on"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def acme(world):
    return world.acme


def at(acme, path=""):
    return f"/w/acme/accounts/{acme.account.pk}/{path}"


def get(world, member, url, **kwargs):
    response = world.client(member).get(url, **kwargs)
    return response, " ".join(response.content.decode().split())


def decide(acme, milestone, state, on):
    MilestoneDecision.objects.create(
        contract=acme.contract, term_ends_on=date(2026, 12, 31), milestone=milestone, state=state,
        decided_on=on, decided_at=NOW, days_left=milestone,
    )  # fmt: skip


def test_the_head_counts_down_to_the_next_renewal(world, acme):
    _response, text = get(world, acme.csm, at(acme, "panels/renewal/"), headers=HTMX)

    assert 'id="panel-renewal"' in text
    assert "105 days" in text
    assert "31 Dec 2026" in text
    assert 'class="cs-track"' in text


def test_the_panel_tells_what_was_decided_when_and_what_is_to_be_done(world, acme):
    with acme.scope():
        decide(acme, 120, "sent", date(2026, 9, 2))
    _response, text = get(world, acme.csm, at(acme, "panels/renewals/"), headers=HTMX)

    assert "term ends 31 Dec 2026 · needs a decision · €120,000" in text
    assert "reminded on 2 Sep 2026" in text
    assert "on 2 Oct 2026" in text
    assert "Agenda: Start the renewal talk" in text
    assert "Complete handshake 3, Adopt to Renew." in text
    assert "90 days, from 2 Oct ’26" in text


def test_skipped_and_due_milestones_are_told_apart(world, acme):
    with acme.scope():
        Contract.objects.update(ends_on=date(2026, 12, 6))
        MilestoneDecision.objects.create(
            contract=acme.contract, term_ends_on=date(2026, 12, 6), milestone=120, state="skipped",
            decided_on=date(2026, 9, 8), decided_at=NOW, days_left=89,
        )  # fmt: skip
    _response, text = get(world, acme.csm, at(acme, "panels/renewals/"), headers=HTMX)

    assert "skipped on 8 Sep 2026" in text
    assert "due since 7 Sep 2026" in text
    assert "90 days, since 7 Sep ’26" in text


def test_decisions_of_a_former_term_end_do_not_count(world, acme):
    with acme.scope():
        decide(acme, 120, "sent", date(2026, 9, 2))
        Contract.objects.update(ends_on=date(2027, 3, 31))
    _response, text = get(world, acme.csm, at(acme, "panels/renewals/"), headers=HTMX)
    assert "reminded on" not in text
    assert "on 1 Dec 2026" in text


def test_amounts_are_hidden_without_the_right(world, acme):
    with acme.scope():
        RoleSetting.objects.create(role=Role.CSM, visibility="all", sees_money=False)
    _response, text = get(world, acme.csm, at(acme, "panels/renewals/"), headers=HTMX)
    assert "31 Dec 2026" in text
    assert "€" not in text


def test_without_renewals_the_panels_say_why(world, acme):
    with acme.scope():
        Contract.objects.update(ends_on=None, billing_frequency="monthly")
    _response, head = get(world, acme.csm, at(acme, "panels/renewal/"), headers=HTMX)
    _response, panel = get(world, acme.csm, at(acme, "panels/renewals/"), headers=HTMX)
    assert "No term with milestones is open." in head
    assert "no open contract has a term longer than 3 months." in panel


def test_panels_are_pages_of_their_own_without_scripts(world, acme):
    for path in PATHS[:3]:
        response, text = get(world, acme.csm, at(acme, path))
        assert response.status_code == 200
        assert "<h1>Customer of Acme</h1>" in text


@pytest.mark.parametrize("path", PATHS)
def test_nobody_from_outside_gets_in_and_hidden_is_like_missing(world, acme, path):
    with acme.scope():
        hidden = add_account("Hidden")
        RoleSetting.objects.create(role=Role.CSM, visibility="own_book", sees_money=True)
    outside, _text = get(world, world.outsider, at(acme, path))
    secret, _text = get(world, acme.csm, f"/w/acme/accounts/{hidden.pk}/{path}")
    missing, _text = get(world, acme.csm, f"/w/acme/accounts/999999999/{path}")
    foreign, _text = get(world, acme.csm, f"/w/acme/accounts/{world.other.account.pk}/{path}")

    assert [r.status_code for r in (outside, secret, missing, foreign)] == [404] * 4
    assert secret.content == missing.content == foreign.content


def test_a_customer_who_left_is_recorded_with_reason_and_contracts(world, acme):
    response = world.client(acme.csm).post(at(acme, "churn/new/"), LEFT)

    assert (response.status_code, response["Location"]) == (303, at(acme))
    with acme.scope():
        record = ChurnRecord.objects.get()
        assert (record.churned_on, record.reason, record.comment, record.recorded_by) == (
            date(2026, 9, 10), "price", "Too dear.", acme.csm,
        )  # fmt: skip
        account = Account.objects.get(pk=acme.account.pk)
        assert (account.status, account.churned_on) == ("churned", date(2026, 9, 10))
        assert Contract.objects.get().cancelled_on == date(2026, 9, 10)
    _response, panel = get(world, acme.csm, at(acme, "panels/churn/"), headers=HTMX)
    assert "<b>Left</b> Price or budget" in panel
    assert "Too dear." in panel
    assert f"recorded by {acme.csm.user}" in panel
    assert "Record return" in panel


def test_a_customer_comes_back(world, acme):
    with acme.scope():
        record_churn(
            acme.account, churned_on=date(2026, 9, 1), reason="price", cancels_contracts=True, by=acme.csm,
            now=NOW, today=TODAY,
        )  # fmt: skip
    _response, page = get(world, acme.csm, at(acme))
    answer = world.client(acme.csm).post(at(acme, "return/new/"), {"returned_on": "2026-09-15"})

    assert f'href="{at(acme, "return/new/")}"' in page
    assert at(acme, "churn/new/") not in page
    assert answer.status_code == 303
    with acme.scope():
        account = Account.objects.get(pk=acme.account.pk)
        assert (account.status, account.churned_on, account.returned_on) == (
            "active", None, date(2026, 9, 15),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"reason": ""}, 422, "Choose the main reason."),
        ({"reason": "bored"}, 422, "Choose a reason of the list."),
        ({"churned_on": "2026-09-18"}, 422, "Choose today or an earlier day."),
        ({"churned_on": "1900-01-01"}, 422, "The day lies outside 1950 to 2200."),
        ({"churned_on": "31.12.2026"}, 422, "This is no day of the calendar."),
        ({"churned_on": "2026-02-30"}, 422, "This is no day of the calendar."),
        ({"churned_on": ""}, 422, "Choose a day."),
        ({"comment": "x" * 1001}, 422, "Shorten the comment to 1,000 characters."),
        ({"comment": "a\0b"}, 422, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_recorded_is_refused_at_its_field_and_nothing_is_kept(
    world, acme, changed, status, said
):
    response = world.client(acme.csm).post(at(acme, "churn/new/"), {**LEFT, **changed})

    assert response.status_code == status
    assert said in response.content.decode()
    with acme.scope():
        assert not ChurnRecord.objects.exists()
        assert Contract.objects.get().cancelled_on is None


def test_a_second_leaving_and_a_return_from_nowhere_are_conflicts(world, acme):
    client = world.client(acme.csm)
    nowhere = client.post(at(acme, "return/new/"), {"returned_on": "2026-09-15"})
    client.post(at(acme, "churn/new/"), LEFT)
    again = client.post(at(acme, "churn/new/"), LEFT)
    early = client.post(at(acme, "return/new/"), {"returned_on": "2026-09-09"})

    assert [r.status_code for r in (nowhere, again, early)] == [409, 409, 422]
    assert "recorded as gone already" in again.content.decode()
    assert "Choose that day or a later one." in early.content.decode()
    with acme.scope():
        assert ChurnRecord.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FINANCE, Role.MARKETING, Role.EXECUTIVE, Role.OBSERVER])
def test_who_may_not_work_on_renewals_is_refused_and_sees_no_button(world, acme, role):
    member = acme.members[role]
    _response, page = get(world, member, at(acme))
    answer = world.client(member).post(at(acme, "churn/new/"), LEFT)

    assert at(acme, "churn/new/") not in page
    assert answer.status_code == 403
    with acme.scope():
        assert not ChurnRecord.objects.exists()


def test_a_csm_who_does_not_own_the_account_is_refused(world, acme):
    with acme.scope():
        AccountOwner.objects.all().delete()
    assert world.client(acme.csm).post(at(acme, "churn/new/"), LEFT).status_code == 403


def test_texts_of_the_churn_history_stay_text(world, acme):
    evil = "<script>alert(1)</script>"
    world.client(acme.csm).post(at(acme, "churn/new/"), {**LEFT, "comment": evil})
    _response, panel = get(world, acme.csm, at(acme, "panels/churn/"), headers=HTMX)
    assert "<script>" not in panel
    assert "&lt;script&gt;" in panel


def test_the_account_list_has_the_renewal_its_milestone_and_a_window(world, acme):
    with acme.scope():
        Account.objects.filter(pk=acme.account.pk).update(term_ends_on=date(2026, 12, 31))
        add_account("Endless", owner=acme.csm)
    client = world.client(acme.csm)
    plain = " ".join(client.get("/w/acme/accounts/").content.decode().split())
    chosen = client.get("/w/acme/accounts/?cols=name,milestone&f.renewal_window=is:120")
    text = " ".join(chosen.content.decode().split())

    assert ">Renewal in" in plain
    assert ">Term ends<" not in plain.partition("<tbody")[0].rpartition("<thead")[2]
    assert "105 d" in plain
    assert 'Start the renewal talk<span class="cs-cell-2">90 days, from 2 Oct ’26</span>' in text
    assert "Endless" not in text
    nothing = client.get("/w/acme/accounts/?f.renewal_window=is:90").content.decode()
    assert "Nothing fits these filters" in nothing


def test_the_panel_asks_the_same_whatever_the_number_of_contracts(world, acme):
    client = world.client(acme.csm)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(at(acme, "panels/renewals/"), headers=HTMX).status_code == 200
        return len([q for q in caught if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]])

    asked()
    few = asked()
    with acme.scope():
        for number in range(20):
            Contract.objects.create(
                account=acme.account, external_id=f"M-{number}", starts_on=date(2026, 1, 1), currency="EUR",
                billing_frequency="annual",
            )  # fmt: skip
    assert asked() == few
