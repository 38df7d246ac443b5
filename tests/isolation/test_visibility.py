"""Accounts beyond the own book or the own teams do not exist: not by name, count, sum, order or search."""

from dataclasses import dataclass

import pytest
import time_machine
from django.db import models, transaction

from accounts.models import Contract, Ticket
from core.lists import LIST_SOURCES
from core.tenancy.fields import WorkspaceForeignKey
from tests.isolation.addresses import staff_addresses
from tests.isolation.conftest import CANARY
from tests.isolation.crawl import Crawl, body
from tests.isolation.requests import answer
from tests.isolation.rows import SHORT, Shelf, tenant_models
from tests.isolation.visits import INSIDE, browser_of, first_addresses
from tests.support.world import NOW, TODAY, World, add_account, make_world
from workspaces.choices import Right, Role, Scope
from workspaces.services.rights import set_role_rights
from workspaces.services.teams import TeamValues, create_team

GIVEN = dict.fromkeys(
    (Right.EDIT_ACCOUNTS, Right.EDIT_CONTRACTS, Right.EDIT_RENEWALS, Right.LOG_ACTIVITIES, Right.EXPORT_DATA),
    Scope.ALL,
)
#: Where a name is looked for.
SEARCHES = (
    "accounts/names/?parent=",
    "accounts/?f.name=contains:",
    "accounts/?op.parent=is&v.parent=",
    "contacts/?f.name=contains:",
    "contacts/?op.account=is&v.account=",
    "contracts/?f.number=contains:",
    "tickets/?f.subject=contains:",
    "ctas/?f.reason=contains:",
    "inquiries/?f.subject=contains:",
    "tasks/?f.title=contains:",
    "portfolio/?f.name=contains:",
)


@dataclass
class Hidden:
    world: World
    acme: Shelf


@pytest.fixture(params=["own", "team"], scope="module")
def hidden(request, django_db_setup, django_db_blocker):
    """The shelf's account, whose rows carry the canary, is in nobody's book; the CSM sees the own book or teams."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        world = make_world()
        shelf = Shelf(world.acme, "Words of Acme").fill()
        acme = world.acme
        with acme.scope():
            mark(shelf)
            notice = shelf["notifications.Notice"]
            type(notice).objects.filter(pk=notice.pk).update(
                member=acme.csm, account=shelf["accounts.Account"]
            )
            create_team(TeamValues("Pool", [acme.csm.pk, acme.am.pk]), by=acme.admin, now=NOW)
            wanted = {**GIVEN, Right.SEE_ACCOUNTS: Scope(request.param)}
            set_role_rights(Role.CSM, wanted, by=acme.admin, now=NOW)
        yield Hidden(world, shelf)
        transaction.set_rollback(True)


def tied_models():
    """Accounts, and whatever cannot be without one."""
    found = []
    for model in tenant_models():
        parents = [f.related_model for f in model._meta.local_fields if isinstance(f, WorkspaceForeignKey)]
        if model._meta.label == "accounts.Account" or any(parent in found for parent in parents):
            found.append(model)
    return found


def mark(shelf, spared=frozenset()):
    """The canary in every word of the shelf's account and of what hangs on it, but for the models spared."""
    for model in tied_models():
        if model._meta.label in spared:
            continue
        words = {}
        for column in model._meta.local_fields:
            wide = isinstance(column, models.CharField | models.TextField) and not column.choices
            if not wide or column.generated or (column.max_length or SHORT) < SHORT or column.name == "path":
                continue
            lower = column.name.endswith("_key") or isinstance(column, models.EmailField)
            word = CANARY.lower() if lower else CANARY
            if column.name not in ("fingerprint", "origin_key", "done_by_contact"):
                words[column.name] = word
        if words:
            model.objects.filter(pk=shelf[model._meta.label].pk).update(**words)


def visit(hidden, member):
    found = Crawl(browser_of(hidden.world, member), INSIDE)
    for path in first_addresses(hidden.acme):
        for book in ("", "?book=team", "?book=all"):
            if not book or "accounts/" not in path:
                found.read(path + book)
    return found


def tells(response):
    return CANARY.lower().encode() in body(response).lower()


def test_nothing_of_a_hidden_account_is_told_and_an_admin_sees_it(hidden):
    pages = visit(hidden, hidden.acme.company.csm)
    assert [path for path, response in pages.answers.items() if tells(response)] == []
    opened = [path for path, response in pages.answers.items() if response.status_code == 200]
    assert len(opened) > 20
    shown = visit(hidden, hidden.acme.company.admin)
    assert len([path for path, response in shown.answers.items() if tells(response)]) > 20


def test_searching_finds_a_hidden_account_as_little_as_an_unknown_one(hidden):
    browser, told = browser_of(hidden.world, hidden.acme.company.csm), {}
    for path in SEARCHES:
        found, nothing = (
            answer(browser.get(f"/w/acme/{path}{word}", follow=True))[2]
            .lower()
            .replace(word.lower().encode(), b"W")
            for word in (CANARY, "Yqx4leivonen")
        )
        if found != nothing:
            told[path] = True
    assert told == {}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_exported_file_holds_a_hidden_account(hidden, file_format):
    from tests.isolation.sums import sheet_text

    for member, found in ((hidden.acme.company.csm, False), (hidden.acme.company.admin, True)):
        browser, told = browser_of(hidden.world, member), set()
        for source in LIST_SOURCES:
            sent = {"list": source.key, "format": file_format, "book": "all"}
            response = browser.post("/w/acme/exports/new/", sent, follow=True)
            assert response.status_code == 200, source.key
            data = body(response)
            text = sheet_text(data) if file_format == "xlsx" else data.decode()
            if CANARY.lower() in text.lower():
                told.add(source.key)
        assert (told >= {"accounts", "contacts", "contracts", "tickets"}) if found else not told


def test_no_count_sum_or_order_depends_on_hidden_accounts(hidden):
    """The very same pages, whatever else is in the workspace."""
    company = hidden.acme.company
    browser = browser_of(hidden.world, company.csm)
    with transaction.atomic():
        before = {path: answer(browser.get(path)) for path in _wide(hidden)}
        with company.scope():
            for number in range(3):
                account = add_account(
                    f"AAA {number}", external_id=f"H-{number}", country="SE", industry="Ore"
                )
                account.arr_amount = account.mrr_amount = 55_500_000
                account.status, account.customer_since_on = "active", TODAY
                account.save()
                Contract.objects.create(
                    account=account, external_id=f"HK-{number}", currency="EUR", starts_on=TODAY,
                    arr_amount=55_500_000, mrr_amount=4_625_000, seats=77,
                )  # fmt: skip
                Ticket.objects.create(
                    account=account, external_id=f"HT-{number}", subject="AAA", opened_at=NOW
                )
        after = {path: answer(browser.get(path)) for path in before}
        transaction.set_rollback(True)
    assert [path for path in before if before[path] != after[path]] == []
    assert len([path for path, told in before.items() if told[0] == 200]) > 10


def _wide(hidden):
    """The addresses that name no account, and the own account's pages, for each book."""
    own = {"account_id": hidden.acme.company.account.pk}
    paths = []
    for address in staff_addresses():
        if not address.kwargs:
            paths += [address.path("acme") + book for book in ("", "?book=mine", "?book=team", "?book=all")]
        elif set(address.kwargs) == {"account_id"}:
            paths.append(address.path("acme", **own))
    return paths
