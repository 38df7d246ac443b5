"""The account page: its head, tabs and panels, what contradicts itself, and texts that try to be markup."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Contact, Contract, Product
from accounts.ports import ACCOUNT_PANELS, ACCOUNT_TABS, Panel, Tab
from tests.support.world import add_account
from workspaces.choices import Right

HTMX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script><b hx-get='/x' onclick=alert(1)>"


@pytest.fixture
def admin(world):
    return world.client(world.acme.admin)


def at(world, path=""):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/{path}"


def text_of(answer):
    return answer.content.decode()


def test_the_page_names_owners_tabs_with_counts_and_lazy_panels(world, admin):
    page = text_of(admin.get(at(world)))

    assert 'Contacts <span class="cs-tab-count">2</span>' in page
    assert 'Contracts <span class="cs-tab-count">1</span>' in page
    assert str(world.acme.csm.user) in page
    for panel in ("contracts", "contacts", "tickets"):
        assert f'hx-get="{at(world, f"panels/{panel}/")}"' in page


@pytest.mark.parametrize("panel", ["contracts", "contacts", "tickets"])
def test_a_panel_is_a_fragment_and_without_scripts_leads_to_its_tab(world, admin, panel):
    fragment = admin.get(at(world, f"panels/{panel}/"), headers=HTMX)
    page = admin.get(at(world, f"panels/{panel}/"))

    assert f'id="panel-{panel}"' in text_of(fragment)
    assert (page.status_code, page["Location"]) == (303, at(world, f"{panel}/"))


def test_contradictions_are_told(world, admin):
    with world.acme.scope():
        Account.objects.filter(pk=world.acme.account.pk).update(declared_churned=True)
        Contract.objects.update(ends_on=None)

    page = text_of(admin.get(at(world)))

    assert "Churned in the source file, but 1 contract is open. The account counts as active." in page


def test_apps_above_hand_in_panels_and_tabs_within_rights(world, admin, monkeypatch):
    for registry in (ACCOUNT_PANELS, ACCOUNT_TABS):
        monkeypatch.setattr(registry, "_parts", dict(registry._parts))
    ACCOUNT_PANELS.add(Panel(key="made_up", label="Made up", url_name="accounts:details", area="aside"))
    ACCOUNT_PANELS.add(Panel(key="made_cell", label="Health now", url_name="accounts:details", area="header"))
    ACCOUNT_TABS.add(
        Tab(
            key="secret",
            label="Secrets",
            url_name="accounts:details",
            right=Right.EDIT_ACCOUNTS,
            count=lambda _id: 7,
        )
    )

    seen = text_of(admin.get(at(world)))
    looked = text_of(world.client(world.acme.observer).get(at(world)))

    assert 'id="panel-made_up"' in seen
    assert 'id="panel-made_cell"' in seen
    assert 'Secrets <span class="cs-tab-count">7</span>' in seen
    assert "Secrets" not in looked


def test_texts_that_try_to_be_markup_are_inert(world, admin):
    with world.acme.scope():
        account = world.acme.account
        Account.objects.filter(pk=account.pk).update(
            name=EVIL, industry=EVIL, plan=EVIL, website="javascript:x"
        )
        Contact.objects.update(name=EVIL, title=EVIL)
        Contract.objects.update(name=EVIL, external_id=EVIL)
        Product.objects.create(name=EVIL[:100], name_key="evil")
    contact = world.acme.contacts[0].pk
    pages = [
        f"{world.acme.url}/accounts/?book=all&cols=name,industry,plan&edit=industry",
        f"{world.acme.url}/contacts/?book=all",
        f"{world.acme.url}/contracts/?book=all",
        f"{world.acme.url}/accounts/names/?parent=script",
        *(at(world, path) for path in ("", "details/", "edit/", "owners/", f"contacts/{contact}/")),
        *(at(world, path) for path in (f"contacts/{contact}/edit/", "contracts/new/")),
        *(at(world, f"contracts/{world.acme.contract.pk}/{path}") for path in ("", "edit/")),
    ]

    answers = {url: text_of(admin.get(url)) for url in pages}
    answers |= {
        p: text_of(admin.get(at(world, f"panels/{p}/"), headers=HTMX)) for p in ("contacts", "contracts")
    }

    assert [url for url, page in answers.items() if "<script>alert" in page or "<b hx-get" in page] == []
    assert "javascript:x" not in "".join(page.partition("href=")[2][:30] for page in answers.values())


def test_the_page_stays_within_its_budget(world, admin):
    admin.get(at(world))
    with CaptureQueriesContext(connection) as seen:
        admin.get(at(world))
    asked = [q["sql"] for q in seen if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]]

    assert len(asked) <= 8, asked


def test_a_hidden_parent_is_not_named(world):
    from workspaces.models import RoleSetting

    with world.acme.scope():
        RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=True)
        parent = add_account("Quiet Holding")
        Account.objects.filter(pk=world.acme.account.pk).update(parent=parent)
    browser = world.client(world.acme.csm)

    pages = [browser.get(at(world, path)) for path in ("", "details/", "edit/")]
    pages.append(
        browser.get(f"{world.acme.url}/accounts/?cols=name,parent&f.parent=is:{parent.pk}&edit=parent")
    )

    assert not any("Quiet" in text_of(page) for page in pages)
    browser.post(
        at(world, "edit/"), {"name": "Customer of Acme", "parent": "", "plan": "Pro", "version": "1"}
    )
    with world.acme.scope():
        kept = Account.objects.get(pk=world.acme.account.pk)
        assert (kept.plan, kept.parent_id) == ("Pro", parent.pk)
