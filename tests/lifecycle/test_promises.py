"""Promises: written down, told to who keeps them, tracked until they are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import Account, Contact
from core.errors import Conflict, DomainError, DomainErrors
from lifecycle.choices import PromiseState
from lifecycle.digest import late_handshakes_of, overdue_promises_of
from lifecycle.models import Promise
from lifecycle.selectors.promises import overdue_promises, promises_of
from lifecycle.services import PromiseFields, change_promise, close_promise, make_promise, tell_due_promises
from notifications.models import Notice
from tests.lifecycle.journey import delivered, item, opened
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def promise(acme, text="Two German-speaking leads on the team", due=30, owner=None, **given):
    fields = PromiseFields(
        text=text, made_on=TODAY, due_on=TODAY + timedelta(days=due), made_by_id=acme.am.pk,
        made_to_id=acme.contacts[0].pk, owner_id=(owner or acme.dm).pk, **given,
    )  # fmt: skip
    return make_promise(acme.account, fields, by=acme.am, now=NOW)


def told(member):
    return list(
        Notice.objects.filter(member=member, kind="promise").order_by("pk").values_list("title", flat=True)
    )


def test_who_is_to_keep_it_is_told_and_reminded_once_when_it_is_due(acme):
    promise(acme, due=1)
    assert told(acme.dm) == ["A promise to keep: Customer of Acme"]
    assert tell_due_promises(today=TODAY, now=NOW) == 0
    assert tell_due_promises(today=TODAY + timedelta(days=3), now=NOW) == 1
    assert tell_due_promises(today=TODAY + timedelta(days=4), now=NOW) == 0
    assert told(acme.dm)[-1] == "A promise is due: Customer of Acme"


def test_one_that_is_kept_is_due_no_more_and_names_who_said_so(acme):
    found = promise(acme, due=1)
    close_promise(found, PromiseState.KEPT, "", version=1, by=acme.dm, now=NOW)
    close_promise(found, PromiseState.KEPT, "", version=1, by=acme.dm, now=NOW)

    row = Promise.objects.get()
    assert (row.state, row.decided_by, row.decided_at, row.version) == ("kept", acme.dm, NOW, 2)
    assert tell_due_promises(today=TODAY + timedelta(days=3), now=NOW) == 0
    close_promise(found, PromiseState.OPEN, "", version=2, by=acme.dm, now=NOW)
    assert (Promise.objects.get().state, Promise.objects.get().decided_by) == ("open", None)


def test_what_is_not_kept_wants_a_word(acme):
    found = promise(acme)
    for state in (PromiseState.BROKEN, PromiseState.WITHDRAWN):
        with pytest.raises(DomainError, match="Say why"):
            close_promise(found, state, " ", version=1, by=acme.dm, now=NOW)
    assert Promise.objects.get().state == "open"


def test_nonsense_is_refused_at_its_field(acme):
    fields = PromiseFields(
        text=" ", made_on=TODAY, due_on=TODAY - timedelta(days=1), made_to_id=2**40, owner_id=2**40
    )
    with pytest.raises(DomainErrors) as refused:
        make_promise(acme.account, fields, by=acme.am, now=NOW)
    assert [error.field for error in refused.value.errors] == ["text", "due_on", "made_to", "owner"]


def test_a_contact_of_another_account_is_refused(acme):
    stranger = Contact.objects.create(
        account=Account.objects.create(name="Else", name_key="else"), name="S", name_key="s"
    )
    with pytest.raises(DomainErrors):
        make_promise(
            acme.account, PromiseFields(text="A", made_on=TODAY, made_to_id=stranger.pk), by=acme.am, now=NOW
        )


def test_two_editors_the_second_is_told(acme):
    found = promise(acme)
    fields = PromiseFields(text="Changed", made_on=TODAY, owner_id=acme.csm.pk)
    change_promise(found, fields, version=1, by=acme.am, now=NOW)
    change_promise(found, fields, version=1, by=acme.am, now=NOW)
    with pytest.raises(Conflict):
        change_promise(found, replace(fields, text="Mine"), version=1, by=acme.am, now=NOW)
    assert told(acme.csm) == ["A promise to keep: Customer of Acme"]


def test_open_ones_come_first_and_overdue_ones_are_found(acme):
    late = promise(acme, "Late", due=0)
    soon = promise(acme, "Soon", due=5)
    kept = promise(acme, "Kept", due=1)
    close_promise(kept, PromiseState.KEPT, "", version=1, by=acme.dm, now=NOW)
    assert [one.text for one in promises_of(acme.account)] == ["Late", "Soon", "Kept"]
    assert list(overdue_promises(today=TODAY + timedelta(days=2))) == [late]
    assert soon.state == "open"


def test_handshake_1_says_how_many_are_open(acme):
    promise(acme, due=18)
    promise(acme, "Free shadowing", due=40)
    handshake = opened(acme)
    assert (item(handshake, "promises").value, item(handshake, "promises").note) == (
        "2 open promises", "first by 5 Oct 2026",
    )  # fmt: skip


def test_the_digest_names_what_is_late_on_me(acme):
    promise(acme, "Free shadowing", due=1)
    handshake = delivered(acme, opened(acme))
    later = handshake.due_on + timedelta(days=3)
    [line], total = overdue_promises_of(acme.dm, later, 5)
    assert (line.title, line.note, line.mark, total) == ("Free shadowing", "Customer of Acme", "6 days", 1)
    assert line.path.startswith("promises/")
    [line], total = late_handshakes_of(acme.csm, later, 5)
    assert (line.title, line.note, line.mark, total) == (
        "Customer of Acme, Land to Adopt", "Delivered", "3 days", 1,
    )  # fmt: skip
    assert late_handshakes_of(acme.am, later, 5) == ([], 0)
    assert late_handshakes_of(acme.csm, handshake.due_on, 5) == ([], 0)
