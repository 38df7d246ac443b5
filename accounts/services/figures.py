"""The derived figures of accounts: status, revenue, seats and the nearest end of a term, as of a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from accounts.models import Account, Contract
from accounts.rules import ChurnFact, ContractFact, Term, current_term, is_short_term, status_of
from core.tenancy import required_workspace_id
from workspaces.models import Workspace

BATCH = 500


def refresh_figures(*, today: date, account_ids: Iterable[int] | None = None) -> int:
    """Bring the figures of these accounts (None: of all) up to `today`; returns how many changed.

    ARR, MRR and seats are the sums of the contracts open today whose currency is the workspace's; amounts in
    minor units. Only changed rows are written; running it again changes nothing.
    """
    workspace = Workspace.objects.get(pk=required_workspace_id())
    accounts = Account.objects.order_by("pk")
    if account_ids is not None:
        accounts = accounts.filter(pk__in=list(account_ids))
    contracts: dict[int, list[Contract]] = defaultdict(list)
    for contract in Contract.objects.filter(account__in=accounts):
        contracts[contract.account_id].append(contract)
    changed = [
        account
        for account in accounts.select_for_update()
        if _set(account, _figures(account, contracts[account.pk], workspace, today))
    ]
    fields = [*_figures(Account(), [], workspace, today)]
    Account.objects.bulk_update(changed, fields, batch_size=BATCH)
    return len(changed)


def _set(account: Account, figures: dict[str, object]) -> bool:
    changed = [name for name, value in figures.items() if getattr(account, name) != value]
    for name in changed:
        setattr(account, name, figures[name])
    return bool(changed)


def _figures(
    account: Account, contracts: list[Contract], workspace: Workspace, today: date
) -> dict[str, object]:
    facts = [ContractFact(c.starts_on, c.ends_on, c.cancelled_on) for c in contracts]
    churns = [ChurnFact(account.churned_on)] if account.churned_on else []
    running = [c for c, fact in zip(contracts, facts, strict=True) if fact.is_open(today)]
    counted = [c for c in running if c.currency == workspace.currency]
    terms = [term for c in running if (term := _term(c, today))]
    ends = [term.ends_on for term in terms if not is_short_term(term, workspace.short_term_months)]
    return {
        "status": status_of(churns, facts, today=today, declared_churned=account.declared_churned).status,
        "arr_amount": sum(c.arr_amount for c in counted),
        "mrr_amount": sum(c.mrr_amount for c in counted),
        "seats": sum(c.seats for c in running),
        "open_contracts": len(running),
        "term_ends_on": min(ends, default=None),
        "figures_on": today,
    }


def _term(contract: Contract, today: date) -> Term | None:
    return current_term(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        term_months=contract.term_months,
        billing_frequency=contract.billing_frequency,
        auto_renew=contract.auto_renew,
        today=today,
    )
