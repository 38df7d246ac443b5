"""Amounts reach nobody who may not see them: one sum, planted everywhere, over every address of the platform."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from core.lists import LIST_SOURCES
from core.text import format_money, format_number
from tests.isolation.addresses import staff_addresses
from tests.isolation.builders import qbr_facts
from tests.isolation.crawl import Crawl, body
from tests.isolation.requests import answer
from tests.isolation.rows import Shelf
from tests.isolation.sums import MINOR, money_columns, plant, sheet_text, tells
from tests.isolation.visits import INSIDE, browser_of, first_addresses, forms_of, send
from tests.support.world import NOW, TODAY, World, make_world
from workspaces.choices import Right, Role, Scope
from workspaces.models import OutboxMessage
from workspaces.services.rights import set_member_rights, set_role_rights

#: What a CSM may be given besides, so that no page stays shut for another reason.
GIVEN = {
    Right.SEE_ACCOUNTS: Scope.ALL,
    Right.EDIT_ACCOUNTS: Scope.ALL,
    Right.LOG_ACTIVITIES: Scope.ALL,
    Right.EDIT_CONTRACTS: Scope.ALL,
    Right.EDIT_RENEWALS: Scope.ALL,
    Right.RECORD_READINGS: Scope.ALL,
    Right.EDIT_SCORECARDS: Scope.ALL,
    Right.EDIT_SURVEYS: Scope.ALL,
    Right.SEE_REPORTS: Scope.ALL,
    Right.EXPORT_DATA: Scope.ALL,
    Right.IMPORT_DATA: Scope.ALL,
    Right.IMPORT_INVOICES: Scope.ALL,
    Right.EDIT_INVOICES: Scope.ALL,
}
#: Where whoever may see money finds the sum, so that its absence elsewhere proves something.
FOUND = {
    "accounts:contract",
    "accounts:contracts",
    "accounts:details",
    "accounts:edit_contract",
    "accounts:list",
    "lifecycle:closed_renewals",
    "lifecycle:closing",
    "lifecycle:renewals",
    "reports:portfolio",
}


@dataclass
class Both:
    """The two companies' shelf, in the form that the visits read."""

    world: World
    acme: Shelf


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker):
    """Acme with the sum everywhere; a CSM with every right but money, an AM with money too. Nobody may write."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        world = make_world()
        shelf = Shelf(world.acme, "Words of Acme").fill()
        with world.acme.scope():
            plant(shelf)
            _freeze(shelf)
            by, role = world.acme.admin, Role.CSM
            set_role_rights(role, {**GIVEN, Right.SEE_MONEY: Scope.NONE}, by=by, now=NOW)
            set_member_rights(world.acme.am, GIVEN, by=by, now=NOW)
        yield Both(world, shelf)
        transaction.set_rollback(True)


def _freeze(shelf):
    """The shelf's review holds the amounts as they are now."""
    review = shelf["reports.QbrSnapshot"]
    type(review).objects.filter(pk=review.pk).update(data=qbr_facts(shelf), has_money=True)


@pytest.fixture(scope="module")
def csm_pages(planted):
    return visited(planted, planted.acme.company.csm)


@pytest.fixture(scope="module")
def am_pages(planted):
    return visited(planted, planted.acme.company.am)


def visited(planted, member):
    """Every staff address with the shelf's rows in it, and every list with each of its columns."""
    found = Crawl(browser_of(planted.world, member), INSIDE)
    for path in first_addresses(planted.acme):
        found.read(path)
    for path, shown in lists_of(found).items():
        found.read(f"{path}?cols={','.join(column.key for column in shown.spec.columns)}")
    return found


def lists_of(pages):
    """The list that stands on a page, by the page's path."""
    shown = {
        path: response.context.get("list")
        for path, response in pages.answers.items()
        if response.context and "?" not in path
    }
    return {path: one for path, one in shown.items() if one is not None}


