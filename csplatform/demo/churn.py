"""Who left, why, and who came back."""

from collections.abc import Iterator
from typing import Any

from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer

COLUMNS = {
    "external_id": "text", "account": "text", "churned_on": "date", "reason": "text", "is_reactivation": "boolean",
    "comment": "text",
}  # fmt: skip


def churn_rows(company: Company, customers: list[Customer], *, seed: int) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number."""
    rng = chance(seed, company.slug, "churn")
    row = 0
    for customer in customers:
        if customer.churned_on is None:
            continue
        reason = rng.choice(sorted(company.tongue.farewells))
        row += 1
        yield (row, f"L-{row:03d}", customer.external_id, customer.churned_on, reason, False,
               company.tongue.farewells[reason])  # fmt: skip
        if customer.returned_on is not None:
            row += 1
            yield (row, f"L-{row:03d}", customer.external_id, customer.returned_on, None, True,
                   company.tongue.welcome_back)  # fmt: skip
