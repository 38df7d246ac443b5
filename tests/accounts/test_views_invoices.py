"""Invoices on pages: the list, one of them, the panel; and nothing of it without the right to money."""

from datetime import timedelta

import pytest

from accounts.models import Invoice, Payment
from tests.support.world import TODAY, add_account
from workspaces.choices import Role

HTMX = {"HX-Request": "true"}


@pytest.fixture
def book(world):
    """An overdue one, an open one, one paid ten days late and a credited one."""
    with world.acme.scope():
        account = world.acme.account
        for number, due, amount, paid, credited, settled in (
            ("I-1", -20, 500_00, 100_00, 0, None),
            ("I-2", 10, 300_00, 0, 0, None),
            ("I-3", -60, 200_00, 200_00, 0, -50),
            ("I-4", -90, 100_00, 0, 100_00, -80),
        ):
            made = Invoice.objects.create(
                account=account, external_id=number, issued_on=TODAY + timedelta(days=due - 30),
                due_on=TODAY + timedelta(days=due), amount=amount, tax_amount=20_00, currency="EUR", paid_amount=paid,
                credited_amount=credited, settled_on=None if settled is None else TODAY + timedelta(days=settled),
            )  # fmt: skip
            if paid:
                Payment.objects.create(
                    invoice=made, external_id=f"P-{number}", paid_on=TODAY - timedelta(days=50), amount=paid
                )
    return world


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-09-17T08:00:00Z")


def page(world, path, member=None, **more):
    return world.client(member or world.acme.admin).get(f"{world.acme.url}{path}", **more)


def numbers(answer):
    return [row.external_id for row in answer.context["list"].page.objects]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["I-2", "I-1", "I-3", "I-4"]),
        ("&f.state=overdue", ["I-1"]),
        ("&f.state=open&f.state=overdue", ["I-2", "I-1"]),
        ("&f.state=paid", ["I-3"]),
        ("&f.state=credited", ["I-4"]),
        ("&sort=-open", ["I-1", "I-2"]),
    ],
)
def test_the_list_filters_by_state_and_sorts(book, asked, expected):
    from accounts.lists import INVOICE_LIST, list_context
    from accounts.lists.invoices import invoices_in

    with book.acme.scope():
        context = list_context(book.acme.workspace, book.acme.admin)
        states = [part.split("=")[1] for part in asked.split("&") if part.startswith("f.state")]
        rows = Invoice.objects.all()
        if states:
            rows = rows.filter(invoices_in(states, context))
        order = "-open_amount" if "open" in asked and not states else "-due_on"
        found = [one.external_id for one in rows.order_by(order)]
    assert found[: len(expected)] == expected
    assert INVOICE_LIST.default_sort == "-due"


def test_the_page_shows_state_and_amounts(book):
    text = page(book, "/invoices/?book=all").content.decode()
    assert "4 invoices" in text
    for words in ("Overdue", "Credited", "€400", "I-3"):
        assert words in text
    part = page(book, "/invoices/?book=all", headers=HTMX).content.decode()
    assert part.strip().startswith("<section")


def test_one_invoice_tells_its_payments(book):
    with book.acme.scope():
        found = Invoice.objects.get(external_id="I-1")
    text = page(book, f"/accounts/{found.account_id}/invoices/{found.pk}/").content.decode()
    for words in ("Invoice I-1", "€400", "€20 of it tax", "20 days late", "P-I-1", "€100"):
        assert words in text, words


def test_the_panel_sums_what_is_open_and_how_the_account_pays(book):
    url = f"/accounts/{book.acme.account.pk}/panels/invoices/"
    text = page(book, url, headers=HTMX).content.decode()
    assert "€700" in text
    assert "€400</a> · since 28 Aug 2026" in text
    assert "15.0 days late · 2 of 2 late in 12 months" in text
    assert "f.state=" in page(book, url, headers=HTMX).context["open_query"]
    assert page(book, url).status_code == 303


def test_the_panel_of_an_account_without_invoices_says_so(world):
    text = page(world, f"/accounts/{world.acme.account.pk}/panels/invoices/", headers=HTMX).content.decode()
    assert "No invoices." in text


def test_who_sees_no_money_sees_no_invoice_anywhere(book):
    support = book.acme.members[Role.SUPPORT]
    account = book.acme.account.pk
    with book.acme.scope():
        found = Invoice.objects.get(external_id="I-1").pk
    for path in (
        "/invoices/",
        f"/accounts/{account}/invoices/",
        f"/accounts/{account}/invoices/{found}/",
        f"/accounts/{account}/panels/invoices/",
    ):
        assert page(book, path, support).status_code == 403, path
    text = page(book, f"/accounts/{account}/", support).content.decode()
    assert "nvoices" not in text
    assert "nvoices" in page(book, f"/accounts/{account}/").content.decode()


def test_another_accounts_invoice_is_not_found_here(book):
    with book.acme.scope():
        lonely = add_account("Lonely Ltd")
        found = Invoice.objects.get(external_id="I-1").pk
    assert page(book, f"/accounts/{lonely.pk}/invoices/{found}/").status_code == 404
    assert page(book, f"/accounts/{book.acme.account.pk}/invoices/{found}/", book.outsider).status_code == 404
