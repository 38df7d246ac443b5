"""Lists as files: as they are shown, for those who may, and of nobody else."""

import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Account, AccountOwner, Contract, Ticket
from accounts.services import put_into_bin
from core.tenancy.scope import no_workspace
from integrations.models import Export
from integrations.services import exports
from integrations.services.export_work import write
from integrations.services.exports import KEPT, LOST, mend_exports
from notifications.models import Notice
from tests.support.world import NOW, TODAY, add_account, add_member
from workspaces.choices import Right, Role, Scope, SecurityActKind
from workspaces.models import RoleSetting, SecurityAct, StoredFile, TeamMember
from workspaces.services.files import place_of
from workspaces.services.rights import set_role_rights
from workspaces.services.teams import TeamValues, create_team

PAGES = {
    "accounts": "accounts",
    "contacts": "contacts",
    "contracts": "contracts",
    "tickets": "tickets",
    "portfolio": "portfolio",
    "renewals": "renewals",
    "short-terms": "renewals",
}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def taker(world, media, redis):
    return Taker(world.acme, world.client(world.acme.admin))


class Taker:
    """One person who takes lists away."""

    def __init__(self, company, client):
        self.company, self.client = company, client

    def ask(self, key, query="", kind="csv", book="all"):
        sent = {"list": key, "query": query, "format": kind, "book": book}
        return self.client.post(f"{self.company.url}/exports/new/", sent)

    def file(self, *args, **named):
        answer = self.ask(*args, **named)
        assert answer.status_code == 303, answer.content.decode()
        return self.client.get(answer["Location"])

    def text(self, *args, **named):
        return b"".join(self.file(*args, **named).streaming_content).decode()

    def sheet(self, *args, **named):
        content = b"".join(self.file(*args, kind="xlsx", **named).streaming_content)
        return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.rows]


@pytest.fixture
def book(taker):
    """Two more accounts with figures, one of whose names wants to be a formula."""
    with taker.company.scope():
        Account.objects.update(
            arr_amount=12_000_000, mrr_amount=1_000_000, term_ends_on=date(2026, 12, 31), seats=100
        )
        add_account("=HYPERLINK(A1)", owner=taker.company.csm, arr_amount=-50, country="FI")
        add_account("Äiti & Poika", arr_amount=99, segment="smb", customer_since_on=TODAY)
    return taker


def test_the_account_list_with_its_columns_filters_and_order(book):
    query = "?f.arr=under:1000&sort=-arr&cols=arr,since,segment,owner_csm,country&after=zzz&edit=arr"

    file = book.file("accounts", query)

    assert b"".join(file.streaming_content).decode() == (
        '\ufeff"Account","ARR, EUR","Customer since","Segment","CSM","Country"\r\n'
        '"Äiti & Poika",0.99,"2026-09-17","SMB","",""\r\n'
        '"\'=HYPERLINK(A1)",-0.50,"","","Csm of Acme","Finland"\r\n'
    )
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="Accounts 2026-09-17.csv"'
    assert file["Cache-Control"] == "private, no-store"


def test_the_same_as_a_workbook(book):
    assert book.sheet("accounts", "?f.arr=under:1000&sort=-arr&cols=arr,since,country") == [
        ["Account", "ARR, EUR", "Customer since", "Country"],
        ["Äiti & Poika", 0.99, NOW.replace(tzinfo=None, hour=0), None],
        ["'=HYPERLINK(A1)", -0.5, None, "Finland"],
    ]


def test_default_columns_and_every_page_of_the_list(book):
    with book.company.scope():
        for number in range(60):
            add_account(f"Account {number:02}")

    lines = book.text("accounts", "?size=25").splitlines()

    assert (
        lines[0] == '\ufeff"Account","Health","Score","4 wk","ARR, EUR","Stage","Status","Renewal on","CSM"'
    )
    assert len(lines) == 64
    assert (
        '"Customer of Acme","Unknown","","",120000.00,"Land","Prospect","2026-12-31","Csm of Acme"' in lines
    )


def test_my_book_holds_mine(book):
    csm = Taker(book.company, book.client)
    assert [
        line.split(",")[0] for line in csm.text("accounts", "?cols=segment", book="mine").splitlines()
    ] == ['\ufeff"Account"']


