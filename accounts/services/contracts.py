"""Single contracts with their lines: added, edited, cancelled."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import BillingFrequency
from accounts.errors import ChangedMeanwhile, Difference
from accounts.models import Account, Contract
from accounts.services.contract_lines import LineFields, check_lines, lines_differ, sums_of, write_lines
from accounts.services.editing import apply, lock_version, taken, tell_facts
from core.errors import DomainError, DomainErrors
from core.money import is_currency
from workspaces.models import Member

MOST_MONTHS = 240
END_BEFORE_START = gettext_lazy(
    "The end is the last day and cannot lie before the start. Leave it empty if the contract is open-ended."
)
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, kw_only=True)
class ContractFields:
    """What people write about a contract. `ends_on` None is open-ended, counted in `term_months` or else in
    billing periods; amounts stand in its lines, in minor units of `currency`."""

    starts_on: date
    currency: str
    external_id: str | None = None
    name: str = ""
    ends_on: date | None = None
    term_months: int | None = None
    billing_frequency: str = BillingFrequency.ANNUAL
    notice_days: int | None = None
    auto_renew: bool = False
    is_trial: bool = False


def create_contract(
    account: Account,
    fields: ContractFields,
    *,
    by: Member,
    lines: Sequence[LineFields],
    now: datetime,
    today: date,
) -> Contract:
    """Add a contract with its lines. Raises DomainErrors with every field at fault; those of line n (from 0)
    are named `lines-n-FIELD`."""
    wanted = cleaned_contract(fields, lines)
    with transaction.atomic():
        contract = Contract(account=account, **wanted)
        save_contract(contract, None)
        _write(contract, lines)
        tell_facts([account.pk], today=today, now=now)
    return contract


def update_contract(
    contract: Contract,
    *,
    by: Member,
    version: int,
    fields: ContractFields,
    lines: Sequence[LineFields] | None,
    now: datetime,
    today: date,
) -> Contract:
    """Write a contract's fields, and its lines as a whole, if it is still of `version`.

    `lines` None leaves them as they are: for those who do not see money. Raises ChangedMeanwhile with both
    values, DomainErrors with every field at fault.
    """
    wanted = cleaned_contract(fields, lines or ())
    with transaction.atomic():
        current = _locked(contract, version, wanted, lines)
        changed = apply(current, wanted)
        rewritten = lines is not None and _write(current, lines)
        if changed or rewritten:
            current.version += 1
            save_contract(current, [*changed, "version"])
            tell_facts([current.account_id], today=today, now=now)
    return current


def _locked(
    contract: Contract, version: int, wanted: dict[str, Any], lines: Sequence[LineFields] | None
) -> Contract:
    """lock_version, with the lines among the differences."""
    others: list[Difference] = []
    try:
        current = lock_version(contract, version, wanted)
    except ChangedMeanwhile as conflict:
        others, newest = list(conflict.differences), conflict.version
    else:
        newest = current.version
    if lines is not None and newest != version and lines_differ(contract, lines):
        others.append(Difference("lines", _("Lines"), _("changed"), _("as you wrote them")))
    if others:
        raise ChangedMeanwhile(newest, others)
    return current


def cancel_contract(
    contract: Contract, *, by: Member, version: int, cancelled_on: date | None, now: datetime, today: date
) -> Contract:
    """Say from which day a contract is void; None takes the cancellation back.

    Raises DomainError for a day before the start, ChangedMeanwhile when somebody else changed it.
    """
    if cancelled_on is not None and not contract.starts_on <= cancelled_on <= LAST_DAY:
        raise DomainError(
            _("A contract cannot be cancelled before it starts. Choose a day from its start on."),
            field="cancelled_on",
        )
    wanted = {"cancelled_on": cancelled_on}
    with transaction.atomic():
        current = lock_version(contract, version, wanted)
        if apply(current, wanted):
            current.version += 1
            save_contract(current, ["cancelled_on", "version"])
            tell_facts([current.account_id], today=today, now=now)
    return current


def _write(contract: Contract, lines: Sequence[LineFields]) -> bool:
    changed = write_lines(contract, lines)
    if changed:
        sums = sums_of(contract)
        apply(contract, asdict(sums))
        contract.save(update_fields=["seats", "mrr_amount", "arr_amount"])
    return changed


def cleaned_contract(fields: ContractFields, lines: Sequence[LineFields]) -> dict[str, Any]:
    """The values of a contract's columns. Raises DomainErrors with every field at fault."""
    wanted = asdict(fields)
    wanted["external_id"] = (fields.external_id or "").strip() or None
    wanted["name"] = " ".join(fields.name.split())
    errors = [DomainError(message, field=field) for field, wrong, message in _faults(fields) if wrong]
    errors += check_lines(lines)
    if errors:
        raise DomainErrors(errors)
    return wanted


def _faults(fields: ContractFields) -> list[tuple[str, bool, str | Promise]]:
    ends, months, notice = fields.ends_on, fields.term_months, fields.notice_days
    return [
        (
            "starts_on", not FIRST_DAY <= fields.starts_on <= LAST_DAY,
            _("The start lies outside 1950 to 2200. Look at the year."),
        ),
        (
            "ends_on", ends is not None and not fields.starts_on <= ends <= LAST_DAY,
            END_BEFORE_START,
        ),
        (
            "term_months", months is not None and not 1 <= months <= MOST_MONTHS,
            _("A term has 1 to 240 months. Leave it empty to count in billing periods."),
        ),
        (
            "notice_days", notice is not None and not 0 <= notice <= 3650,
            _("Notice is 0 to 3,650 days."),
        ),
        ("currency", not is_currency(fields.currency), _("Write a currency by its three letters, such as EUR.")),
        (
            "billing_frequency", fields.billing_frequency not in BillingFrequency.values,
            _("Choose one of the list."),
        ),
    ]  # fmt: skip


def save_contract(contract: Contract, changed: list[str] | None) -> None:
    """Write these columns, None: all. Raises DomainError where another contract has the number."""
    try:
        with transaction.atomic():
            contract.save(update_fields=changed)
    except IntegrityError as error:
        raise taken(
            contract,
            _("Another contract has the number “%(id)s”. Numbers are unique; change one of the two."),
        ) from error
