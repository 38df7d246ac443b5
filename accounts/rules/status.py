"""Whether an account is a customer: the later fact wins [domain.md, Renewals: an account's status]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.choices import AccountStatus, StatusWarning


@dataclass(frozen=True)
class ChurnFact:
    """A churn record: the day an account left, or came back (`is_reactivation`)."""

    on: date
    is_reactivation: bool = False


@dataclass(frozen=True)
class ContractFact:
    """A contract's days: `ends_on` is its last day, None when open-ended; from `cancelled_on` it is void."""

    starts_on: date
    ends_on: date | None = None
    cancelled_on: date | None = None

    def is_open(self, today: date) -> bool:
        """Whether the contract runs on that day."""
        return (
            self.starts_on <= today
            and (self.ends_on is None or today <= self.ends_on)
            and (self.cancelled_on is None or today < self.cancelled_on)
        )


@dataclass(frozen=True)
class StatusFound:
    """The status with the contradictions met on the way; `churned_on` only when churned."""

    status: AccountStatus
    churned_on: date | None = None
    warnings: tuple[StatusWarning, ...] = ()


def status_of(
    churns: Sequence[ChurnFact],
    contracts: Sequence[ContractFact],
    *,
    today: date,
    declared_churned: bool = False,
) -> StatusFound:
    """The account's status as of `today`, in whatever order the facts come.

    Churned: the last churn record up to today is no reactivation, no contract starts after it and none is
    open. A contract that is still open outlives a churn record in its past: the account stays active, with a
    warning, since a subscription nobody closed and a churn cannot both be right. A contract that starts
    after the record is the later fact and makes it active too, a signed one of a later date included; that
    the return was never recorded is a warning only. Of two records of one day the reactivation is the later.
    Prospect: nothing of this, and no contract has started yet. `declared_churned`: what a source claims
    without a date; told, never obeyed.
    """
    past = sorted((churn.on, churn.is_reactivation) for churn in churns if churn.on <= today)
    warnings: list[StatusWarning] = []
    if any(churn.on > today and not churn.is_reactivation for churn in churns):
        warnings.append(StatusWarning.CHURN_AHEAD)
    left_on = past[-1][0] if past and not past[-1][1] else None
    if left_on is not None:
        contradiction = _what_outlives(left_on, contracts, today)
        if contradiction is None:
            return StatusFound(AccountStatus.CHURNED, left_on, tuple(warnings))
        warnings.append(contradiction)
    if declared_churned:
        warnings.append(StatusWarning.DECLARED_CHURNED)
    was_customer = bool(past) or any(contract.starts_on <= today for contract in contracts)
    status = AccountStatus.ACTIVE if was_customer else AccountStatus.PROSPECT
    return StatusFound(status, warnings=tuple(warnings))


def _what_outlives(left_on: date, contracts: Sequence[ContractFact], today: date) -> StatusWarning | None:
    if any(contract.starts_on > left_on for contract in contracts):
        return StatusWarning.RETURN_NOT_RECORDED
    if any(contract.is_open(today) for contract in contracts):
        return StatusWarning.OPEN_DESPITE_CHURN
    return None