def test_contacts(taker):
    assert taker.text("contacts", "?sort=-name") == (
        '\ufeff"Contact","Account","Role","Level","Influence","Stance","E-mail"\r\n'
        '"Urho User","Customer of Acme","End user","Specialist","","","urho@customer.example"\r\n'
        '"Anna Sponsor","Customer of Acme","Sponsor","C-level","","","anna@customer.example"\r\n'
    )


def test_contracts_say_each_amounts_currency(taker):
    with taker.company.scope():
        Contract.objects.create(
            account=taker.company.account, external_id="K-2", name="Pilot", starts_on=date(2024, 1, 1),
            ends_on=date(2024, 12, 31), currency="JPY", arr_amount=5000,
        )  # fmt: skip

    assert taker.text("contracts", "?cols=state,arr,starts,term,renews") == (
        '\ufeff"Contract","State","ARR","ARR, currency","Start","Current term ends","Renews itself"\r\n'
        '"K-1","Open",120000.00,"EUR","2026-01-01","2026-12-31","no"\r\n'
        '"K-2: Pilot","Ended",5000,"JPY","2024-01-01","","no"\r\n'
    )


def test_tickets_with_moments_in_the_readers_zone(taker):
    with taker.company.scope():
        Ticket.objects.create(
            account=taker.company.account, external_id="T-1", subject="@all: help", opened_at=NOW,
            first_response_minutes=90, priority="urgent",
        )  # fmt: skip
        taker.company.workspace.time_zone = "Europe/Helsinki"
        taker.company.workspace.save()

    assert taker.text("tickets", "?cols=status,priority,escalated,opened,response") == (
        '\ufeff"Ticket","Status","Priority","Escalated","Opened","First response, minutes"\r\n'
        '"T-1: @all: help","Open","Urgent","no","2026-09-17 11:00:00",90\r\n'
    )


def test_the_portfolio_of_a_day(book):
    lines = book.text("portfolio", "?asof=2026-09-01&cols=arr,renewal").splitlines()
    assert lines == [
        '\ufeff"Account","ARR, EUR","Renewal on"',
        '"Customer of Acme",120000.00,"2026-12-31"',
        '"\'=HYPERLINK(A1)",0.00,""',
    ]


def test_renewals_with_their_milestones(taker):
    lines = taker.text("renewals", "?cols=arr,renewal,milestones,agenda,end,owner,contract").splitlines()
    assert lines == [
        '\ufeff"Account","ARR","ARR, currency","Renewal on","Days before end","Next milestone","At the end",'
        '"Owner","Contract"',
        '"Customer of Acme",120000.00,"EUR","2026-12-31","120 due since 2 Sep 2026, 90 on 2 Oct 2026, '
        '60 on 1 Nov 2026, 30 on 1 Dec 2026","Validate the renewal list, 120 days, since 2 Sep ’26","Needs a decision",'
        '"Rm of Acme (RM)","K-1"',
    ]


@pytest.mark.parametrize("key", PAGES)
def test_every_list_has_both_kinds_of_file(taker, key):
    query = "?terms=short" if key == "short-terms" else ""
    assert taker.text(key, query).startswith('\ufeff"')
    assert len(taker.sheet(key, query)[0]) > 3


@pytest.mark.parametrize("page", sorted(set(PAGES.values()) - {"tickets"}))
def test_the_menu_stands_where_there_is_something_to_take(taker, page):
    shown = taker.client.get(f"{taker.company.url}/{page}/?book=all").content.decode()
    assert re.findall(r'name="format" value="(\w+)"', shown) == ["csv", "xlsx"]
    assert f'action="{taker.company.url}/exports/new/"' in shown
    assert 'name="book" value="all"' in shown


def test_what_is_taken_is_logged(book):
    book.text("accounts", "?f.arr=under:1000")
    with book.company.scope():
        act = SecurityAct.objects.get(kind=SecurityActKind.EXPORTED)
        file = StoredFile.objects.get()
        assert (act.member, act.subject, act.at) == (book.company.admin, "Accounts", NOW)
        assert act.detail == {
            "list": "accounts",
            "rows": 2,
            "format": "csv",
            "query": "?f.arr=under:1000",
            "book": "all",
            "sha256": file.sha256,
        }
        assert place_of(file).stat().st_size == file.size


