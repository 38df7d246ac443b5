"""The bin: gone from everywhere, back with everything, removed for good after 30 days, and by whom."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.access import account_or_404, in_bin, members_who_see
from accounts.holdings import OWNED
from accounts.models import Account, AccountFile, Contact, Contract, ContractLine, Invoice, Payment, Ticket
from accounts.selectors.bin import bin_page
from accounts.services import ContactFields, create_contact, put_into_bin, refresh_figures, take_out_of_bin
from accounts.services.emptying import empty_bin
from accounts.services.files import add_files, keep_with_account
from accounts.services.timeline import EntryFields, delete_entry, write_entry
from core.errors import DomainError, NotFound
from core.lists import LIST_SOURCES
from health.models import CurrentScore, Score, UsageEvent, UsageMessage
from health.services.recompute import recompute
from lifecycle.selectors.due import due_milestones
from notifications.models import Notice
from notifications.selectors import notices_of
from portal.models import InquiryFile
from portal.models.chat import ChatRoom
from reports.models import QbrSnapshot
from tests.isolation.rows import Shelf
from tests.support.world import NOW, TODAY, add_account
from workspaces.models import RoleSetting, StoredFile
from workspaces.services.files import store_file
from workspaces.services.teams import TeamValues, create_team

NAME = "Customer of Acme"
DAYS_30 = timedelta(days=30)


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(world, row, by=None, now=NOW):
    with world.acme.scope():
        put_into_bin(row, by=by or world.acme.admin, now=now, today=TODAY)


def take(world, row, by=None, now=NOW):
    with world.acme.scope():
        take_out_of_bin(row, by=by or world.acme.admin, now=now, today=TODAY)


def text_of(answer):
    return answer.content.decode()


def at(world, path="", account=None):
    return f"{world.acme.url}/accounts/{(account or world.acme.account).pk}/{path}"


ACROSS = [
    "accounts/",
    "contacts/",
    "contracts/",
    "tickets/",
    "invoices/",
    "portfolio/",
    "renewals/",
    "readings/",
]
OF_ACCOUNT = ["", "details/", "timeline/", "contacts/", "contracts/", "tickets/", "invoices/", "files/", "history/",
              "edit/", "owners/", "merge/", "deletion/", "readings/", "usage/", "reviews/", "panels/contracts/"]  # fmt: skip


@pytest.fixture
def full(world, redis):
    """An account with something of everything, and a parent that stays."""
    with world.acme.scope():
        account = world.acme.account
        Account.objects.filter(pk=account.pk).update(parent=add_account("Group", owner=world.acme.csm))
        Ticket.objects.create(account=account, external_id="T-1", subject=f"Printer of {NAME}", opened_at=NOW)
        Invoice.objects.create(
            account=account,
            external_id=f"I-1 {NAME}",
            issued_on=TODAY,
            due_on=TODAY,
            amount=100,
            currency="EUR",
        )
        Contract.objects.filter(account=account).update(name=f"Licences, {NAME}")
        Contact.objects.filter(account=account).update(title=NAME)
        refresh_figures(today=TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    return world


def exported(world, browser):
    found = {}
    for source in LIST_SOURCES:
        sent = {"list": source.key, "format": "csv", "book": "all"}
        answer = browser.post(f"{world.acme.url}/exports/new/", sent, follow=True)
        found[source.key] = b"".join(answer.streaming_content).decode()
    return found


def test_an_account_in_the_bin_is_on_no_page_and_in_no_file_and_comes_back_whole(full, media):
    browser = full.client(full.acme.admin)
    pages = {path: f"{full.acme.url}/{path}?book=all" for path in ACROSS}
    before = {path: text_of(browser.get(url)) for path, url in pages.items()}
    assert [path for path, page in before.items() if NAME not in page] == []
    put(full, full.acme.account)
    assert [path for path, url in pages.items() if NAME in text_of(browser.get(url))] == []
    assert [path for path in OF_ACCOUNT if browser.get(at(full, path)).status_code != 404] == []
    assert [key for key, text in exported(full, browser).items() if NAME in text] == []
    assert browser.get(f"{full.acme.url}/accounts/names/?other=Customer").context["names"] == []
    take(full, full.acme.account)
    assert [path for path, url in pages.items() if NAME not in text_of(browser.get(url))] == []
    assert [path for path in OF_ACCOUNT if browser.get(at(full, path)).status_code not in (200, 303)] == []


def test_no_row_of_what_hangs_on_it_is_touched(full):
    def hanging():
        return [
            list(model.with_bin.filter(account=full.acme.account).values())
            for model in (Contact, Contract, Ticket, Invoice)
        ]

    with full.acme.scope():
        before = hanging()
        put_into_bin(full.acme.account, by=full.acme.csm, now=NOW, today=TODAY)
        assert hanging() == before
        assert [m.objects.count() for m in (Contact, Contract, Ticket, Invoice)] == [0, 0, 0, 0]


def test_scores_reminders_and_notices_pass_it_by(full):
    account = full.acme.account
    with full.acme.scope():
        late = TODAY + timedelta(days=15)  # 90 days before the term's end
        assert [
            one.account_id for one in due_milestones(full.acme.workspace, today=late, accounts=9).rows
        ] == [account.pk]
        Notice.objects.create(
            member=full.acme.csm,
            account=account,
            kind="x",
            title="t",
            path="x",
            origin_key="x",
            created_at=NOW,
        )
        assert notices_of(full.acme.csm).count() == 1
        scored = recompute(as_of=TODAY, today=TODAY, now=NOW).accounts
        put_into_bin(account, by=full.acme.csm, now=NOW, today=TODAY)
        assert due_milestones(full.acme.workspace, today=late, accounts=9).rows == ()
        assert notices_of(full.acme.csm).count() == 0
        assert recompute(as_of=TODAY, today=TODAY, now=NOW).accounts == scored - 1
        assert (
            CurrentScore.objects.filter(account=account).exists()
            == Score.objects.filter(account=account).exists()
        )


def test_a_contract_in_the_bin_counts_nowhere_and_comes_back(full):
    account, contract = full.acme.account, full.acme.contract
    with full.acme.scope():
        put_into_bin(contract, by=full.acme.csm, now=NOW, today=TODAY)
        account.refresh_from_db()
        assert (account.arr_amount, account.seats, account.open_contracts, account.term_ends_on) == (
            0,
            0,
            0,
            None,
        )
        assert due_milestones(full.acme.workspace, today=TODAY, accounts=9).rows == ()
        take_out_of_bin(contract, by=full.acme.csm, now=NOW, today=TODAY)
        account.refresh_from_db()
        assert (account.arr_amount, account.seats, account.open_contracts) == (12_000_000, 100, 1)


def test_deleting_by_the_page_counts_what_goes_along_is_done_once_and_undone(full):
    browser = full.client(full.acme.csm)
    page = text_of(browser.get(at(full, "deletion/")))
    for words in ("Contacts: 2", "Contracts: 1", "Tickets: 1", "Invoices: 1"):
        assert words in page
    assert browser.post(at(full, "deletion/")).status_code == 303
    with full.acme.scope():
        first = Account.with_bin.get(pk=full.acme.account.pk)
    assert (first.deleted_at, first.deleted_by_id) == (NOW, full.acme.csm.pk)
    assert full.client(full.acme.admin).post(at(full, "deletion/")).status_code == 303
    with full.acme.scope():
        again = Account.with_bin.get(pk=full.acme.account.pk)
    assert (again.deleted_at, again.deleted_by_id) == (NOW, full.acme.csm.pk)
    shown = text_of(browser.get(f"{full.acme.url}/accounts/"))
    assert at(full, "restoration/") in shown
    for _twice in range(2):
        assert browser.post(at(full, "restoration/"))["Location"] == at(full)


@pytest.mark.parametrize("kind", ["contact", "contract"])
def test_contacts_and_contracts_go_and_come_back_by_the_page(world, kind):
    row = world.acme.contacts[0] if kind == "contact" else world.acme.contract
    browser, url = world.client(world.acme.admin), at(world, f"{kind}s/{row.pk}/")
    for _twice in range(2):
        assert browser.post(f"{url}deletion/").status_code == 303
    assert browser.get(url).status_code == 404
    assert browser.get(at(world, f"{kind}s/")).context["counts"].__getattribute__(f"{kind}s") == (
        1 if kind == "contact" else 0
    )
    for _twice in range(2):
        assert browser.post(f"{url}restoration/")["Location"] == url
    assert browser.get(url).status_code == 200


def test_the_bin_lists_every_kind_with_who_when_and_how_long(world, media, time_machine):
    acme = world.acme
    with acme.scope():
        entry = write_entry(acme.account, EntryFields(body="Words of a call"), by=acme.csm, now=NOW)
        [file] = add_files(acme.account, [SimpleUploadedFile("plan.txt", b"plain")], by=acme.csm, now=NOW)
        delete_entry(entry, by=acme.csm, now=NOW)
        AccountFile.objects.filter(pk=file.pk).update(deleted_at=NOW + timedelta(hours=1), deleted_by=acme.am)
        gone = add_account("Gone by mistake")
    put(world, acme.contacts[0], by=acme.lead, now=NOW + timedelta(hours=2))
    put(world, acme.contract, by=acme.lead, now=NOW + timedelta(hours=3))
    put(world, gone, by=acme.admin, now=NOW + timedelta(hours=4))
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    page = world.client(acme.admin).get(f"{acme.url}/bin/")
    told = [
        (r.kind, r.binned.name, r.binned.who, r.binned.days, bool(r.restore_url))
        for r in page.context["rows"]
    ]
    assert told == [
        ("Account", "Gone by mistake", acme.admin.user.name, 29, True),
        ("Contract", "K-1", acme.lead.user.name, 29, True),
        ("Contact", "Anna Sponsor", acme.lead.user.name, 29, True),
        ("File", "plan.txt", acme.am.user.name, 29, True),
        ("Timeline entry", "Words of a call", acme.csm.user.name, 28, True),
    ]
    for row in page.context["rows"]:
        answer = world.client(acme.admin).post(row.restore_url, {"back": "bin"})
        assert (answer.status_code, answer["Location"]) == (303, f"{acme.url}/bin/")
    assert world.client(acme.admin).get(f"{acme.url}/bin/").context["rows"] == []


def test_what_went_with_its_account_stands_there_once(world):
    put(world, world.acme.contacts[0])
    put(world, world.acme.account, now=NOW + timedelta(minutes=1))
    rows = world.client(world.acme.admin).get(f"{world.acme.url}/bin/").context["rows"]
    assert [(row.kind, row.binned.name) for row in rows] == [("Account", NAME)]
    take(world, world.acme.account)
    rows = world.client(world.acme.admin).get(f"{world.acme.url}/bin/").context["rows"]
    assert [row.binned.name for row in rows] == ["Anna Sponsor"]


def test_pages_of_the_bin_meet_without_a_gap(world):
    with world.acme.scope():
        for number in range(7):
            account = add_account(f"A{number}")
            Account.objects.filter(pk=account.pk).update(deleted_at=NOW, deleted_by=world.acme.admin)
        Contact.objects.update(deleted_at=NOW, deleted_by=world.acme.admin)
        rows, mark, seen = in_bin(world.acme.admin), "", []
        for _page in range(9):
            page = bin_page(rows, now=NOW, after=mark, size=2)
            seen += [(row.kind, row.number) for row in page.rows]
            mark = page.next_mark
            if not mark:
                break
        assert len(seen) == len(set(seen)) == 9
        assert seen == [(row.kind, row.number) for row in bin_page(rows, now=NOW, size=30).rows]


def test_who_sees_what_in_the_bin_and_restores_it(world):
    acme = world.acme
    with acme.scope():
        other = add_account("Of nobody")
    put(world, other)
    put(world, acme.account, now=NOW + timedelta(minutes=1))
    rows = world.client(acme.csm).get(f"{acme.url}/bin/").context["rows"]
    assert [(row.binned.name, bool(row.restore_url)) for row in rows] == [(NAME, True), ("Of nobody", False)]
    assert world.client(acme.csm).post(at(world, "restoration/", other)).status_code == 403
    for member in (acme.executive, acme.observer):
        assert world.client(member).get(f"{acme.url}/bin/").status_code == 403
        assert world.client(member).post(at(world, "restoration/")).status_code == 403
    with acme.scope():
        RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=False)
    rows = world.client(acme.csm).get(f"{acme.url}/bin/").context["rows"]
    assert [row.binned.name for row in rows] == [NAME]
    assert world.client(acme.csm).post(at(world, "restoration/", other)).status_code == 404
    outsider = world.client(world.outsider)
    for path in ("deletion/", "restoration/"):
        assert outsider.post(at(world, path)).status_code == 404
        answer = outsider.post(f"{world.other.url}/accounts/{acme.account.pk}/{path}")
        assert answer.status_code == 404
    with acme.scope():
        assert Account.objects.count() == 0


def test_a_file_with_amounts_is_not_in_the_bin_of_who_sees_none(world, media):
    acme = world.acme
    with acme.scope():
        [file] = add_files(acme.account, [SimpleUploadedFile("sums.txt", b"plain")], by=acme.csm, now=NOW)
        AccountFile.objects.filter(pk=file.pk).update(deleted_at=NOW, shows_money=True)
        RoleSetting.objects.create(role="csm", visibility="all", sees_money=False)
    assert world.client(acme.csm).get(f"{acme.url}/bin/").context["rows"] == []
    assert len(world.client(acme.admin).get(f"{acme.url}/bin/").context["rows"]) == 1


def own_files(account, by):
    """The ids of a file and a printed review that are this account's alone: rows of a shelf share theirs."""
    AccountFile.objects.filter(account=account).delete()
    ChatRoom.objects.all().delete()
    InquiryFile.objects.all().delete()
    [added] = add_files(account, [SimpleUploadedFile("plan.txt", b"plain")], by=by, now=NOW)
    printed = store_file([b"%PDF"], name="review.pdf", content_type="application/pdf", by=by, now=NOW)
    QbrSnapshot.objects.filter(account=account).update(file=printed)
    keep_with_account(account, printed, by=by, now=NOW)
    return [added.file_id, printed.pk]


