"""Who is let in, by members and by customers' admins, and what nobody can reach beyond (proof 37, 55)."""

import pytest

from accounts.models import AccountOwner, Contact
from core.links import link_scope
from portal.models import PortalLogin
from portal.services.logins import close_login
from tests.support.portal import customer_browser, give_login
from tests.support.world import NOW, add_account
from workspaces.models import OutboxMessage, SecurityAct

pytestmark = pytest.mark.django_db

COLLEAGUES = "/w/acme/portal/colleagues/"


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


def mails(company):
    with company.scope():
        return list(OutboxMessage.objects.order_by("id").values_list("to_address", "kind"))


def test_a_member_invites_sends_again_closes_and_opens_again(world, time_machine):
    acme, anna = world.acme, world.acme.contacts[0]
    browser = world.client(acme.csm)
    page = f"/w/acme/accounts/{acme.account.pk}/portal/"
    assert "Nobody has access yet" in browser.get(page).content.decode()
    answer = browser.post(page, {"contact": anna.pk, "is_admin": "on"})
    assert answer.status_code == 303
    assert browser.post(page, {"contact": anna.pk, "is_admin": "on"}).status_code == 422
    with acme.scope():
        login = PortalLogin.objects.get()
        assert (login.contact, login.email, login.is_admin) == (anna, "anna@customer.example", True)
    shown = browser.get(page).content.decode()
    assert "Invites colleagues" in shown
    assert "invited on 17 Sep 2026 by" in shown
    assert "never seen" in shown
    inside = customer_browser(acme, anna)
    assert "last seen" in browser.get(page).content.decode()
    browser.post(f"{page}{login.pk}/closure/")
    assert inside.get("/w/acme/portal/").status_code == 303
    assert "closed on 17 Sep 2026" in browser.get(page).content.decode()
    browser.post(f"{page}{login.pk}/invitation/")
    browser.post(f"{page}{login.pk}/admin/")
    with acme.scope():
        login.refresh_from_db()
        assert (login.closed_at, login.is_admin) == (None, False)
        kinds = list(
            SecurityAct.objects.filter(kind__startswith="portal_")
            .order_by("id")
            .values_list("kind", flat=True)
        )
    assert kinds == [
        "portal_invited",
        "portal_signed_in",
        "portal_closed",
        "portal_invited",
        "portal_changed",
    ]
    assert mails(acme) == [("anna@customer.example", "portal_invitation")] * 2


def test_an_address_opens_one_login_of_a_workspace(world):
    acme = world.acme
    with acme.scope(), link_scope("acme"):
        twin = Contact.objects.create(
            account=add_account("Twin", external_id="T-1"),
            name="Anna",
            name_key="anna",
            email="Anna@Customer.example",
        )
    give_login(acme, acme.contacts[0])
    answer = world.client(acme.admin).post(
        f"/w/acme/accounts/{twin.account_id}/portal/", {"contact": twin.pk}
    )
    assert answer.status_code == 409
    assert "another contact" in answer.content.decode()


def test_a_contact_of_another_account_is_not_offered_and_not_taken(world):
    acme = world.acme
    with acme.scope():
        stranger = Contact.objects.create(
            account=add_account("Else", external_id="E-1"),
            name="Eve",
            name_key="eve",
            email="eve@else.example",
        )
    browser = world.client(acme.admin)
    page = f"/w/acme/accounts/{acme.account.pk}/portal/"
    assert "eve@else.example" not in browser.get(page).content.decode()
    assert browser.post(page, {"contact": stranger.pk}).status_code == 422
    assert mails(acme) == []


def test_who_may_see_but_not_edit_the_account_changes_nothing(world):
    acme = world.acme
    login = give_login(acme, acme.contacts[0])
    with acme.scope():
        AccountOwner.objects.all().delete()
    page = f"/w/acme/accounts/{acme.account.pk}/portal/"
    browser = world.client(acme.observer)
    assert browser.get(page).status_code == 200
    posts = [page, f"{page}{login.pk}/closure/", f"{page}{login.pk}/invitation/", f"{page}{login.pk}/admin/"]
    assert [browser.post(path, {"contact": acme.contacts[1].pk}).status_code for path in posts] == [403] * 4
    with acme.scope():
        assert PortalLogin.objects.get().closed_at is None
    assert mails(acme) == []


@pytest.fixture
def admin(world):
    """The browser of a customer's admin."""
    return customer_browser(world.acme, world.acme.contacts[0], is_admin=True)


