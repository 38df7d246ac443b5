"""health.rules.claims in SQL, and the facts of one account that the rule asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import Account, ContractLine
from health.rules import Claim

# A product under contract on the day: a line of a contract that has begun and neither ended nor been cancelled.
HAS_PRODUCT = """EXISTS (
    SELECT 1 FROM accounts_contract kc
    JOIN accounts_contractline kl ON kl.workspace_id = kc.workspace_id AND kl.contract_id = kc.id
    WHERE kc.workspace_id = %(workspace)s AND kc.account_id = a.id AND kc.deleted_at IS NULL AND kl.product_id = {product}
      AND kc.starts_on <= %(day)s::date AND (kc.ends_on IS NULL OR kc.ends_on >= %(day)s::date)
      AND (kc.cancelled_on IS NULL OR kc.cancelled_on > %(day)s::date)
)"""


def claim_sql(claim: Claim, among: Sequence[Claim]) -> str:
    """A condition on the account `a`: of the claims `among`, this one holds. Takes `claim_parameters(among)`.

    The places of the CASE are those of health.rules.claims, most specific first. Nothing is asked where the claim
    is the only one and fits everybody, as in a workspace with the default card alone.
    """
    ordered = sorted(among, key=lambda one: one.order)
    if ordered == [claim] and claim.conditions == 0:
        return "true"
    whens = " ".join(f"WHEN {_fits(one, place)} THEN {place}" for place, one in enumerate(ordered))
    return f"CASE {whens} END = {ordered.index(claim)}"


def claim_parameters(among: Sequence[Claim]) -> dict[str, Any]:
    """The values that `claim_sql` names."""
    named: dict[str, Any] = {}
    for place, claim in enumerate(sorted(among, key=lambda one: one.order)):
        named |= {
            f"claim{place}_segment": claim.segment,
            f"claim{place}_stage": claim.stage,
            f"claim{place}_product": claim.product_id,
        }
    return named


def products_of(account: Account, day: date) -> set[int]:
    """The products that the account has under contract on a day; one query."""
    lines = ContractLine.objects.filter(
        Q(contract__ends_on=None) | Q(contract__ends_on__gte=day),
        Q(contract__cancelled_on=None) | Q(contract__cancelled_on__gt=day),
        contract__account=account,
        contract__starts_on__lte=day,
        contract__deleted_at=None,
        product__isnull=False,
    )
    return set(lines.values_list("product_id", flat=True))


def _fits(claim: Claim, place: int) -> str:
    asked = []
    if claim.segment:
        asked.append(f"a.segment = %(claim{place}_segment)s")
    if claim.stage:
        asked.append(f"a.stage = %(claim{place}_stage)s")
    if claim.product_id is not None:
        asked.append(HAS_PRODUCT.format(product=f"%(claim{place}_product)s"))
    return " AND ".join(asked) or "true"