def test_after_thirty_days_it_is_gone_for_good_and_nothing_else(world, media):
    shelf = Shelf(world.acme, "Words").fill(2)
    gone, late = shelf["accounts.Account"], NOW + DAYS_30
    with world.acme.scope():
        kept = {
            model: model.with_bin.exclude(account=gone).count()
            for model in (Contact, Contract, Ticket, Invoice)
        }
        events = UsageEvent.objects.exclude(account=gone).count()
        messages = UsageMessage.objects.count()
        own = UsageEvent.objects.filter(account=gone).count()
        files = own_files(gone, world.acme.admin)
        child = add_account("Child", parent=gone)
        put_into_bin(gone, by=world.acme.admin, now=NOW, today=TODAY)
        assert empty_bin(now=late - timedelta(seconds=1)) == 0
        assert empty_bin(now=late) >= 1
        assert not Account.with_bin.filter(pk=gone.pk).exists()
        for model, count in kept.items():
            assert model.with_bin.count() == count, model
        assert UsageEvent.objects.count() == events
        assert UsageMessage.objects.count() <= messages - min(own, 1)
        assert not StoredFile.objects.filter(pk__in=files).exists()
        child.refresh_from_db()
        assert child.parent_id is None
        assert empty_bin(now=late) == 0
        assert account_or_404(world.acme.admin, world.acme.account.pk).name == NAME
        with pytest.raises(NotFound):
            take_out_of_bin(gone, by=world.acme.admin, now=late, today=TODAY)


