"""Entries: written once, edited without loss, deleted and brought back, by whom they may be, told to whom they name."""

from datetime import timedelta

import pytest

from accounts.access import members_who_see
from accounts.models import AccountOwner, EntryMention, TimelineEntry
from accounts.selectors.timeline import colleagues_like, names_of
from accounts.services.emptying import empty_bin
from accounts.services.timeline import (
    EntryFields,
    PastEntry,
    delete_entry,
    edit_entry,
    pin_entry,
    restore_entry,
    write_entry,
    write_past_entries,
)
from core.errors import Conflict, DomainErrors, NotFound
from core.events import deliver_waiting
from core.models import StoredEvent
from notifications.models import Notice
from notifications.services import post_mentions
from tests.support.world import NOW, add_account, add_member
from workspaces.choices import Role
from workspaces.models import RoleSetting

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def entry(world):
    with world.acme.scope():
        return write_entry(world.acme.account, EntryFields(body="First words"), by=world.acme.csm, now=NOW)


def at(world, path=""):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/{path}"


def now_of(world, entry):
    with world.acme.scope():
        return TimelineEntry.objects.get(pk=entry.pk)


def test_the_composer_writes_and_answers_afresh(world):
    browser = world.client(world.acme.csm)
    sent = {
        "kind": "call",
        "body": " One\r\ntwo ",
        "happened_at": "2026-09-16T14:20",
        "duration_minutes": "24",
    }
    answer = browser.post(at(world, "new/"), sent, headers=HTMX)
    assert answer.status_code == 200
    assert "timeline:changed" in answer["HX-Trigger"]
    assert "One" not in answer.content.decode()
    with world.acme.scope():
        made = TimelineEntry.objects.get()
    assert (made.kind, made.body, made.duration_minutes, made.author_id) == (
        "call",
        "One\ntwo",
        24,
        world.acme.csm.pk,
    )
    assert made.happened_at.isoformat() == "2026-09-16T14:20:00+00:00"


def test_times_are_those_of_the_reader(world):
    with world.acme.scope():
        world.acme.csm.user.time_zone = "Europe/Helsinki"
        world.acme.csm.user.save()
    browser = world.client(world.acme.csm)
    browser.post(at(world, "new/"), {"body": "Words", "happened_at": "2026-09-16T14:20"})
    with world.acme.scope():
        assert TimelineEntry.objects.get().happened_at.isoformat() == "2026-09-16T11:20:00+00:00"
    assert "14:20" in browser.get(at(world), headers=HTMX).content.decode()
    assert "11:20" in world.client(world.acme.admin).get(at(world), headers=HTMX).content.decode()