def view_names(pages):
    from django.urls import resolve

    return {path: resolve(path.partition("?")[0]).view_name for path in pages.answers}


@pytest.mark.parametrize("style", ["full", "compact", "thousand", "million"])
def test_the_sum_is_found_in_every_language_and_style(style):
    for language, _name in [*settings.LANGUAGES, ("fi", ""), ("uk", ""), ("de", "")]:
        with override(language):
            for currency in ("EUR", "USD"):
                assert tells(f"<td>{format_money(MINOR, currency, style)}</td>"), language
    for written in (
        "987654.32",
        "987 654,32",
        "987'654.32",
        "987&nbsp;654,32",
        str(MINOR),
        format_number(987654.32, 2),
    ):
        assert tells(written), written
    assert not tells("12,000 accounts, 98.7 % of 65, 988 days")


def test_the_sum_sits_in_every_amount(planted):
    with planted.acme.company.scope():
        for model, name in money_columns():
            held = set(model.objects.exclude(**{name: None}).values_list(name, flat=True)) - {0}
            # history also holds what each amount was before the sum was planted
            assert MINOR in held if model.append_only else held == {MINOR}, (model, name)
    assert len(money_columns()) >= 7


def test_who_sees_money_finds_the_sum(am_pages):
    names = view_names(am_pages)
    found = {names[path] for path, response in am_pages.answers.items() if tells(body(response))}
    assert sorted(FOUND - found) == []


def test_no_address_tells_the_sum_to_who_may_not_see_money(planted, csm_pages):
    told = [
        path
        for path, response in csm_pages.answers.items()
        if tells(body(response)) or tells(str(response.headers))
    ]
    assert told == []
    names = set(view_names(csm_pages).values())
    assert {address.name for address in staff_addresses()} - names == set()
    opened = [path for path, response in csm_pages.answers.items() if response.status_code == 200]
    assert len(opened) > 40


def test_no_form_tells_the_sum_when_it_is_refused(csm_pages):
    told = []
    for sent in forms_of(csm_pages, "post"):
        for pairs in (sent.form.fields, []):
            with transaction.atomic():
                response = send(csm_pages.browser, sent.form, pairs)
                text = body(response) if response.status_code < 500 else b""
                transaction.set_rollback(True)
            if tells(text):
                told.append((sent.view, response.status_code))
    assert told == []


def test_lists_cannot_be_asked_by_money(csm_pages):
    """Order, count and words of a list are as if the field did not exist: what is asked is an unknown field."""
    differing = {}
    for path, shown in lists_of(csm_pages).items():
        for query in forced(shown.spec):
            hidden, nothing = (csm_pages.browser.get(f"{path}?{text}", follow=True) for text in query)
            if told_by(hidden, query[0]) != told_by(nothing, query[1]):
                differing[f"{path}?{query[0]}"] = (hidden.status_code, nothing.status_code)
    assert differing == {}


def forced(spec):
    """Queries by each money column and filter of a list, beside the same by a field that no list has."""
    for column in spec.columns:
        if column.needs_money:
            for form in ("sort={}", "sort=-{}", "cols=name,{}"):
                yield form.format(column.key), form.format("nothing")
    for chosen in spec.filters:
        if chosen.needs_money:
            for form in ("f.{}=gt:1", "f.{}=lt:1", "op.{0}=gt&v.{0}=987654", "edit={}", "{}_min=1"):
                yield form.format(chosen.key), form.format("nothing")


def told_by(response: Any, query: str) -> Any:
    shown = response.context["list"]
    text = answer(response)[2].decode()
    return (
        [row.id for row in shown.rows],
        [str(c) for c in shown.chips],
        response.status_code,
        "987654" in text,
    )