def test_a_contract_and_a_contact_are_removed_by_themselves(world):
    acme, late = world.acme, NOW + DAYS_30
    with acme.scope():
        invoice = Invoice.objects.create(
            account=acme.account, contract=acme.contract, external_id="I-1", issued_on=TODAY, due_on=TODAY, amount=1,
            currency="EUR",
        )  # fmt: skip
        Payment.objects.create(invoice=invoice, paid_on=TODAY, amount=1)
        for row in (acme.contract, acme.contacts[0]):
            put_into_bin(row, by=acme.admin, now=NOW, today=TODAY)
        with pytest.raises(NotFound):
            take_out_of_bin(acme.contract, by=acme.admin, now=late, today=TODAY)
        assert empty_bin(now=late) == 2
        assert (Contract.with_bin.count(), ContractLine.objects.count(), Contact.with_bin.count()) == (
            0,
            0,
            1,
        )
        invoice.refresh_from_db()
        assert (invoice.contract_id, Payment.objects.count()) == (None, 1)


def test_an_external_id_stays_with_its_row_in_the_bin(world):
    put(world, world.acme.contacts[0])
    fields = ContactFields(name="Another", external_id="C-1")
    with world.acme.scope(), pytest.raises(DomainError) as refused:
        create_contact(world.acme.account, fields, by=world.acme.admin, now=NOW, today=TODAY)
    assert (refused.value.code, refused.value.field) == ("external_id_taken", "external_id")
    assert "lies in the bin" in str(refused.value.message)


def test_history_tells_it_as_sentences(world):
    browser = world.client(world.acme.csm)
    url = at(world, f"contacts/{world.acme.contacts[0].pk}/")
    for path in (f"{url}deletion/", f"{url}restoration/", at(world, "deletion/"), at(world, "restoration/")):
        assert browser.post(path).status_code == 303
    page = text_of(browser.get(at(world, "history/")))
    for words in ("moved the contact Anna Sponsor to the bin", "restored the contact Anna Sponsor",
                  "moved the account to the bin", "restored the account"):  # fmt: skip
        assert words in page
    assert "deleted at" not in page
    assert "moved the account to the bin" in text_of(browser.get(at(world, "timeline/")))


def test_owners_and_teams_count_what_is_outside_alone(world):
    acme = world.acme
    with acme.scope():
        team = create_team(TeamValues("Pool", [acme.csm.pk]), by=acme.admin, now=NOW)
        pooled = add_account("Pooled")
        pooled.owners.create(role="csm", team=team)
        assert OWNED.count(team.pk) == 1
        put_into_bin(pooled, by=acme.admin, now=NOW, today=TODAY)
        assert OWNED.count(team.pk) == 0
        assert acme.csm in members_who_see(pooled)
