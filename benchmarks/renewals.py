"""G16: the renewal sweep over a million contracts."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from accounts.models import Account, Contract
from benchmarks.book import add_accounts, generate, make_workspace, table, today_of
from benchmarks.database import analyze
from benchmarks.measure import Line, compared
from core import clock
from core.tenancy import workspace_scope
from lifecycle.models import MilestoneDecision
from lifecycle.services import sweep_due_milestones

CONTRACTS = 1_000_000
PER_ACCOUNT = 10


def sweep(*, small: bool) -> Iterator[Line]:
    """The sweep that runs every hour against a count of the same table: everything due was decided before.

    A third of the contracts ends on a day, the others are open-ended by the year or half year; their terms' ends
    are spread evenly, so that some four in ten are in the window, each with its decision.
    """
    contracts = CONTRACTS // 100 if small else CONTRACTS
    made = make_workspace()
    workspace, today = made.workspace, today_of(made.workspace)
    with workspace_scope(workspace.pk):
        add_accounts(made, contracts // PER_ACCOUNT)
        add_contracts(today)
        decided = decide_all(today)
    analyze()

    def product() -> None:
        swept = sweep_due_milestones(workspace, today=today, now=clock.now())
        if (swept.sent, swept.already) != (0, decided):
            raise RuntimeError(f"Everything was decided before, yet the sweep found {swept}.")

    def limit() -> None:
        with workspace_scope(workspace.pk), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {Contract._meta.db_table}")

    size = f"{contracts:,} contracts, {decided:,} due"
    yield Line("G16", "renewal sweep", *compared(limit, product), "s", 5.0, size, stretch=2.0)


def add_contracts(today: date) -> None:
    """Ten contracts for each account, begun within the last four years."""
    began = f"DATE '{today}' - ((n.id * 7919 + k * 104729) % 1460)::int"
    generate(
        Contract,
        f"{table(Account)} CROSS JOIN generate_series(1, {PER_ACCOUNT}) k",
        account_id="n.id",
        external_id="'K-' || n.id || '-' || k",
        starts_on=began,
        ends_on=f"CASE WHEN k % 3 = 0 THEN {began} + 1460 END",
        billing_frequency="CASE WHEN k % 2 = 0 THEN 'annual' ELSE 'half_yearly' END",
        currency="'EUR'",
        arr_amount="1000000",
    )


def decide_all(today: date) -> int:
    """The decisions that the sweeps before would have made; returns how many contracts have one in force."""
    ends_on = f"term_end(n.starts_on, n.ends_on, n.term_months, n.billing_frequency, DATE '{today}')"
    generate(
        MilestoneDecision,
        f"{table(Contract)} CROSS JOIN LATERAL (SELECT {ends_on} AS ends_on) t"
        " CROSS JOIN unnest(ARRAY[120, 90, 60, 30]) m"
        f" WHERE t.ends_on - DATE '{today}' BETWEEN 0 AND m",
        contract_id="n.id",
        term_ends_on="t.ends_on",
        milestone="m",
        state="'sent'",
        decided_on=f"DATE '{today}'",
        decided_at="now()",
        days_left="m",
    )
    return MilestoneDecision.objects.values("contract").distinct().count()