def test_lists_sort_by_money_for_who_sees_it(am_pages):
    asked = [
        path for path, shown in lists_of(am_pages).items() if any(c.needs_money for c in shown.spec.columns)
    ]
    assert len(asked) >= 3
    for path in asked:
        spec = lists_of(am_pages)[path].spec
        key = next(column.key for column in spec.columns if column.needs_money and column.sort)
        shown = am_pages.browser.get(f"{path}?sort=-{key}", follow=True).context["list"]
        assert key in (shown.state.sort or spec.default_sort), path


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_exported_files_hold_the_sum_only_for_who_sees_money(planted, file_format):
    for member, wanted in ((planted.acme.company.csm, set()), (planted.acme.company.am, None)):
        browser = browser_of(planted.world, member)
        found = set()
        for source in LIST_SOURCES:
            if tells(exported(browser, source.key, file_format)):
                found.add(source.key)
        assert found == wanted if wanted is not None else found >= {"accounts", "contracts"}


def exported(browser, key, file_format):
    """The text of one list as a file, with its money columns asked for by name and sorted by them."""
    columns = "name,contract,account,arr,mrr,amount,worth,once"
    sent = {"list": key, "format": file_format, "query": f"?cols={columns}&sort=-arr", "book": "all"}
    response = browser.post("/w/acme/exports/new/", sent, follow=True)
    assert response.status_code == 200, (key, response.status_code)
    data = body(response)
    return sheet_text(data) if file_format == "xlsx" else data.decode()


def test_imports_stay_shut_without_money_even_where_the_right_was_given(planted):
    """A file, its preview and its problems hold every amount; so the right holds only together with money."""
    browser = browser_of(planted.world, planted.acme.company.csm)
    for address in staff_addresses():
        if address.name.startswith("integrations:") and "imports" in address.route:
            path = address.path("acme", **planted.acme.kwargs(address))
            assert browser.get(path).status_code in (403, 405), path
            assert browser.post(path).status_code in (403, 405), path


def test_a_review_made_without_money_holds_none_and_one_with_money_stays_shut(planted):
    from reports.facts import frozen
    from reports.rules import Quarter
    from reports.selectors.qbr import collect_facts

    company, account = planted.acme.company, planted.acme["accounts.Account"]
    with company.scope():
        texts = {
            (edition, with_money): json.dumps(
                frozen(
                    collect_facts(
                        account,
                        Quarter(2026, 2),
                        workspace=company.workspace,
                        edition=edition,
                        with_money=with_money,
                        today=TODAY,
                    )
                ),
                default=str,
            )
            for edition in ("customer", "internal")
            for with_money in (True, False)
        }
    assert {key: tells(text) for key, text in texts.items()} == {key: key[1] for key in texts}
    browser = browser_of(planted.world, company.csm)
    review = planted.acme["reports.QbrSnapshot"]
    address = f"/w/acme/accounts/{account.pk}/reviews/{review.pk}/"
    for part in ("", "preview/", "review.pdf"):
        assert browser.get(address + part).status_code in (403, 404), part


def test_mails_and_notices_of_a_renewal_tell_the_sum_only_to_who_sees_money(planted):
    from accounts.services.accounts import assign_owners
    from lifecycle.services.reminders import sweep_due_milestones
    from notifications.models import Notice

    company = planted.acme.company
    account, contract = planted.acme["accounts.Account"], planted.acme["accounts.Contract"]
    told = {}
    for member in (company.csm, company.am):
        with company.scope(), transaction.atomic():
            assign_owners(account, {"rm": member.pk}, by=company.admin, now=NOW, today=TODAY)
            day = contract.ends_on - timedelta(days=60)
            sweep_due_milestones(company.workspace, today=day, now=NOW)
            mails = OutboxMessage.objects.filter(to_address=member.user.email)
            notices = Notice.objects.filter(member=member)
            texts = [mail.subject + mail.text_body + mail.html_body for mail in mails]
            texts += [notice.title + notice.body for notice in notices]
            assert len(texts) >= 2
            told[member.role] = any(tells(text) for text in texts)
            transaction.set_rollback(True)
    assert told == {Role.CSM: False, Role.AM: True}