def test_sent_twice_it_is_written_once(world):
    browser = world.client(world.acme.csm)
    key = browser.get(at(world)).context["composer"]["key"].value()
    for _time in range(2):
        assert browser.post(at(world, "new/"), {"body": "Words", "key": key}, headers=HTMX).status_code == 200
    with world.acme.scope():
        assert TimelineEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"body": "  "}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"body": "a\0b"}, "body"),
        ({"body": "x", "kind": "visit"}, "kind"),
        ({"body": "x", "happened_at": "2026-09-18T10:00"}, "happened_at"),
        ({"body": "x", "happened_at": "0001-01-01T00:00"}, "happened_at"),
        ({"body": "x", "happened_at": "yesterday"}, "happened_at"),
        ({"body": "x", "kind": "call", "duration_minutes": "1441"}, "duration_minutes"),
        ({"body": "x", "kind": "call", "duration_minutes": "0"}, "duration_minutes"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(world, sent, field):
    browser = world.client(world.acme.csm)
    answer = browser.post(at(world, "new/"), sent, headers=HTMX)
    assert (answer.status_code, list(answer.context["composer"].errors)) == (422, [field])
    assert 'role="alert"' in answer.content.decode()
    assert browser.post(at(world, "new/"), sent).status_code == 422
    with world.acme.scope():
        assert not TimelineEntry.objects.exists()


def test_ten_thousand_characters_are_taken(world):
    with world.acme.scope():
        made = write_entry(world.acme.account, EntryFields(body="x" * 10_000), by=world.acme.csm, now=NOW)
    assert len(made.body) == 10_000


def test_minutes_are_kept_for_calls_and_meetings_alone(world):
    with world.acme.scope():
        for kind, kept in (("note", None), ("call", 9), ("meeting", 9), ("email", None)):
            fields = EntryFields(kind=kind, body="Words", duration_minutes=9)
            made = write_entry(world.acme.account, fields, by=world.acme.csm, now=NOW)
            assert made.duration_minutes == kept


def test_a_lost_update_is_refused_with_both_texts(world, entry):
    browser = world.client(world.acme.csm)
    with world.acme.scope():
        edit_entry(entry, by=world.acme.csm, version=1, fields=EntryFields(body="Theirs"), now=NOW)
    answer = browser.post(at(world, f"{entry.pk}/edit/"), {"kind": "note", "body": "Mine", "version": "1"})
    text = answer.content.decode()
    assert (answer.status_code, "Theirs" in text, "Mine" in text) == (409, True, True)
    assert now_of(world, entry).body == "Theirs"
    again = browser.post(at(world, f"{entry.pk}/edit/"), {"kind": "note", "body": "Mine", "version": "2"})
    assert (again.status_code, now_of(world, entry).body, now_of(world, entry).version) == (303, "Mine", 3)
    assert now_of(world, entry).edited_at == NOW


def test_deleted_it_is_gone_and_undone_it_is_back(world, entry):
    browser = world.client(world.acme.csm)
    answer = browser.post(at(world, f"{entry.pk}/deletion/"), headers=HTMX)
    assert answer.status_code == 204
    assert at(world, f"{entry.pk}/restoration/") in answer["HX-Trigger"]
    assert "First words" not in browser.get(at(world), headers=HTMX).content.decode()
    for path in ("edit/", "deletion/", "pin/"):
        assert browser.post(at(world, f"{entry.pk}/{path}"), {"body": "x"}).status_code == 404
    assert browser.post(at(world, f"{entry.pk}/restoration/")).status_code == 303
    assert "First words" in browser.get(at(world), headers=HTMX).content.decode()
    assert browser.post(at(world, f"{entry.pk}/restoration/")).status_code == 404


def test_after_thirty_days_it_does_not_come_back_and_is_erased(world, entry):
    with world.acme.scope():
        delete_entry(entry, by=world.acme.csm, now=NOW)
        late = NOW + timedelta(days=30)
        assert empty_bin(now=late - timedelta(seconds=1)) == 0
        with pytest.raises(NotFound):
            restore_entry(entry, by=world.acme.csm, now=late)
        restore_entry(entry, by=world.acme.csm, now=late - timedelta(seconds=1))
        delete_entry(entry, by=world.acme.csm, now=NOW)
        assert empty_bin(now=late) == 1
        assert not TimelineEntry.objects.exists()


def test_five_are_pinned_at_most(world):
    with world.acme.scope():
        made = [
            write_entry(world.acme.account, EntryFields(body=str(n)), by=world.acme.csm, now=NOW)
            for n in range(6)
        ]
        for one in made[:5]:
            pin_entry(one, pinned=True, by=world.acme.csm)
        pin_entry(made[0], pinned=True, by=world.acme.csm)
        with pytest.raises(Conflict, match="5 entries are pinned already"):
            pin_entry(made[5], pinned=True, by=world.acme.csm)
        pin_entry(made[0], pinned=False, by=world.acme.csm)
        pin_entry(made[5], pinned=True, by=world.acme.csm)


@pytest.mark.parametrize(
    ("role", "status"),
    [("admin", 303), ("csm_lead", 303), ("csm", 303), ("am", 403), ("support", 403), ("observer", 403)],
)
def test_the_author_leads_and_admins_change_an_entry(world, entry, role, status):
    browser = world.client(world.acme.members[role])
    assert browser.post(at(world, f"{entry.pk}/pin/"), {"pinned": "yes"}).status_code == status
    edited = browser.post(at(world, f"{entry.pk}/edit/"), {"body": "Mine", "version": "1"})
    assert edited.status_code == status
    assert browser.post(at(world, f"{entry.pk}/deletion/")).status_code == status
    assert (f"{entry.pk}/edit/" in browser.get(at(world)).content.decode()) is False


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("admin", 200), ("csm_lead", 200), ("csm", 200), ("am", 200), ("dm", 200), ("rm", 200), ("support", 200),
        ("marketing", 200), ("finance", 403), ("executive", 403), ("observer", 403),
    ],
)  # fmt: skip
def test_who_may_log_activities_writes(world, role, status):
    browser = world.client(world.acme.members[role])
    answer = browser.post(at(world, "new/"), {"body": "Words"}, headers=HTMX)
    assert answer.status_code == status
    page = browser.get(f"{world.acme.url}/accounts/{world.acme.account.pk}/").content.decode()
    assert ('id="composer"' in page) is (status == 200)
    assert browser.get(at(world, "colleagues/?q=a"), headers=HTMX).status_code == status


def test_a_csm_reads_but_does_not_write_on_accounts_of_others(world):
    with world.acme.scope():
        other = add_account("Of nobody")
    url = f"{world.acme.url}/accounts/{other.pk}/timeline/"
    browser = world.client(world.acme.csm)
    assert browser.get(url, headers=HTMX).status_code == 200
    assert browser.post(f"{url}new/", {"body": "Words"}, headers=HTMX).status_code == 403


def test_who_no_longer_logs_there_no_longer_changes_the_own_words(world, entry):
    with world.acme.scope():
        AccountOwner.objects.filter(member=world.acme.csm).delete()
    browser = world.client(world.acme.csm)
    assert browser.post(at(world, f"{entry.pk}/deletion/")).status_code == 403


