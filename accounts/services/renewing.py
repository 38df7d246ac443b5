"""What a decided renewal does to contracts: one carries on another, an end is settled or moved. lifecycle decides."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contract
from accounts.services.contract_lines import LineFields, LineSums, carry_lines, sums_of, sums_of_lines
from accounts.services.contracts import ContractFields, cleaned_contract, save_contract
from accounts.services.editing import apply
from core.errors import NotFound


def lock_contract(contract: Contract) -> Contract:
    """The contract, locked and as it is now, with its account. Raises NotFound when it is gone."""
    found = Contract.objects.select_for_update(of=("self",)).filter(pk=contract.pk)
    current = found.select_related("account").first()
    if current is None:
        raise NotFound(_("Not found."))
    return current


def carry_on(
    contract: Contract,
    *,
    starts_on: date,
    ends_on: date | None,
    term_months: int | None,
    external_id: str,
    lines: Sequence[LineFields] | None,
) -> Contract:
    """A contract that carries this one on under the same terms, from another day and with these lines.

    `lines` may name those of this contract, whose MRR and ARR they then keep; None copies the recurring sums, for a
    contract without lines. Raises DomainErrors with every field at fault; those of line n are named `lines-n-FIELD`.
    The figures of the account are the caller's to bring up to date.
    """
    fields = ContractFields(
        starts_on=starts_on, ends_on=ends_on, term_months=term_months, external_id=external_id, name=contract.name,
        currency=contract.currency, billing_frequency=contract.billing_frequency, notice_days=contract.notice_days,
        auto_renew=contract.auto_renew, is_trial=contract.is_trial,
    )  # fmt: skip
    made = Contract(account=contract.account, renews=contract, **cleaned_contract(fields, lines or ()))
    save_contract(made, None)
    if lines is None:
        sums = LineSums(contract.seats, contract.mrr_amount, contract.arr_amount)
    else:
        carry_lines(made, lines, contract)
        sums = sums_of(made)
    apply(made, asdict(sums))
    made.save(update_fields=["seats", "mrr_amount", "arr_amount"])
    return made


def settle(contract: Contract, **values: Any) -> None:
    """Write these columns of a locked contract, as one more version of it."""
    changed = apply(contract, values)
    contract.version += 1
    save_contract(contract, [*changed, "version"])


def amount_carried(contract: Contract, lines: Sequence[LineFields] | None) -> int:
    """The ARR, in minor units, of a contract that carried this one on with these lines."""
    return contract.arr_amount if lines is None else sums_of_lines(lines, contract).arr_amount
