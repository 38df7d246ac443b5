"""What a reminder says of an account and its contracts, read for many accounts at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.choices import LineKind
from accounts.models import Account, Contract
from health.models import Score
from lifecycle.selectors.due import Due


@dataclass(frozen=True)
class AccountFacts:
    """An account, its contracts by id (each with `lines_count`, its recurring lines), and its score as of the day:
    None where it was never scored."""

    account: Account
    contracts: Mapping[int, Contract]
    score: Score | None


def renewal_facts(due: Collection[Due], *, today: date) -> dict[int, AccountFacts]:
    """By account id; the score is the latest up to `today`. Three queries."""
    account_ids = {d.account_id for d in due}
    contracts: dict[int, dict[int, Contract]] = {account_id: {} for account_id in account_ids}
    recurring = Count("lines", filter=Q(lines__kind=LineKind.RECURRING))
    for contract in Contract.objects.filter(pk__in={d.contract_id for d in due}).annotate(
        lines_count=recurring
    ):
        contracts[contract.account_id][contract.pk] = contract
    scores = {
        score.account_id: score
        for score in Score.objects.filter(account_id__in=account_ids, scored_on__lte=today)
        .order_by("account_id", "-scored_on")
        .distinct("account_id")
    }
    return {
        account.pk: AccountFacts(account, contracts[account.pk], scores.get(account.pk))
        for account in Account.objects.filter(pk__in=account_ids)
    }
