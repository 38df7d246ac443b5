"""Renewals by month: what is due when, sums, filters, money, rights, and queries that do not grow with rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import AccountStatus
from accounts.models import Account, AccountOwner, Contract
from health.models import CurrentScore, ScorecardVersion
from lifecycle.models import MilestoneDecision
from tests.support.world import NOW, TODAY, add_account
from workspaces.choices import Role
from workspaces.models import Member, RoleSetting

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def acme(world):
    return world.acme


def contract(account, number, **values):
    given = {"currency": "EUR", "billing_frequency": "annual", "starts_on": date(2026, 1, 1), **values}
    return Contract.objects.create(account=account, external_id=number, **given)


@pytest.fixture
def book(acme):
    """Beside K-1 (€120,000 to 31 December 2026): one open-ended for a year, one in dollars, one by the month."""
    with acme.scope():
        nordic = add_account("Nordic Pulp", owner=acme.csm)
        contract(nordic, "K-2", starts_on=date(2024, 11, 10), arr_amount=50_000_00, auto_renew=True)
        contract(nordic, "K-3", ends_on=date(2026, 12, 1), arr_amount=9_000_00, currency="USD")
        contract(nordic, "K-4", starts_on=date(2026, 9, 1), billing_frequency="monthly", arr_amount=1_200_00)
    return nordic


def page(world, member, query="", **kwargs):
    response = world.client(member).get(f"/w/acme/renewals/{query}", **kwargs)
    return response, " ".join(response.content.decode().split())


def test_contracts_stand_under_the_month_in_which_their_term_ends_with_its_sum(world, acme, book):
    response, text = page(world, acme.csm)

    assert response.status_code == 200
    assert "November 2026 <span>€50,000 in 1 contract</span>" in text
    assert "December 2026 <span>€120,000 in 2 contracts · 1 in another currency</span>" in text
    assert text.index("November 2026 <span>") < text.index("K-2") < text.index("December 2026 <span>")
    assert text.index("K-3") < text.index("K-1")
    assert "K-4" not in text
    assert "<h1>€170 k comes up for renewal</h1>" in text
    assert "September 2026 – August 2027 · 3 contracts · 1 in another currency" in text


def test_a_row_tells_countdown_amount_owner_and_the_milestone_in_hand(world, acme, book):
    with acme.scope():
        MilestoneDecision.objects.create(
            contract=acme.contract, term_ends_on=date(2026, 12, 31), milestone=120, state="sent",
            decided_on=date(2026, 9, 2), decided_at=NOW, days_left=120,
        )  # fmt: skip
    _response, text = page(world, acme.csm, "?f.account=is:" + str(acme.account.pk))

    assert "105 d" in text
    assert "· 31 Dec ’26" in text
    assert "€120,000</td>" in text
    assert "Needs a decision" in text
    assert f'<span class="cs-truncate">{acme.rm.user}</span> <abbr class="cs-text-3">RM</abbr>' in text
    assert '<li class="is-sent" title="reminded">' in text
    assert '<li class="is-next" title="on 2 Oct 2026">90' in text
    assert 'Start the renewal talk<span class="cs-cell-2">90 days, from 2 Oct ’26</span>' in text


def test_a_milestone_that_passed_undecided_is_due_and_those_before_it_are_skipped(world, acme, book):
    with acme.scope():
        Contract.objects.filter(external_id="K-1").update(ends_on=TODAY + timedelta(days=80))
    _response, text = page(world, acme.csm, "?f.account=is:" + str(acme.account.pk))

    assert '<li class="is-skipped" title="Skipped: a nearer milestone was sent">120' in text
    assert '<li class="is-due" title="due since 7 Sep 2026">90' in text
    assert '<li class="is-next" title="on 7 Oct 2026">60' in text
    assert "90 days, since 7 Sep ’26" in text


def test_an_owner_who_left_is_not_named(world, acme, book):
    with acme.scope():
        Member.objects.filter(pk=acme.rm.pk).update(left_at=NOW)
    _response, text = page(world, acme.csm, "?f.account=is:" + str(acme.account.pk))
    assert f'<span class="cs-truncate">{acme.csm.user}</span> <abbr class="cs-text-3">CSM</abbr>' in text


def test_what_cannot_renew_is_not_listed(world, acme, book):
    with acme.scope():
        gone = add_account("Gone", owner=acme.csm, status=AccountStatus.CHURNED)
        contract(gone, "X-1", ends_on=date(2026, 12, 31))
        contract(book, "X-2", ends_on=date(2026, 12, 31), cancelled_on=date(2026, 10, 1))
        contract(book, "X-3", ends_on=date(2026, 9, 16))
        contract(book, "X-4", starts_on=date(2026, 10, 1))
        contract(book, "X-5", ends_on=date(2026, 12, 31), declared_churned=True)
        contract(book, "X-6", ends_on=date(2026, 9, 17), arr_amount=1_00)
    _response, text = page(world, acme.csm)

    assert [number for number in range(1, 7) if f"X-{number}<" in text] == [6]
    assert "today" in text


def test_short_terms_stand_apart(world, acme, book):
    _response, text = page(world, acme.csm, "?terms=short")

    assert "September 2026 <span>€1,200 in 1 contract</span>" in text
    assert "K-4" in text
    assert "K-2" not in text
    assert "Terms of 3 months or less have no milestones." in text
    assert "<h1>1 contract renews at short terms</h1>" in text
    assert "<p>€1,200 ARR</p>" in text
    assert "Next milestone" not in text


def test_the_figures_above_the_list(world, acme, book):
    with acme.scope():
        contract(book, "K-5", ends_on=TODAY + timedelta(days=20), arr_amount=7_000_00, auto_renew=True)
        contract(book, "K-6", ends_on=TODAY + timedelta(days=33), arr_amount=3_000_00)
    response, _text = page(world, acme.csm)
    cells = {cell.label: (cell.value, cell.note) for cell in response.context["metrics"]}

    assert cells == {
        "Within 30 days": ("€7,000", "1 contract"),
        "Within 90 days": ("€60,000", "4 contracts"),
        "Needs a decision within 90 days": ("€3,000", "2 contracts"),
        "At risk within 12 months": ("€0", "0 contracts"),
        "Milestones this week": ("1", "in the next 7 days"),
    }
    _response, week = page(world, acme.csm, "?f.milestone_week=is:yes")
    assert "1–1 of 1 contract" in week
    assert "K-2<" not in week


def test_the_chart_counts_each_month_by_band(world, acme, book):
    with acme.scope():
        CurrentScore.objects.create(
            account=book, version=ScorecardVersion.objects.first(), score=1500, score_100=25_000, band="at_risk",
            coverage_bp=10_000, ratings=[], since_on=TODAY,
        )  # fmt: skip
    response, _text = page(world, acme.csm)
    chart = response.context["chart"]

    assert chart.data["x"][:5] == ["Sep ’26", "Oct", "Nov", "Dec", "Jan ’27"]
    data = {series["name"]: series["data"][:5] for series in chart.data["series"]}
    assert data == {
        "Healthy": [0, 0, 0, 0, 0],
        "Monitor": [0, 0, 0, 0, 0],
        "At risk": [0, 0, 50, 0, 0],
        "Unknown": [0, 0, 0, 120, 0],
    }
    assert chart.data["unit"] == {"prefix": "€", "suffix": "\u202fk", "digits": 0}
    assert chart.rows[2] == ("November 2026", "€0", "€0", "€50,000", "€0", "€50,000")
    assert chart.data["series"][2]["urls"][2] == "/w/acme/renewals/?f.month=is:2026-11&f.band=is:at_risk"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f.month=is:2026-11", ["K-2"]),
        ("f.month=not:2026-11", ["K-3", "K-1"]),
        ("f.month=is:2026-11,2026-12", ["K-2", "K-3", "K-1"]),
        ("f.renewal_window=is:60", ["K-2"]),
        ("f.renewal_window=is:90,120", ["K-3", "K-1"]),
        ("f.term_end=within:54", ["K-2"]),
        ("f.arr=over:60000", ["K-1"]),
        ("f.renews=is:yes", ["K-2"]),
        ("f.name=contains:pulp", ["K-2", "K-3"]),
        ("f.band=is:at_risk", []),
        ("f.segment=is:enterprise", ["K-1"]),
        ("f.owner_rm=filled", ["K-1"]),
        ("sort=-renewal", ["K-1", "K-3", "K-2"]),
        ("sort=-arr", ["K-1", "K-2", "K-3"]),
        ("sort=account", ["K-1", "K-2", "K-3"]),
    ],
)
def test_filters_and_sorts(world, acme, book, query, found):
    response, _text = page(world, acme.csm, f"?{query}")
    assert [row.external_id for row in response.context["list"].page.objects] == found


@pytest.mark.parametrize("asked", ["2026-13", "soon", "2026-1", "2026-12-01", "';--", "0000-01"])
def test_what_is_no_month_is_told(world, acme, book, asked):
    response, text = page(world, acme.csm, f"?f.month=is:{asked}")
    assert response.status_code == 200
    assert "is no month. Write it like 2026-12." in text


def test_headings_stand_only_while_the_list_is_sorted_by_the_end(world, acme, book):
    _response, text = page(world, acme.csm, "?sort=-arr")
    assert "cs-group" not in text


def test_the_fragment_is_the_list_alone_with_its_own_sums(world, acme, book):
    response, text = page(world, acme.csm, "?f.name=contains:pulp", headers=HTMX)
    assert text.startswith('<section class="cs-panel')
    assert "December 2026 <span>€0 in 1 contract · 1 in another currency</span>" in text
    assert response["HX-Push-Url"] == "/w/acme/renewals/?f.name=contains:pulp"


def test_pages_follow_each_other_by_the_end_of_the_term(world, acme, book):
    with acme.scope():
        for number in range(30):
            contract(book, f"P-{number:02}", ends_on=date(2027, 3, 1 + number // 2))
    response, _text = page(world, acme.csm, "?size=25")
    shown = response.context["list"]
    first = [row.external_id for row in shown.page.objects]
    response, _text = page(world, acme.csm, shown.next_url)
    second = [row.external_id for row in response.context["list"].page.objects]

    assert first == ["K-2", "K-3", "K-1", *(f"P-{number:02}" for number in range(22))]
    assert second == [f"P-{number:02}" for number in range(22, 30)]


def test_money_is_hidden_from_who_may_not_see_it(world, acme, book):
    with acme.scope():
        RoleSetting.objects.create(role=Role.CSM, visibility="all", sees_money=False)
    response, text = page(world, acme.csm)

    assert "€" not in text
    assert "ARR" not in text
    assert "$" not in text
    assert "<h1>3 contracts come up for renewal</h1>" in text
    assert "December 2026 <span>2 contracts</span>" in text
    assert response.context["chart"].data["series"][3]["data"][:5] == [0, 0, 1, 2, 0]
    _response, sorted_by_amount = page(world, acme.csm, "?sort=-arr&f.arr=over:1")
    assert "cannot be sorted" in sorted_by_amount


def test_my_book_and_all(world, acme, book):
    with acme.scope():
        AccountOwner.objects.filter(account=book).delete()
    _response, mine = page(world, acme.csm)
    _response, everything = page(world, acme.csm, "?book=all")

    assert "Nordic Pulp" not in mine
    assert "Nordic Pulp" in everything


def test_a_member_bound_to_the_own_book_never_sees_others(world, acme, book):
    with acme.scope():
        AccountOwner.objects.filter(account=book).delete()
        RoleSetting.objects.create(role=Role.CSM, visibility="own_book", sees_money=True)
    _response, text = page(world, acme.csm, "?book=all")
    assert "Nordic Pulp" not in text
    assert "€120,000 in 1 contract<" in text


def test_an_outsider_gets_404(world, acme, book):
    assert world.client(world.outsider).get("/w/acme/renewals/").status_code == 404


def test_an_empty_page_leads_on(world, acme):
    with acme.scope():
        Contract.objects.all().delete()
    _response, mine = page(world, acme.csm)
    _response, everything = page(world, acme.csm, "?book=all")
    with acme.scope():
        contract(acme.account, "M-1", billing_frequency="monthly")
    _response, short = page(world, acme.csm)

    assert "No renewals in your book" in mine
    assert 'href="?book=all"' in mine
    assert "Renewals will stand here" in everything
    assert 'href="/w/acme/contracts/"' in everything
    assert "No renewals with milestones" in short
    assert 'href="?terms=short"' in short


def test_other_workspaces_do_not_add_to_the_sums(world, acme):
    _response, text = page(world, acme.csm)
    assert "December 2026 <span>€120,000 in 1 contract</span>" in text


def test_queries_do_not_grow_with_rows(world, acme, book):
    client = world.client(acme.csm)

    def asked():
        client.get("/w/acme/renewals/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/w/acme/renewals/?f.renews=is:no").status_code == 200
        ours = [q["sql"] for q in caught if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]]
        return len(ours)

    few = asked()
    with acme.scope():
        for number in range(60):
            account = add_account(f"Many {number}", owner=acme.csm)
            contract(account, f"Q-{number}", ends_on=date(2026, 12, 1 + number % 28))
            Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE)
    assert (few, asked()) == (few, few)
    assert few <= 14
