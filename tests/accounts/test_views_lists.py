"""The list pages: who sees what, as a page and as a fragment, within their budget of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.lists.accounts import ACCOUNT_LIST
from accounts.lists.contacts import CONTACT_LIST
from accounts.lists.contracts import CONTRACT_LIST
from accounts.lists.tickets import TICKET_LIST
from accounts.models import Account, Contact, Contract, Ticket
from tests.support.world import add_account

HTMX = {"HX-Request": "true"}
PAGES = ["accounts", "contacts", "contracts", "tickets"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_and_fragments(world, page):
    browser = world.client(world.acme.admin)
    url = f"{world.acme.url}/{page}/?book=all"

    whole, part = browser.get(url), browser.get(url, headers=HTMX)

    assert (whole.status_code, part.status_code) == (200, 200)
    assert f'id="list-{page}"' in whole.content.decode()
    assert part.content.decode().strip().startswith("<section")
    assert part["HX-Push-Url"] == f"{world.acme.url}/{page}/?"


@pytest.mark.parametrize("page", PAGES)
def test_the_outsider_gets_404(world, page):
    assert world.client(world.outsider).get(f"{world.acme.url}/{page}/").status_code == 404


def test_my_book_holds_what_i_own_and_all_the_rest_too(world):
    with world.acme.scope():
        add_account("Lonely Ltd")
    browser = world.client(world.acme.csm)

    mine = browser.get(f"{world.acme.url}/accounts/?book=mine").content.decode()
    everybody = browser.get(f"{world.acme.url}/accounts/?book=all").content.decode()

    assert "Customer of Acme" in mine
    assert "Lonely Ltd" not in mine
    assert "Lonely Ltd" in everybody


def test_money_is_hidden_from_those_who_do_not_see_it(world):
    with world.acme.scope():
        Account.objects.update(arr_amount=12_345_600)
    url = f"{world.acme.url}/accounts/?book=all"

    assert "€123,456" in world.client(world.acme.admin).get(url).content.decode()
    blind = world.client(world.acme.observer).get(url).content.decode()
    assert "123,456" not in blind
    assert "ARR" not in blind


def test_filters_written_into_the_form_get_a_short_address(world):
    browser = world.client(world.acme.admin)

    answer = browser.get(
        f"{world.acme.url}/accounts/?op.segment=is&v.segment=enterprise&v.segment=smb&op.arr=over&v.arr=1,000"
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"{world.acme.url}/accounts/?f.segment=is:enterprise,smb&f.arr=over:1000"


FIELDS = [
    "f.name=starts:customer",
    "f.owner=is:me",
    "f.owner=filled",
    "f.owner_csm=not:me",
    "f.status=not:churned",
    "f.segment=is:enterprise",
    "f.touch=empty",
    "f.stage=is:land",
    "f.stage_since=empty",
    "f.arr=between:0,10",
    "f.mrr=under:10",
    "f.seats=is:0",
    "f.contracts=under:1",
    "f.term_end=empty",
    "f.industry=empty",
    "f.country=is:FI",
    "f.plan=empty",
    "f.since=before:2025-01-01",
    "f.parent=empty",
    "f.referral=empty",
    "f.trial=is:no",
    "f.churned=empty",
    "f.declared_churned=is:no",
    "f.external_id=is:A-1",
    "f.website=empty",
    "f.created=past:3650",
    "f.origin=empty",
]


@pytest.mark.parametrize("query", FIELDS)
def test_every_field_of_an_account_filters_and_has_an_editor(world, query):
    browser = world.client(world.acme.admin)
    key = query[2:].partition("=")[0]

    page = browser.get(f"{world.acme.url}/accounts/?book=all&{query}&edit={key}").content.decode()

    assert ("Customer of Acme" in page) == (query not in ("f.owner=is:me",))
    assert f'name="op.{key}"' in page


@pytest.mark.parametrize(
    ("model", "of_list"),
    [(Account, ACCOUNT_LIST), (Contact, CONTACT_LIST), (Contract, CONTRACT_LIST), (Ticket, TICKET_LIST)],
)
def test_every_field_of_the_table_is_a_filter_or_the_row_itself(model, of_list):
    filtered = {getattr(chosen, "field", "").removesuffix("_id") for chosen in of_list.filters}
    if {"number", "external_id"} & {chosen.key for chosen in of_list.filters}:
        filtered.add("external_id")
    itself = {"id", "workspace", "origin_row", "name", "version", "figures_on", "length_months"}
    of_bin = {"deleted_at", "deleted_by"}  # of what no list shows
    of_closings = {"renews", "settled_ends_on", "settled_on"}  # the list of closed renewals filters by them
    known = itself | of_bin | of_closings | filtered
    assert {field.name for field in model._meta.concrete_fields} - known == set()


@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow_with_rows(world, page):
    browser = world.client(world.acme.admin)
    url = f"{world.acme.url}/{page}/?book=all"

    def asked():
        with CaptureQueriesContext(connection) as seen:
            browser.get(url)
        return [q["sql"] for q in seen if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]]

    asked()  # a first visit also notes the session
    one = len(asked())
    with world.acme.scope():
        for n in range(60):
            add_account(f"Z{n:02}", owner=world.acme.csm)
    many = asked()

    assert len(many) == one, many
    assert one <= 9, many  # the bell is one of them


@pytest.mark.django_db
def test_the_field_in_the_top_bar_leads_to_the_accounts_of_that_name(world):
    browser = world.client(world.acme.csm)
    page = browser.get("/w/acme/contacts/").content.decode()
    field = page[page.index('class="cs-search"') :]
    assert 'action="/w/acme/accounts/"' in field
    assert 'name="v.name"' in field
    found = browser.get("/w/acme/accounts/", {"v.name": world.acme.account.name[:4]}, follow=True)
    assert found.redirect_chain[-1][0].startswith("/w/acme/accounts/?f.name=contains:")
    assert world.acme.account.name in found.content.decode()