@pytest.mark.parametrize("role", [Role.CSM, Role.SUPPORT, Role.MARKETING, Role.OBSERVER])
def test_without_the_right_there_is_no_menu_and_no_file(world, media, role):
    taker = Taker(world.acme, world.client(world.acme.members[role]))

    shown = taker.client.get(f"{world.acme.url}/accounts/?book=all").content.decode()

    assert "exports/new" not in shown
    assert taker.ask("accounts").status_code == 403
    with world.acme.scope():
        assert not Export.objects.exists()
        assert not StoredFile.objects.exists()
    assert list(media.iterdir()) == []


def test_money_is_in_no_file_of_who_may_not_see_it(world, media, monkeypatch):
    """No role of the matrix exports without money; a workspace or a person's rights may be set so."""
    from workspaces import rights

    finance = world.acme.members[Role.FINANCE]
    hidden = {**rights.MATRIX[Role.FINANCE], rights.Right.SEE_MONEY: rights.Cell(rights.Scope.NONE)}
    monkeypatch.setitem(rights.MATRIX, Role.FINANCE, hidden)
    with world.acme.scope():
        Account.objects.update(arr_amount=12_345_600, mrr_amount=1_234_500)
    taker = Taker(world.acme, world.client(finance))

    found = [
        taker.text(key, "?cols=arr,mrr,seats&sort=-arr&f.arr=over:1") for key in PAGES if key != "short-terms"
    ]

    assert [
        text for text in found if "ARR" in text or "MRR" in text or "123456" in text or "120000" in text
    ] == []
    assert [len(text.splitlines()) for text in found] == [2, 3, 2, 1, 2, 2]


def test_nobody_else_gets_the_file(world, taker):
    address = taker.ask("accounts")["Location"]
    with world.acme.scope():
        pk = Export.objects.get().pk

    for other in (world.acme.lead, world.acme.members[Role.FINANCE], world.outsider):
        browser = world.client(other)
        for path in (address, f"{world.acme.url}/exports/{pk}/", f"{world.acme.url}/exports/{pk}/progress/"):
            assert browser.get(path).status_code == 404


def test_a_file_written_under_other_rights_is_not_handed_out(world, media):
    csm = Taker(world.acme, world.client(world.acme.members[Role.EXECUTIVE]))
    address = csm.ask("accounts")["Location"]
    with world.acme.scope():
        Export.objects.update(seen_under="own_book:")

    answer = csm.client.get(address)

    assert answer.status_code == 403
    assert "Export the list again" in answer.content.decode()


@pytest.mark.parametrize(("key", "kind"), [("strange", "csv"), ("accounts", "pdf"), ("", "")])
def test_what_is_no_list_or_no_kind_of_file_is_missing(taker, key, kind):
    assert taker.ask(key, kind=kind).status_code == 404


def test_queries_do_not_grow_with_rows(book):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            book.ask("accounts")
        return len(captured.captured_queries)

    cost()
    few = cost()
    with book.company.scope():
        for number in range(200):
            add_account(f"More {number}")
    assert cost() == few


@pytest.fixture
def large(book, monkeypatch):
    """Lists of more than two rows are large."""
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    return book


def work(taker, pk):
    with no_workspace():
        write(taker.company.workspace.pk, pk, now=NOW)


def test_a_large_list_is_written_by_a_worker_and_told_of(large):
    answer = large.ask("accounts", "?sort=-arr&cols=arr")
    with large.company.scope():
        export = Export.objects.get()
    page = f"{large.company.url}/exports/{export.pk}/"
    assert answer["Location"] == page
    assert "Waiting for a worker" in large.client.get(page).content.decode()
    assert "Waiting for a worker" in large.client.get(f"{page}progress/").content.decode()
    assert large.client.get(f"{page}file/").status_code == 404

    work(large, export.pk)
    work(large, export.pk)

    assert large.client.get(f"{page}progress/")["Location"] == page
    assert "Accounts 2026-09-17.csv" in large.client.get(page).content.decode()
    assert b"".join(large.client.get(f"{page}file/").streaming_content).decode().splitlines()[1:] == [
        '"Customer of Acme",120000.00',
        '"Äiti & Poika",0.99',
        '"\'=HYPERLINK(A1)",-0.50',
    ]
    with large.company.scope():
        notice = Notice.objects.get()
        assert (notice.member, notice.title) == (large.company.admin, "Your file is ready: Accounts")
        assert (notice.body, notice.path) == ("3 rows. It is kept for seven days.", f"exports/{export.pk}/")
        assert SecurityAct.objects.filter(kind=SecurityActKind.EXPORTED).count() == 1


