from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import AccountStatus
from accounts.models import Account, AccountOwner, Contract
from accounts.rules import months_added
from accounts.services import refresh_figures
from health.models import Score
from health.services import recompute
from health.services.recompute import recompute_history
from reports.selectors.book import as_they_stood, book_weeks, customers_as_of
from reports.selectors.movers import movers
from tests.health.book import accounts, rate_all, read
from tests.support.world import NOW, TODAY
from workspaces.models import RoleSetting

GOOD, BAD = [3] * 7, [1] * 7


def ago(days):
    return TODAY - timedelta(days=days)


def contract(account, arr, starts_on, ends_on=None):
    return Contract.objects.create(
        account=account,
        external_id=f"P-{Contract.objects.count()}",
        currency="EUR",
        arr_amount=arr,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@pytest.fixture
def book(acme):
    """Three scored accounts: one healthy, one that fell ten days ago, one never rated."""
    with acme.scope():
        Contract.objects.all().delete()
        one, two, three = accounts(3, arr_amount=100_00)
        Account.objects.filter(pk=acme.account.pk).delete()
        for account in (one, two, three):
            AccountOwner.objects.create(account=account, role="csm", member=acme.csm)
        contract(one, 300_00, ago(400))
        contract(two, 200_00, ago(50))
        rate_all(one, GOOD, ago(20))
        rate_all(two, GOOD, ago(20))
        recompute(as_of=ago(20), today=TODAY, now=NOW)
        read(two, "utilisation_features", 1, ago(10))
        read(two, "utilisation_licences", 2, ago(10))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    return one, two, three


def page(world, member, query=""):
    response = world.client(member).get(f"/w/acme/portfolio/{query}")
    return response, " ".join(response.content.decode().split())


def test_a_book_over_weeks_counts_scores_and_revenue_as_they_stood(acme, book):
    with acme.scope():
        weeks = book_weeks(customers_as_of(Account.objects.all(), TODAY), TODAY, "EUR")
        assert len(weeks) == 18
        assert weeks[-1].day == TODAY
        assert dict(weeks[-1].accounts) == {"healthy": 2, "monitor": 0, "at_risk": 0, "unknown": 1}
        assert dict(weeks[-1].arr) == {"healthy": 500_00, "monitor": 0, "at_risk": 0, "unknown": 0}
        assert dict(weeks[-4].accounts) == {"healthy": 0, "monitor": 0, "at_risk": 0, "unknown": 3}
        assert weeks[0].total == 300_00


def test_the_weeks_agree_with_the_history_day_by_day(acme, book):
    with acme.scope():
        rate_all(book[2], BAD, ago(33))
        recompute_history(first=ago(120), last=TODAY, today=TODAY, now=NOW)
        for week in book_weeks(Account.objects.all(), TODAY, "EUR"):
            counts = {"healthy": 0, "monitor": 0, "at_risk": 0, "unknown": 0}
            for account in book:
                stood = (
                    Score.objects.filter(account=account, scored_on__lte=week.day)
                    .order_by("-scored_on")
                    .first()
                )
                counts[stood.band if stood else "unknown"] += 1
            assert dict(week.accounts) == counts, week.day


def test_churned_accounts_leave_the_book_on_their_day(acme, book):
    with acme.scope():
        Account.objects.filter(pk=book[0].pk).update(status=AccountStatus.CHURNED, churned_on=ago(7))
        weeks = book_weeks(Account.objects.all(), TODAY, "EUR")
        assert (weeks[-3].count, weeks[-1].count) == (3, 2)
        assert customers_as_of(Account.objects.all(), TODAY).count() == 2
        assert customers_as_of(Account.objects.all(), ago(8)).count() == 3


def test_revenue_of_a_past_day_is_that_of_the_contracts_open_then(acme, book):
    with acme.scope():
        then = as_they_stood(Account.objects.order_by("pk"), ago(100), "EUR", 3).values_list(
            "arr_then", flat=True
        )
        assert list(then) == [300_00, 0, 0]


def test_the_term_of_a_past_day_is_the_one_that_the_figures_of_that_day_would_hold(acme):
    """As of today both are the same; as of a day before, only the contracts and terms of then count."""
    with acme.scope():
        Contract.objects.all().delete()
        account = acme.account
        contract(account, 100_00, ago(900), ago(300))
        contract(
            account, 100_00, ago(200), ago(200) + timedelta(days=80)
        )  # shorter than terms with milestones
        contract(account, 100_00, ago(100))
        Contract.objects.filter(ends_on=None).update(term_months=6)
        refresh_figures(today=TODAY)
        account.refresh_from_db()

        def then(day):
            return as_they_stood(Account.objects.filter(pk=account.pk), day, "EUR", 3).get().term_then

        assert then(TODAY) == account.term_ends_on == months_added(ago(100), 6) - timedelta(days=1)
        assert then(ago(301)) == then(ago(300)) == ago(300)
        assert then(ago(180)) is None


def test_movers_say_which_metric_moved_them_most(acme):
    with acme.scope():
        one, two, three = accounts(3)
        for account in (one, two, three):
            rate_all(account, [3, 3, 3, 3, 2, 3, 1], ago(35))
        recompute(as_of=ago(30), today=TODAY, now=NOW)
        read(one, "utilisation_features", 2, ago(10))
        read(one, "sentiment", 1, ago(9))
        read(two, "growth", 3, ago(1))
        for account in (one, two, three):
            read(account, "utilisation_licences", 3, ago(8))
            if account is not one:
                read(account, "utilisation_features", 3, ago(8))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        found = movers(Account.objects.all(), TODAY)
        assert [(m.name, m.change, m.why) for m in found.fell] == [
            ("Customer 0", -21_500, "3 → 1 in Customer sentiment")
        ]
        assert [(m.name, m.change, m.why) for m in found.rose] == [
            ("Customer 1", 14_000, "1 → 3 in Customer growth")
        ]
        assert found.moved == 2


def test_the_page_shows_the_book_and_leads_to_the_rows_of_a_band(world, acme, book):
    response, text = page(world, acme.csm)
    assert response.status_code == 200
    for said in ("Customer 0", "Customer 1", "Customer 2", "93.0", "77.5", "€500", "Health of the book"):
        assert said in text
    assert 'href="?f.band=is:healthy"' in text
    _response, healthy = page(world, acme.csm, "?f.band=is:healthy&sort=score")
    assert "1–2 of 2 accounts" in healthy


def test_a_past_day_shows_what_stood_then(world, acme, book):
    _response, text = page(world, acme.csm, f"?asof={ago(15)}&sort=-score")
    assert "Portfolio as of 2 September 2026" in text
    assert "77.5" not in text
    assert f'hx-get="?sort=-name&amp;asof={ago(15)}"' in text or f"?sort=name&amp;asof={ago(15)}" in text


@pytest.mark.parametrize("asked", ["yesterday", "2099-01-01", "1999-12-31", "2026-02-30", "'; DROP"])
def test_what_is_no_day_is_told_and_today_is_shown(world, acme, book, asked):
    response, text = page(world, acme.csm, f"?asof={asked}")
    assert response.status_code == 200
    assert "is no day" in text or "Choose a day between" in text
    assert "<h1>Portfolio</h1>" in text


def test_money_is_hidden_from_who_may_not_see_it(world, acme, book):
    with acme.scope():
        RoleSetting.objects.create(role="csm", visibility="all", sees_money=False)
    _response, text = page(world, acme.csm)
    assert "€" not in text
    assert "ARR" not in text


def test_my_book_and_all(world, acme, book):
    with acme.scope():
        AccountOwner.objects.filter(account=book[0]).delete()
    _response, mine = page(world, acme.csm)
    assert "Customer 0" not in mine
    _response, everything = page(world, acme.csm, "?book=all")
    assert "Customer 0" in everything


def test_a_fresh_workspace_shows_its_first_steps(world, acme):
    with acme.scope():
        Account.objects.all().delete()
    response, text = page(world, acme.admin)
    assert response.status_code == 200
    assert "Your customers will stand here" in text
    assert "2 steps left" in text


def test_an_outsider_gets_404(world, acme):
    assert world.client(world.outsider).get("/w/acme/portfolio/").status_code == 404


def test_old_data_is_said_to_be_old_and_a_link_leads_to_its_day(world, acme):
    with acme.scope():
        read(acme.account, "support_tickets", 3, date(2024, 12, 31), source="tickets")
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    _response, text = page(world, acme.csm)
    assert "The newest usage, tickets and answers are of 31 Dec 2024" in text
    assert "?asof=2024-12-31" in text


def test_the_page_asks_twelve_queries_with_one_account_and_with_many(world, acme):
    client = world.client(acme.csm)

    def asked():
        client.get("/w/acme/portfolio/")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get("/w/acme/portfolio/").status_code == 200
        return [
            query["sql"]
            for query in caught
            if "set_config" not in query["sql"]
            and not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK"))
        ]

    with acme.scope():
        rate_all(acme.account, GOOD, ago(2))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    few = asked()
    with acme.scope():
        for account in accounts(60):
            AccountOwner.objects.create(account=account, role="csm", member=acme.csm)
            rate_all(account, GOOD, ago(40))
        recompute(as_of=ago(40), today=TODAY, now=NOW)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    many = asked()
    with acme.scope():  # most of the book unknown, its data old, and yet some of it moved
        for number in range(100):
            account = Account.objects.create(name=f"Unrated {number}", name_key=f"unrated {number}")
            AccountOwner.objects.create(account=account, role="csm", member=acme.csm)
        read(acme.account, "support_tickets", 3, ago(60), source="tickets")
        read(acme.account, "sponsor_coverage", 1, ago(1))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    unknown = asked()
    assert len(unknown) <= 12, "\n".join(unknown)
    assert len(many) <= 12, "\n".join(many)
    assert len(few) <= 12
