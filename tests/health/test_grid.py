from datetime import timedelta

import pytest

from accounts.services.accounts import assign_owners
from health.models import Metric, Reading
from health.selectors.grid import grid_cells
from health.services.designer import MetricFields, create_metric
from tests.health.book import metric, read
from tests.support.world import NOW, TODAY, add_account, add_member
from workspaces.choices import Right, Role, Scope
from workspaces.services.rights import set_role_rights
from workspaces.services.teams import TeamValues, create_team


@pytest.fixture
def book(acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        for number in range(3):
            add_account(f"Customer {number}", owner=acme.csm, customer_since_on=TODAY)
    return acme


def send(world, member, cells, **more):
    """A POST of changed cells: {(account, metric): (rating, seen)}."""
    fields = {}
    for (account_id, metric_id), (rating, seen) in cells.items():
        fields[f"r_{account_id}_{metric_id}"] = rating
        fields[f"seen_{account_id}_{metric_id}"] = seen
    return world.client(member).post("/w/acme/readings/", fields | more)


def place(account, key="sponsor_coverage"):
    return account.pk, metric(key).pk


def test_one_post_records_the_changed_cells(world, book):
    with book.scope():
        cells = {place(book.account): ("3", "")}
    assert send(world, book.csm, cells, note="After the review").status_code == 303
    with book.scope():
        found = Reading.objects.get()
        assert (found.rating, found.source, found.measured_on, found.note, found.recorded_by_id) == (
            3, "manual", TODAY, "After the review", book.csm.pk,
        )  # fmt: skip


def test_a_cell_changed_meanwhile_is_refused_with_what_stands_there_and_the_others_are_kept(world, book):
    with book.scope():
        other = add_account("Other customer", owner=book.csm)
        read(book.account, "sponsor_coverage", 1, TODAY - timedelta(days=3))
        cells = {place(book.account): ("3", "seen before that"), place(other): ("2", "")}
    answer = send(world, book.csm, cells)
    assert answer.status_code == 422
    assert "Changed meanwhile to 1. Choose again." in answer.content.decode()
    assert "1 reading recorded" in answer.content.decode()
    with book.scope():
        assert Reading.objects.get(account=other).rating == 2
        assert Reading.objects.get(account=book.account).rating == 1


def test_the_same_cells_sent_twice_record_once(world, book):
    with book.scope():
        cells = {place(book.account): ("3", "")}
    assert [send(world, book.csm, cells).status_code for _time in range(2)] == [303, 303]
    with book.scope():
        assert Reading.objects.count() == 1


def test_a_rating_off_the_scale_is_told_at_its_cell(world, book):
    with book.scope():
        cells = {place(book.account): ("9", "")}
    answer = send(world, book.csm, cells)
    assert answer.status_code == 422
    assert "Choose a rating from 1 to 3." in answer.content.decode()


def test_accounts_of_others_and_metrics_of_other_roles_are_not_rated(world, book):
    with book.scope():
        foreign = add_account("Not mine")
        cells = {place(foreign): ("3", ""), place(book.account, "financial_health"): ("3", "")}
    assert send(world, book.csm, cells).status_code == 422
    with book.scope():
        assert not Reading.objects.exists()
    assert world.client(book.observer).get("/w/acme/readings/").status_code == 403


def test_a_stale_rating_stands_empty_and_may_be_chosen_again(book):
    with book.scope():
        read(book.account, "sponsor_coverage", 2, TODAY - timedelta(days=91))
        sponsor = Metric.objects.get(key="sponsor_coverage")
        cell = grid_cells([book.account.pk], [sponsor], TODAY)[book.account.pk, sponsor.pk]
        assert (cell.rating, cell.chosen, cell.is_stale, cell.age_days) == (2, None, True, 91)


def test_the_page_holds_25_accounts_and_asks_as_often_for_one_as_for_many(
    world, book, django_assert_max_num_queries
):
    with book.scope():
        for number in range(30):
            add_account(f"More {number:02}", owner=book.csm)
    client = world.client(book.csm)
    client.get("/w/acme/readings/")
    with django_assert_max_num_queries(25):
        page = client.get("/w/acme/readings/").content.decode()
    assert page.count('name="r_') == 25
    assert "of 34 accounts" in page
    assert client.get("/w/acme/readings/?q=more&page=2").content.decode().count('name="r_') == 5


def test_finance_rates_financial_health_in_its_grid(world, book):
    page = world.client(book.members[Role.FINANCE]).get("/w/acme/readings/?all=1").content.decode()
    assert "Customer financial health" in page
    assert "Sponsor coverage" not in page


def test_an_account_of_my_team_stands_in_my_grid_exactly_as_in_my_lists(world, book):
    """Mate's is a colleague's of the same team: in My team, not in My book. Nobody's is in neither."""
    with book.scope():
        mate = add_member(book, Role.CSM, "mate@acme.example")
        pool = create_team(TeamValues("SMB pool", [book.csm.pk, mate.pk]), by=book.admin, now=NOW)
        add_account("Mate's", owner=mate)
        add_account("Nobody's")
        pooled = add_account("Pooled")
        assign_owners(pooled, {"csm": pool}, by=book.admin, now=NOW, today=TODAY)
        set_role_rights(Role.CSM, {Right.SEE_ACCOUNTS: Scope.ALL}, by=book.admin, now=NOW)
        cells = {place(pooled): ("2", "")}
    own = ["Customer 0", "Customer 1", "Customer 2", "Customer of Acme", "Pooled"]
    reaches = {
        Scope.OWN: {"mine": own, "team": own, "all": own},
        Scope.TEAM: {"mine": own, "team": sorted([*own, "Mate's"]), "all": sorted([*own, "Mate's"])},
        Scope.ALL: {
            "mine": own,
            "team": sorted([*own, "Mate's"]),
            "all": sorted([*own, "Mate's", "Nobody's"]),
        },
    }
    client = world.client(book.csm)
    for scope, books in reaches.items():
        with book.scope():
            set_role_rights(Role.CSM, {Right.RECORD_READINGS: scope}, by=book.admin, now=NOW)
        for choice, names in books.items():
            listed = {row.id for row in client.get(f"/w/acme/accounts/?book={choice}").context["list"].rows}
            shown = [row["account"] for row in client.get("/w/acme/readings/").context["rows"]]
            assert sorted(account.name for account in shown) == names, (scope, choice)
            assert {account.pk for account in shown} <= listed
            if choice == "mine" or scope == Scope.ALL:
                assert {account.pk for account in shown} == listed
    assert send(world, book.csm, cells).status_code == 303
    with book.scope():
        assert Reading.objects.get(account=pooled).rating == 2


def test_a_metric_of_the_workspaces_own_is_rated_in_the_grid_by_who_may(world, book):
    with book.scope():
        create_metric(MetricFields("Executive mood", "voice", 60), by=book.admin, now=NOW)
        own = Metric.objects.get(label="Executive mood")
        cells = {(book.account.pk, own.pk): ("1", "")}
    page = world.client(book.lead).get("/w/acme/readings/?book=all").content.decode()
    assert "Executive mood" in page
    assert "Executive mood" not in world.client(book.csm).get("/w/acme/readings/").content.decode()
    assert send(world, book.lead, cells).status_code == 303
    with book.scope():
        assert Reading.objects.get(metric=own).rating == 1
