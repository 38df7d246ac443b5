"""A file that names another workspace's ids, names and people makes own rows and reaches none of theirs (proof 40)."""

import pytest

from accounts.models import Account, AccountOwner, ContractLine, Invoice, Payment, Product, Ticket
from health.models import Reading, UsageEvent
from integrations.services import WRITERS, import_file
from lifecycle.models import ChurnRecord
from tests.isolation.requests import contents
from tests.support.world import NOW, TODAY, make_world

ACCOUNTS = "account_id,account_name,industry,parent_id,csm_email\n"
#: Per kind what Other imports, and the same keys with other values as Acme tries them.
FILES = {
    "accounts": (
        f"{ACCOUNTS}S-0,Mother,Food,,\nS-1,Shared,Food,S-0,csm@other.example\n",
        f"{ACCOUNTS}S-1,Shared,Steel,S-0,csm@other.example\n",
    ),
    "contacts": (
        "contact_id,account_id,name,email\nP-1,S-1,Sam,sam@shared.example\n",
        "contact_id,account_id,name,email\nP-1,S-1,Eve,sam@shared.example\nP-2,S-0,Eve,eve@shared.example\n",
    ),
    "contracts": (
        "subscription_id,account_id,product,start_date,end_date,arr_amount,seats\n"
        "T-1,S-1,Suite,2026-01-01,2026-12-31,1200,5\n",
        "subscription_id,account_id,product,start_date,end_date,arr_amount,seats\n"
        "T-1,S-1,Suite,2025-01-01,2027-12-31,99,1\nT-2,S-0,Suite,2026-01-01,2026-12-31,1,1\n",
    ),
    "usage": (
        "usage_id,subscription_id,date,feature,count\nU-1,T-1,2026-09-01,search,3\n",
        "usage_id,subscription_id,date,feature,count\nU-1,T-1,2026-09-01,search,9\nU-2,T-2,2026-09-01,search,9\n",
    ),
    "tickets": (
        "ticket_id,account_id,subject,opened_at\nQ-1,S-1,Ours,2026-09-01\n",
        "ticket_id,account_id,subject,opened_at\nQ-1,Shared,Theirs,2026-09-02\nQ-2,Mother,Theirs,2026-09-02\n",
    ),
    "invoices": (
        "invoice_number,account_id,contract_id,invoice_date,due_date,amount,paid_on\nB-1,S-1,T-1,2026-08-01,2026-08-31,120,\n",
        "invoice_number,account_id,contract_id,invoice_date,due_date,amount,paid_on\n"
        "B-1,Shared,T-2,2026-08-02,2026-08-30,99,2026-08-20\nB-2,S-0,T-1,2026-08-02,2026-08-30,99,\n",
    ),
    "payments": (
        "payment_id,invoice_number,paid_on,amount\nY-1,B-1,2026-08-20,120\nY-2,B-1,2026-08-20,1\n",
        "payment_id,invoice_number,paid_on,amount\nY-1,B-1,2026-08-21,99\nY-3,B-2,2026-08-21,99\n",
    ),
    "readings": (
        "account_id,metric,rating,date\nS-1,sponsor_coverage,3,2026-09-01\n",
        "account_id,metric,rating,date\nShared,sponsor_coverage,1,2026-09-01\nS-0,sponsor_coverage,1,2026-09-01\n",
    ),
    "churn": (
        "churn_event_id,account_id,churn_date,reason_code\nL-1,S-1,2025-03-01,price\n",
        "churn_event_id,account_id,churn_date,reason_code\nL-1,S-1,2025-04-01,price\nL-2,S-0,2025-04-01,price\n",
    ),
}


def take(company, kind, text, folder):
    path = folder / f"{kind}.csv"
    path.write_text(text)
    with company.scope():
        return import_file(path, kind=kind, workspace=company.workspace, now=NOW, today=TODAY)


@pytest.fixture
def two(db, redis):
    return make_world()


def test_every_kind_of_import_is_tried():
    assert set(FILES) == set(WRITERS)


def test_anothers_keys_make_own_rows_and_anothers_rows_stay(two, tmp_path):
    with two.other.scope():
        suite = Product.objects.create(name="Suite", name_key="suite")
    for kind, (theirs, _ours) in FILES.items():
        assert take(two.other, kind, theirs, tmp_path).rejected == 0, kind
    with two.other.scope():
        assert ContractLine.objects.get(contract__external_id="T-1").product_id == suite.pk
    before = contents(two.other)
    for kind, (_theirs, ours) in FILES.items():
        report = take(two.acme, kind, ours, tmp_path)
        beyond = 0 if kind == "accounts" else 1  # S-0 is known to Other alone
        assert (report.created, report.updated, report.unchanged, report.rejected) == (1, 0, 0, beyond), kind
    assert contents(two.other) == before
    with two.acme.scope():
        shared = Account.objects.get(external_id="S-1")
        assert (shared.industry, shared.parent_id) == ("Steel", None)
        assert not AccountOwner.objects.filter(account=shared).exists()
        line = ContractLine.objects.select_related("contract").get(contract__external_id="T-1")
        assert (line.contract.account_id, line.label, line.product_id) == (shared.pk, "Suite", None)
        assert Ticket.objects.get(external_id="Q-1").account_id == shared.pk
        invoice = Invoice.objects.select_related("contract").get(external_id="B-1")
        assert (invoice.account_id, invoice.contract) == (shared.pk, None)
        assert [payment.external_id for payment in Payment.objects.all()] == ["Y-1"]
        assert UsageEvent.objects.get(message_id="U-1").account_id == shared.pk
        assert Reading.objects.get(measure="hand").account_id == shared.pk
        assert ChurnRecord.objects.get(external_id="L-1").account_id == shared.pk


def test_an_account_known_to_the_other_workspace_alone_is_told_as_unknown(two, tmp_path):
    for kind in ("accounts", "contracts"):
        take(two.other, kind, FILES[kind][0], tmp_path)
    for kind, codes in (("contacts", {"P-1", "P-2"}), ("readings", {"Shared", "S-0"})):
        refused = take(two.acme, kind, FILES[kind][1], tmp_path).rejections
        unknown = take(two.acme, kind, FILES[kind][1].replace("S-", "Z-"), tmp_path).rejections
        assert [problem.code for problem in refused] == [problem.code for problem in unknown]
        assert len(refused) == len(codes)
