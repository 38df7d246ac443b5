"""Invoices and payments as files: by CSV and XLSX, by Finance alone of those without the right to all imports."""

import io

import pytest
from openpyxl import Workbook

from accounts.models import Invoice
from integrations.services import import_file
from tests.integrations.flow import Flow, told
from tests.support.world import NOW, TODAY
from workspaces.choices import Role

INVOICES = (
    b"Invoice number;Customer id;Invoice date;Terms;Total;VAT;Currency;State\n"
    b"2026-17;A-1;01.07.2026;14;1 240,50;240,10;EUR;sent\n"
    b"2026-18;A-1;01.08.2026;14;99,00;;EUR;paid\n"
)
PAYMENTS = (
    b"invoice;date;amount;type\n2026-17;2026-07-10;1240.50;transfer\n2026-18;2026-08-10;-99.00;credit memo\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(world, redis, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return Flow(world.acme, world.client(world.acme.members[Role.FINANCE]))


def test_finance_brings_in_invoices_and_payments_and_nothing_else(world, finance):
    page = finance.client.get(finance.base)
    assert [str(kind["label"]) for kind in page.context["kinds"]] == ["Invoices", "Payments"]
    assert finance.upload(b"a\n1\n", kind="accounts").status_code == 403
    assert finance.client.get(f"{finance.base}template.csv?kind=contracts").status_code == 403

    pk = finance.imported(INVOICES, kind="invoices")
    assert told(finance.row(pk)) == ("done", 2, 0, 0, 0, 1)
    pk = finance.imported(PAYMENTS, kind="payments")
    assert told(finance.row(pk)) == ("done", 2, 0, 0, 0, 0)
    with world.acme.scope():
        found = list(
            Invoice.objects.order_by("external_id").values_list(
                "external_id", "amount", "tax_amount", "open_amount", "credited_amount"
            )
        )
    assert found == [("2026-17", 124_050, 24_010, 0, 0), ("2026-18", 9_900, None, 0, 9_900)]
    report = finance.client.get(finance.url(pk))
    assert finance.client.get(report.context["came_in"]["url"]).status_code == 200


def test_finance_sees_no_import_of_another_kind(world, finance):
    lead = Flow(world.acme, world.client(world.acme.lead))
    pk = lead.uploaded(b"account_id,account_name\nX-1,Alpha\n")
    assert finance.client.get(finance.url(pk)).status_code == 403
    assert "file.csv" not in finance.client.get(finance.base).content.decode()


def test_who_may_neither_is_refused(world, finance):
    support = world.client(world.acme.members[Role.SUPPORT])
    assert support.get(finance.base).status_code == 403
    assert support.get(f"{finance.base}new/?kind=invoices").status_code == 403


def test_a_workbook_says_the_same_and_a_second_time_changes_nothing(world, tmp_path):
    book = Workbook()
    for row in (("invoice_id", "account", "date", "due_date", "amount"), ("9", "A-1", TODAY, TODAY, 12.5)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    path = tmp_path / "invoices.xlsx"
    path.write_bytes(file.getvalue())
    with world.acme.scope():
        done = [
            import_file(
                path, kind="invoices", workspace=world.acme.workspace, now=NOW, today=TODAY, dry_run=dry_run
            )
            for dry_run in (True, False, False)
        ]
        assert [(one.created, one.unchanged) for one in done] == [(1, 0), (1, 0), (0, 1)]
        assert Invoice.objects.get().amount == 1_250