def test_who_lost_the_right_meanwhile_gets_no_file(large):
    large.ask("accounts")
    with large.company.scope():
        export = Export.objects.get()
        large.company.admin.role = Role.OBSERVER
        large.company.admin.save()

    work(large, export.pk)

    with large.company.scope():
        export.refresh_from_db()
        assert (export.state, export.file, StoredFile.objects.count()) == ("failed", None, 0)
        assert "Export data" in export.error


def test_a_lost_worker_is_asked_again_and_a_dead_one_is_said_to_be(large):
    large.ask("accounts")
    large.ask("accounts", "?sort=-arr")
    with large.company.scope():
        lost, dead = Export.objects.order_by("pk")
        Export.objects.filter(pk=dead.pk).update(state="running", started_at=NOW - timedelta(minutes=1))

        assert mend_exports(now=NOW + LOST + timedelta(seconds=1)) == 2

        lost.refresh_from_db()
        dead.refresh_from_db()
        assert (lost.state, lost.queued_at) == ("queued", NOW + LOST + timedelta(seconds=1))
        assert (dead.state, dead.error) == ("failed", "The worker stopped before the end.")


def test_files_are_thrown_away_after_a_week(taker, django_capture_on_commit_callbacks):
    taker.ask("accounts")
    with taker.company.scope():
        place = place_of(StoredFile.objects.get())
        assert mend_exports(now=NOW + KEPT) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert mend_exports(now=NOW + KEPT + timedelta(seconds=1)) == 1
        assert not Export.objects.exists()
        assert not StoredFile.objects.exists()
    assert not place.exists()


def test_a_role_that_sees_its_own_book_takes_its_own_book(world, media, monkeypatch):
    from workspaces import rights

    opened = {**rights.MATRIX[Role.CSM], rights.Right.EXPORT_DATA: rights.Cell(rights.Scope.ALL)}
    monkeypatch.setitem(rights.MATRIX, Role.CSM, opened)
    with world.acme.scope():
        RoleSetting.objects.filter(role=Role.CSM).delete()
        RoleSetting.objects.create(role=Role.CSM, visibility="own_book", sees_money=True)
        add_account("Nobody's")
    taker = Taker(world.acme, world.client(world.acme.csm))

    assert taker.text("accounts", "?cols=seats", book="all").splitlines()[1:] == ['"Customer of Acme",0']


@pytest.mark.parametrize("change", ["team", "owner", "bin"])
def test_a_file_of_who_sees_some_accounts_is_refused_once_others_are_seen(world, media, redis, change):
    """Proof 55: seven days are long, and the file was written under an earlier team."""
    acme = world.acme
    with acme.scope():
        RoleSetting.objects.create(role=Role.CSM, visibility="own_teams", sees_money=True)
        set_role_rights(Role.CSM, {Right.EXPORT_DATA: Scope.ALL}, by=acme.admin, now=NOW)
        mate = add_member(acme, Role.AM, "mate@acme.example")
        team = create_team(TeamValues("Pool", [acme.csm.pk, mate.pk]), by=acme.admin, now=NOW)
        theirs = add_account("Mate's", owner=mate)
    csm = Taker(acme, world.client(acme.csm))
    address = csm.ask("accounts")["Location"]
    assert "Mate's" in b"".join(csm.client.get(address).streaming_content).decode()

    with acme.scope():
        if change == "team":
            TeamMember.objects.filter(team=team, member=acme.csm).delete()
        elif change == "owner":
            AccountOwner.objects.filter(account=theirs).update(member=acme.dm)
        else:
            put_into_bin(theirs, by=acme.admin, now=NOW, today=TODAY)

    answer = csm.client.get(address)
    assert answer.status_code == 403
    assert "Export the list again" in answer.content.decode()
    assert (
        "Mate's" not in b"".join(csm.client.get(csm.ask("accounts")["Location"]).streaming_content).decode()
    )
