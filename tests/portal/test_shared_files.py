"""Files that staff and a customer share."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AccountFile
from accounts.services.files import add_files, delete_file, erase_files
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from notifications.models import Notice
from portal.access.files import shared_file_or_404, visible_shared_files
from portal.models import SharedFile, SharedFileVersion
from portal.selectors.files import page_of_files, shared_files, versions_of
from portal.services import files as service
from portal.services.files import add_version, restore_version, send_files, share_file, take_back
from tests.support.world import NOW, add_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with world.acme.scope():
        yield world.acme


def upload(name="plan.txt", content=b"words"):
    return SimpleUploadedFile(name, io.BytesIO(content).read())


def names(acme, account=None):
    return [one.name for one in shared_files((account or acme.account).pk)]


def test_what_staff_share_the_customer_sees_until_it_is_taken_back(acme):
    file = add_files(acme.account, [upload()], by=acme.csm, now=NOW)[0]
    assert names(acme) == []
    shared = share_file(file, by=acme.csm, now=NOW)
    assert share_file(file, by=acme.lead, now=NOW) == shared
    assert (names(acme), names(acme, add_account("Second"))) == (["plan.txt"], [])
    take_back(shared, by=acme.csm, now=NOW)
    take_back(shared, by=acme.lead, now=NOW)
    shared.refresh_from_db()
    assert (names(acme), shared.taken_back_by) == ([], acme.csm)
    assert share_file(file, by=acme.csm, now=NOW).pk == shared.pk
    assert names(acme) == ["plan.txt"]


def test_what_a_contact_sends_lies_with_the_account_and_is_told_to_its_csm_once(acme):
    anna = acme.contacts[0]
    made = send_files(acme.account, [upload("a.txt"), upload("b.txt")], contact=anna, now=NOW)
    assert names(acme) == ["b.txt", "a.txt"]
    assert {one.contact_id for one in AccountFile.objects.all()} == {anna.pk}
    notice = Notice.objects.get(kind="customer_file")
    assert (notice.member, notice.title, notice.body) == (
        acme.csm, "Anna Sponsor of Customer of Acme sent a file", "a.txt, b.txt",
    )  # fmt: skip
    add_version(made[0], upload("a2.txt"), contact=anna, now=NOW)
    assert Notice.objects.filter(kind="customer_file").count() == 2


def test_versions_pile_up_and_an_older_one_comes_back_as_a_new_one(acme):
    shared = send_files(acme.account, [upload("v1.txt", b"one")], by=acme.csm, now=NOW)[0]
    add_version(shared, upload("v2.txt", b"two"), contact=acme.contacts[0], now=NOW)
    back = restore_version(shared, 1, latest=2, contact=acme.contacts[1], now=NOW)
    again = restore_version(shared, 1, latest=2, contact=acme.contacts[1], now=NOW)
    assert (back.pk, back.number, back.restored_from) == (again.pk, 3, 1)
    shared.refresh_from_db()
    assert (shared.name, shared.latest_number, names(acme)) == ("v1.txt", 3, ["v1.txt"])
    assert [one.number for one in versions_of(shared)] == [3, 2, 1]
    with pytest.raises(Conflict):
        restore_version(shared, 2, latest=2, by=acme.csm, now=NOW)
    with pytest.raises(NotFound):
        restore_version(shared, 9, latest=3, by=acme.csm, now=NOW)


def test_a_contact_reaches_neither_files_taken_back_nor_those_of_another_account(acme):
    shared = send_files(acme.account, [upload()], by=acme.csm, now=NOW)[0]
    other = send_files(add_account("Second"), [upload()], by=acme.lead, now=NOW)[0]
    take_back(shared, by=acme.csm, now=NOW)
    for one in (shared, other):
        with pytest.raises(NotFound):
            add_version(one, upload(), contact=acme.contacts[0], now=NOW)
        with pytest.raises(NotFound):
            restore_version(one, 1, latest=1, contact=acme.contacts[0], now=NOW)
    assert SharedFileVersion.objects.count() == 2


def test_a_file_in_the_bin_is_seen_by_no_customer_and_erased_with_its_bytes(acme):
    shared = send_files(acme.account, [upload()], by=acme.csm, now=NOW)[0]
    file = AccountFile.objects.get()
    delete_file(file, by=acme.csm, now=NOW)
    assert names(acme) == []
    assert not visible_shared_files(acme.csm).exists()
    with pytest.raises(Conflict):
        share_file(file, by=acme.csm, now=NOW)
    assert erase_files(AccountFile.objects.select_related("file")) == 1
    assert SharedFile.objects.get() == shared
    assert not SharedFileVersion.objects.exists()


def test_a_bad_file_refuses_all_of_them_and_a_day_has_room_for_a_hundred(acme, monkeypatch):
    with pytest.raises(DomainErrors):
        send_files(acme.account, [upload(), upload("x.exe", b"MZ")], contact=acme.contacts[0], now=NOW)
    assert not AccountFile.objects.exists()
    assert not SharedFile.objects.exists()
    monkeypatch.setattr(service, "MOST_A_DAY", 2)
    send_files(acme.account, [upload("a.txt"), upload("b.txt")], contact=acme.contacts[0], now=NOW)
    with pytest.raises(DomainError, match="a hundred files"):
        send_files(acme.account, [upload("c.txt")], contact=acme.contacts[1], now=NOW)
    send_files(
        acme.account, [upload("c.txt")], contact=acme.contacts[0], now=NOW + timedelta(days=1, minutes=1)
    )


def test_files_are_found_by_words_of_their_names_and_leafed_through(acme):
    for number in range(5):
        send_files(
            acme.account,
            [upload(f"Shift plan {number}.txt")],
            by=acme.csm,
            now=NOW + timedelta(minutes=number),
        )
    first = page_of_files(acme.account.pk, size=3)
    rest = page_of_files(acme.account.pk, after=first.next_mark, size=3)
    assert [one.name[11] for one in [*first.rows, *rest.rows]] == ["4", "3", "2", "1", "0"]
    assert [one.name for one in page_of_files(acme.account.pk, "plan 3").rows] == ["Shift plan 3.txt"]
    assert page_of_files(acme.account.pk, "%_" * 5000).rows == []


def test_a_file_with_amounts_does_not_exist_for_who_sees_no_money(acme):
    shared = send_files(acme.account, [upload()], by=acme.csm, now=NOW)[0]
    AccountFile.objects.update(shows_money=True)
    with pytest.raises(NotFound):
        shared_file_or_404(acme.observer, acme.account.pk, shared.pk)
    assert shared_file_or_404(acme.csm, acme.account.pk, shared.pk) == shared
