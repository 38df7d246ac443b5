"""The pages of closed renewals: the form, one closing, the list with its figures, and where else a closing shows."""

import re
from datetime import date

import pytest

from accounts.models import Contract, ContractLine
from lifecycle.models import RenewalClosing
from lifecycle.services import close_renewal, reopen_renewal
from tests.lifecycle.closing import END, NEXT_END, close, fields, line
from tests.lifecycle.renewing import contract as add_contract
from tests.support.world import NOW, TODAY, add_account
from workspaces.choices import Right, Role, Scope
from workspaces.services.rights import set_role_rights

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def acme(world):
    return world.acme


def words(response):
    text = response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


def form_url(acme, contract=None):
    contract = contract or acme.contract
    return f"/w/acme/accounts/{contract.account_id}/contracts/{contract.pk}/closing/"


def sent(acme, **values):
    """What a browser sends of the form as it stands, with these fields written."""
    with acme.scope():
        held = ContractLine.objects.get(contract=acme.contract)
    given = {
        "version": "1", "term_ends_on": str(END), "kind": "renewed", "renewed_until": str(NEXT_END), "external_id": "",
        "change_reason": "", "reason": "", "postponed_to": "", "comment": "",
        "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "1", "lines-0-id": str(held.pk), "lines-0-kind": "recurring",
        "lines-0-product": "", "lines-0-label": "Licences", "lines-0-seats": "100", "lines-0-amount": "120000",
        "lines-0-per": "year", "lines-1-kind": "recurring", "lines-1-product": "", "lines-1-label": "",
        "lines-1-seats": "", "lines-1-amount": "", "lines-1-per": "year",
    }  # fmt: skip
    return {**given, **values}


def test_the_form_shows_what_would_be_by_itself(world, acme):
    text = words(world.client(acme.rm).get(form_url(acme)))
    assert "The term from 1 Jan 2026 to 31 Dec 2026, worth €120,000 a year." in text
    for name, told in (
        ("renewed_until", 'value="2027-12-31"'), ("lines-0-amount", 'value="120000"'), ("account_leaves", "checked"),
    ):  # fmt: skip
        field = re.search(f'<input [^>]*name="{name}"[^>]*>', text)
        assert field is not None
        assert told in field[0], name


