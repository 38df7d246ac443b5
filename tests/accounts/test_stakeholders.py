"""The stakeholder map: who stands where, and the gaps in words."""

from datetime import timedelta

import pytest

from accounts.models import Contact
from accounts.rules import Gap, Person, gaps_in
from accounts.services.timeline import EntryFields, write_entry
from tests.support.world import NOW, TODAY, add_account

SPONSOR = Person("sponsor", "c_level")
USER = Person("end_user", "specialist")
RECENT = TODAY - timedelta(days=90)
ALL = [Gap.NO_SPONSOR, Gap.NO_C_LEVEL, Gap.SINGLE_THREAD, Gap.QUIET]


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    ("people", "touched_on", "gaps"),
    [
        ([SPONSOR, USER], RECENT, []),
        ([SPONSOR, USER], RECENT - timedelta(days=1), [Gap.QUIET]),
        ([SPONSOR, USER], None, [Gap.QUIET]),
        ([SPONSOR], RECENT, [Gap.SINGLE_THREAD]),
        ([USER], None, ALL),
        ([USER, USER], RECENT, [Gap.NO_SPONSOR, Gap.NO_C_LEVEL]),
        ([Person("sponsor", "manager"), Person("finance", "c_level")], RECENT, []),
        ([], RECENT, [Gap.NO_SPONSOR, Gap.NO_C_LEVEL]),
    ],
)
def test_gaps(people, touched_on, gaps):
    assert gaps_in(people, touched_on=touched_on, today=TODAY) == gaps


def page_of(world, account=None):
    account = account or world.acme.account
    return world.client(world.acme.csm).get(
        f"{world.acme.url}/accounts/{account.pk}/panels/stakeholders/", headers={"HX-Request": "true"}
    )


def test_people_stand_by_power_and_stance(world):
    with world.acme.scope():
        Contact.objects.filter(pk=world.acme.contacts[0].pk).update(influence="high", stance="promoter")
    people = page_of(world).context["people"]
    assert people.columns == ("Detractor", "Critic", "Neutral", "Supporter", "Promoter")
    assert [row.label for row in people.rows] == ["High", "Medium", "Low"]
    label, places = people.rows[0].cells[-1]
    assert (label, [(one.name, one.note) for one in places]) == (
        "Promoter",
        [("Anna Sponsor", "Sponsor · C-level")],
    )
    assert [one.name for one in people.unplaced] == ["Urho User"]


def test_both_axes_of_the_map_are_named_on_the_page_and_for_screen_readers(world):
    page = " ".join(page_of(world).content.decode().split())
    assert '<caption class="cs-sr">Contacts by influence, from high to low, and by stance' in page
    assert '<th scope="colgroup" colspan="5">Stance towards us</th>' in page
    assert (
        '<th class="cs-stakeholders-axis" scope="col">Influence</th> <th scope="col">Detractor</th>' in page
    )
    assert '<th scope="row">High</th>' in page


def test_who_left_closes_no_gap(world):
    with world.acme.scope():
        Contact.objects.filter(pk=world.acme.contacts[0].pk).update(left_on=TODAY)
        write_entry(world.acme.account, EntryFields(kind="call", body="Hello"), by=world.acme.csm, now=NOW)
    assert page_of(world).context["people"].gaps == (
        "No sponsor: nobody at the account speaks for us. Find one among those with power.",
        "No C-level: nobody of the management is known. Ask the champion for an introduction.",
        "One thread only: all hangs on Urho User. Get to know a second person.",
    )


def test_a_note_is_no_touch_and_a_call_is(world, time_machine):
    with world.acme.scope():
        write_entry(world.acme.account, EntryFields(body="Thought of them"), by=world.acme.csm, now=NOW)
    assert page_of(world).context["people"].gaps == ("No call, meeting or e-mail has been written down yet.",)
    with world.acme.scope():
        write_entry(world.acme.account, EntryFields(kind="call", body="Hello"), by=world.acme.csm, now=NOW)
    assert page_of(world).context["people"].gaps == ()
    time_machine.move_to(NOW + timedelta(days=91), tick=False)
    assert page_of(world).context["people"].gaps == (
        "Nobody was called, met or written to for 91 days; 90 are the limit.",
    )


def test_the_contacts_ask_for_the_map_where_there_are_any(world):
    with world.acme.scope():
        alone = add_account("Alone", owner=world.acme.csm)
    browser = world.client(world.acme.csm)
    pages = [
        browser.get(f"{world.acme.url}/accounts/{pk}/contacts/") for pk in (world.acme.account.pk, alone.pk)
    ]
    assert ["panels/stakeholders/" in page.content.decode() for page in pages] == [True, False]
    plain = browser.get(f"{world.acme.url}/accounts/{alone.pk}/panels/stakeholders/")
    assert (plain.status_code, plain["Location"]) == (303, f"{world.acme.url}/accounts/{alone.pk}/contacts/")