def test_hidden_foreign_and_missing_are_one_answer(world, entry):
    with world.acme.scope():
        RoleSetting.objects.update_or_create(
            role=Role.CSM, defaults={"visibility": "own_book", "sees_money": True}
        )
        AccountOwner.objects.filter(member=world.acme.csm).delete()
    hidden = world.client(world.acme.csm)
    outsider = world.client(world.outsider)
    answers = {
        (answer.status_code, answer.content)
        for answer in (
            hidden.get(at(world)),
            hidden.post(at(world, "new/"), {"body": "x"}),
            hidden.post(at(world, f"{entry.pk}/deletion/")),
            outsider.get(at(world)),
            hidden.get(f"{world.acme.url}/accounts/999999/timeline/"),
            world.client(world.acme.admin).get(at(world, "999999/edit/")),
        )
    }
    assert [status for status, _body in answers] == [404]


def test_an_entry_is_not_reached_through_another_account(world, entry):
    with world.acme.scope():
        other = add_account("Another")
    url = f"{world.acme.url}/accounts/{other.pk}/timeline/{entry.pk}/deletion/"
    assert world.client(world.acme.admin).post(url).status_code == 404


def test_whom_it_names_is_told_once(world):
    acme = world.acme
    with acme.scope():
        text = f"@{acme.am.user.name} and @{acme.csm.user.name}, look"
        made = write_entry(acme.account, EntryFields(body=text), by=acme.csm, now=NOW)
        payloads = [event.payload for event in StoredEvent.objects.filter(name="accounts.mentioned")]
        assert payloads == [{"entry_id": made.pk, "member_ids": [acme.am.pk]}]
        assert post_mentions(made.pk, [acme.am.pk], now=NOW) == 1
        assert post_mentions(made.pk, [acme.am.pk], now=NOW) == 0
        notice = Notice.objects.get(kind="mention")
        assert (notice.member_id, notice.title, notice.body, notice.account_id) == (
            acme.am.pk,
            "Csm of Acme mentioned you: Customer of Acme",
            text,
            acme.account.pk,
        )
        assert notice.path == f"accounts/{acme.account.pk}/timeline/#entry-{made.pk}"
        edit_entry(made, by=acme.csm, version=1, fields=EntryFields(body=text + " again"), now=NOW)
        assert StoredEvent.objects.filter(name="accounts.mentioned").count() == 1
        assert EntryMention.objects.count() == 2


def test_the_news_reaches_the_task(world, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("core.jobs.send", lambda name, *args: sent.append((name, *args)))
    acme = world.acme
    with acme.scope():
        made = write_entry(acme.account, EntryFields(body=f"@{acme.am.user.name}"), by=acme.csm, now=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            deliver_waiting(now=NOW)
    assert ("notifications.tell_mentioned", acme.workspace.pk, made.pk, [acme.am.pk]) in sent


def test_from_the_bin_nobody_is_told(world):
    acme = world.acme
    with acme.scope():
        made = write_entry(acme.account, EntryFields(body=f"@{acme.am.user.name}"), by=acme.csm, now=NOW)
        delete_entry(made, by=acme.csm, now=NOW)
        assert post_mentions(made.pk, [acme.am.pk], now=NOW) == 0


def test_only_colleagues_who_see_the_account_can_be_named(world):
    acme = world.acme
    with acme.scope():
        RoleSetting.objects.update_or_create(
            role=Role.OBSERVER, defaults={"visibility": "own_book", "sees_money": False}
        )
        seen = members_who_see(acme.account)
        assert acme.observer not in seen
        assert acme.am in seen
        write_entry(acme.account, EntryFields(body=f"@{acme.observer.user.name}"), by=acme.csm, now=NOW)
        assert not EntryMention.objects.exists()


def test_two_of_one_name_are_told_apart_by_their_addresses(world):
    with world.acme.scope():
        twins = [add_member(world.acme, Role.CSM, f"a{n}@acme.example", name="Anni Aalto") for n in (1, 2)]
        names = names_of(twins)
        assert names == {
            "Anni Aalto (a1@acme.example)": twins[0].pk,
            "Anni Aalto (a2@acme.example)": twins[1].pk,
        }
        assert colleagues_like(twins, "aal") == [(name, "CSM") for name in names]
        assert colleagues_like(twins, "li") == []


def test_many_past_entries_are_written_at_once_and_tell_nobody(world):
    acme = world.acme
    with acme.scope():
        past = EntryFields(kind="meeting", body=f"@{acme.am.user.name}", happened_at=NOW - timedelta(days=9))
        assert write_past_entries([PastEntry(acme.account.pk, acme.csm.pk, past)] * 3, now=NOW) == 3
        assert TimelineEntry.objects.filter(kind="meeting", author=acme.csm).count() == 3
        assert not StoredEvent.objects.filter(name="accounts.mentioned").exists()
        with pytest.raises(DomainErrors):
            write_past_entries([PastEntry(acme.account.pk, acme.csm.pk, EntryFields(body=""))], now=NOW)