def test_a_renewal_is_closed_by_the_form_and_told_on_the_way(world, acme):
    client = world.client(acme.rm)
    data = sent(acme, **{"lines-0-amount": "134400", "lines-0-seats": "112", "external_id": "K-2"})
    answer = client.post(form_url(acme), data)
    with acme.scope():
        closing = RenewalClosing.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/w/acme/renewals/closed/{closing.pk}/")
    assert (closing.outcome, closing.due_amount, closing.renewed_amount) == (
        "renewed_up",
        12_000_000,
        13_440_000,
    )
    page = words(client.get(answer["Location"]))
    assert "Renewal closed: Renewed at a higher amount, until 31 Dec 2027" in page
    for told in (
        "€120,000",
        "€134,400",
        "+12 %",
        "closed 105 days before the end",
        ">K-2</a>",
        "Reopen renewal",
    ):
        assert told in page, told
    # a double click lands on the same closing, another decision is refused on the form
    assert client.post(form_url(acme), data)["Location"] == answer["Location"]
    refused = client.post(form_url(acme), sent(acme, kind="churned", reason="price"))
    assert refused.status_code == 409
    assert "This renewal is closed already: renewed at a higher amount." in words(refused)
    assert client.get(form_url(acme))["Location"] == answer["Location"]
    contract = words(client.get(f"/w/acme/accounts/{acme.account.pk}/contracts/{acme.contract.pk}/"))
    assert "Renewed at a higher amount, until 31 Dec 2027 · closed 105 days before the end" in contract
    assert "Close renewal" not in contract
    panel = words(client.get(f"/w/acme/accounts/{acme.account.pk}/panels/renewals/", headers=HTMX))
    assert "€134,400, +12 %" in panel
    assert "term ends 31 Dec 2027 · needs a decision · €134,400 · begins 1 Jan 2027" in panel
    timeline = words(client.get(f"/w/acme/accounts/{acme.account.pk}/timeline/"))
    assert "closed a renewal: Renewed at a higher amount, until 31 Dec 2027" in timeline
    listed = words(client.get("/w/acme/renewals/"))
    assert "K-2" in listed
    assert "Close renewal" not in listed
    client.post(f"/w/acme/renewals/closed/{closing.pk}/reopening/")
    assert "opened this renewal again on 17 Sep 2026" in words(client.get(answer["Location"]))
    assert '>Close renewal<span class="cs-sr">, Customer of Acme</span></a>' in words(
        client.get("/w/acme/renewals/")
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "churned"}, "Choose the main reason. “Not told” is one too."),
        ({"kind": "postponed"}, "Choose the day until which the contract runs on."),
        ({"kind": ""}, "Choose how the renewal ended."),
        ({"renewed_until": "2026-12-31"}, "The new term begins after that day. Choose a later one."),
        ({"lines-0-amount": "much"}, "This is no amount."),
        ({"lines-0-seats": "-1"}, "Write a whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, acme, values, told):
    answer = world.client(acme.rm).post(form_url(acme), sent(acme, **values))
    assert answer.status_code == 422
    assert told in words(answer)
    with acme.scope():
        assert RenewalClosing.objects.count() == 0


def test_a_contract_that_changed_meanwhile_is_shown_again(world, acme):
    with acme.scope():
        Contract.objects.filter(pk=acme.contract.pk).update(version=3)
    answer = world.client(acme.rm).post(form_url(acme), sent(acme))
    assert answer.status_code == 409
    assert "Somebody changed the contract meanwhile." in words(answer)
    assert 'name="version" value="3"' in words(answer)


def test_who_does_not_see_money_closes_without_amounts(world, acme):
    with acme.scope():
        set_role_rights(Role.RM, {Right.SEE_MONEY: Scope.NONE}, by=acme.admin, now=NOW)
    client = world.client(acme.rm)
    text = words(client.get(form_url(acme)))
    assert "120" not in text.replace("K-120", "").split("</style>")[-1].split("<main", 1)[1]
    assert "your role does not see money" in text
    only = {key: value for key, value in sent(acme).items() if not key.startswith("lines-")}
    answer = client.post(form_url(acme), only)
    with acme.scope():
        assert RenewalClosing.objects.get().outcome == "renewed_same"
    pages = words(client.get(answer["Location"])) + words(client.get("/w/acme/renewals/closed/"))
    assert "120,000" not in pages
    assert "by amount" not in pages


def test_rights_and_walls(world, acme):
    with acme.scope():
        closing = close(acme.contract, by=acme.rm)
    one, all_of_it = f"/w/acme/renewals/closed/{closing.pk}/", "/w/acme/renewals/closed/"
    observer = world.client(acme.observer)
    assert [observer.get(url).status_code for url in (one, all_of_it)] == [200, 200]
    assert observer.get(form_url(acme)).status_code == 403
    assert observer.post(f"{one}reopening/").status_code == 403
    assert "Reopen" not in words(observer.get(one))
    other = world.client(world.outsider)
    for url in (one, form_url(acme)):
        assert other.get(url).status_code == 404
        assert other.get(url.replace("/acme/", "/other/")).status_code == 404
    assert other.post(f"/w/other/renewals/closed/{closing.pk}/reopening/").status_code == 404


@pytest.fixture
def closed(acme):
    """Four terms of €120,000, €12,000, €12,000 and $12,000: +10 %, less by a quarter and late, left, postponed."""
    with acme.scope():
        nordic = add_account("Nordic Pulp", owner=acme.csm)
        late, gone, dollars = (
            add_contract(nordic, f"N-{n}", starts_on=date(2025, 9, 1), ends_on=date(2026, 8, 31))
            for n in (1, 2, 3)
        )
        Contract.objects.filter(pk=dollars.pk).update(currency="USD")
        close(acme.contract, fields(lines=[line(13_200_000)]), by=acme.rm)
        ended = {"term_ends_on": date(2026, 8, 31)}
        close(late, fields(**ended, renewed_until=date(2027, 8, 31), lines=[line(900_000, 1)]), by=acme.csm)
        close(gone, fields("churned", **ended), by=acme.csm)
        close(dollars, fields("postponed", **ended, postponed_to=date(2026, 10, 31)), by=acme.csm)
        return dollars


def test_the_list_and_its_figures(world, acme, closed):
    client = world.client(acme.csm)
    text = words(client.get("/w/acme/renewals/closed/"))
    assert "<h1>2 of 4 renewals renewed</h1>" in text
    # by amount: 120,000 + 9,000 of 144,000 due; more than was due is no renewal of another's loss
    for value, note in (
        ("50 %", "2 of 4; goal 90 %"), ("89.6 %", "1 in another currency"), ("50 %", "1 of 2; goal 70 %"),
        ("€141,000", "of €144,000 due"), ("€15,000", "1 not renewed, 1 for less"),
    ):  # fmt: skip
        cell = f'<span class="cs-metric-value">{value}</span> <span class="cs-metric-note">{note}</span>'
        assert cell in text, (value, note)
    assert text.count('class="cs-table-rowlink"') == 4
    narrowed = words(client.get("/w/acme/renewals/closed/?f.outcome=is:churned,renewed_down"))
    assert "<h1>1 of 2 renewals renewed</h1>" in narrowed
    assert "37.5 %" in narrowed
    for query, rows in (
        ("f.in_time=is:no", 3), ("f.due=over:100000", 1), ("f.reason=is:low_adoption", 1), ("f.by=is:me", 3),
        ("f.term_end=after:2026-12-01", 1), ("f.closed=is:2026-09-17", 4), ("f.name=contains:nordic", 3),
    ):  # fmt: skip
        answer = client.get(f"/w/acme/renewals/closed/?{query}")
        assert words(answer).count('class="cs-table-rowlink"') == rows, query


def test_a_postponed_renewal_counts_once_and_a_reopened_one_not_at_all(world, acme, closed):
    with acme.scope():
        close(closed, fields(term_ends_on=date(2026, 10, 31), renewed_until=date(2027, 8, 31)), by=acme.csm)
        reopen_renewal(RenewalClosing.objects.get(contract=acme.contract), by=acme.rm, now=NOW, today=TODAY)
    text = words(world.client(acme.csm).get("/w/acme/renewals/closed/"))
    assert "<h1>2 of 3 renewals renewed</h1>" in text
    assert text.count('class="cs-table-rowlink"') == 4


def test_an_empty_list_leads_on(world, acme):
    assert "Closed renewals will stand here" in words(
        world.client(acme.lead).get("/w/acme/renewals/closed/?book=all")
    )


def test_a_double_closing_by_two_people_keeps_the_first(acme):
    with acme.scope():
        first = close_renewal(acme.contract, fields(), version=1, by=acme.rm, now=NOW, today=TODAY)
        assert close_renewal(acme.contract, fields(), version=1, by=acme.csm, now=NOW, today=TODAY) == first
        assert RenewalClosing.objects.get().closed_by == acme.rm