def test_a_customers_admin_invites_a_colleague_and_a_new_one_never_as_an_admin(world, admin):
    acme, urho = world.acme, world.acme.contacts[1]
    assert admin.post(COLLEAGUES, {"contact": urho.pk, "is_admin": "on"}).status_code == 303
    new = {"contact": "", "name": "Nea New", "email": "Nea@Customer.example", "is_admin": "on"}
    assert admin.post(COLLEAGUES, new).status_code == 303
    assert admin.post(COLLEAGUES, new).status_code == 303
    with acme.scope():
        nea = Contact.objects.get(name="Nea New")
        assert nea.account == acme.account
        made = PortalLogin.objects.filter(is_admin=False).order_by("id")
        assert [login.contact for login in made] == [urho, nea]
        assert {login.invited_by_contact for login in made} == {acme.contacts[0]}
    assert [to for to, _kind in mails(acme)] == ["urho@customer.example", "nea@customer.example"]


def test_a_customers_admin_reaches_no_other_account(world, admin):
    acme = world.acme
    with acme.scope():
        stranger = Contact.objects.create(
            account=add_account("Else", external_id="E-1"),
            name="Eve",
            name_key="eve",
            email="eve@else.example",
        )
    theirs = give_login(acme, stranger)
    assert admin.post(COLLEAGUES, {"contact": stranger.pk}).status_code == 422
    taken = admin.post(COLLEAGUES, {"name": "Eve", "email": "eve@else.example"})
    assert taken.status_code == 409
    assert "another contact" not in taken.content.decode()
    assert admin.post(f"{COLLEAGUES}{theirs.pk}/closure/").status_code == 404
    with acme.scope():
        theirs.refresh_from_db()
        assert theirs.closed_at is None
        assert not Contact.objects.filter(account=acme.account, name="Eve").exists()


def test_who_is_no_admin_invites_and_closes_nobody(world, admin):
    acme = world.acme
    browser = customer_browser(acme, acme.contacts[1])
    own = give_login(acme, acme.contacts[0])
    assert "Invite a colleague" not in browser.get(COLLEAGUES).content.decode()
    assert browser.post(COLLEAGUES, {"name": "X", "email": "x@customer.example"}).status_code == 403
    assert browser.post(f"{COLLEAGUES}{own.pk}/closure/").status_code == 403
    assert mails(acme) == []


def test_an_admin_closes_a_colleague_but_no_admin_and_nobody_whom_the_vendor_closed_comes_back(world, admin):
    acme = world.acme
    urho = give_login(acme, acme.contacts[1])
    inside = customer_browser(acme, acme.contacts[1])
    assert admin.post(f"{COLLEAGUES}{give_login(acme, acme.contacts[0]).pk}/closure/").status_code == 403
    assert admin.post(f"{COLLEAGUES}{urho.pk}/closure/").status_code == 303
    assert inside.get("/w/acme/portal/").status_code == 303
    assert admin.post(COLLEAGUES, {"contact": acme.contacts[1].pk}).status_code == 303
    with acme.scope():
        urho.refresh_from_db()
        assert urho.closed_at is None
        close_login(urho, by=acme.csm, now=NOW)
    assert admin.post(COLLEAGUES, {"contact": acme.contacts[1].pk}).status_code == 422


def test_an_accounts_admins_send_twenty_invitations_a_day(world, admin, time_machine):
    acme = world.acme
    for number in range(20):
        sent = admin.post(COLLEAGUES, {"name": f"No {number}", "email": f"no{number}@x.example"})
        assert sent.status_code == 303
    refused = admin.post(COLLEAGUES, {"name": "More", "email": "more@x.example"})
    assert (refused.status_code, "Twenty invitations" in refused.content.decode()) == (422, True)
    assert len(mails(acme)) == 20
    with acme.scope():
        assert not Contact.objects.filter(name="More").exists()


@pytest.mark.parametrize("name", ["Win at http://x.example", "www.x.example", "<b>You</b>", "me@x.example"])
def test_the_name_of_somebody_new_is_no_letter(world, admin, name):
    refused = admin.post(COLLEAGUES, {"name": name, "email": "new@x.example"})
    assert (refused.status_code, "Write the person’s name alone." in refused.content.decode()) == (422, True)
    assert mails(world.acme) == []


def test_the_timeline_tells_who_was_let_in_came_and_was_shut_out(world, time_machine):
    acme, anna = world.acme, world.acme.contacts[0]
    browser = world.client(acme.csm)
    page = f"/w/acme/accounts/{acme.account.pk}/"
    browser.post(f"{page}portal/", {"contact": anna.pk})
    customer_browser(acme, anna)
    with acme.scope():
        login = PortalLogin.objects.get()
    browser.post(f"{page}portal/{login.pk}/closure/")
    story = browser.get(f"{page}timeline/").content.decode()
    for words in (
        f"invited {anna} to the portal",
        "came into the portal for the first time",
        f"closed the portal to {anna}",
    ):
        assert words in story
