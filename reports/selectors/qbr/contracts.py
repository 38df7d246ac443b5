"""Contracts and the renewal ahead, as they stood on a day; and what moved in the quarter."""

from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Account, Contract, Invoice
from accounts.selectors.overview import term_of
from accounts.selectors.terms import contracts_open_on
from core.text import format_date
from health.selectors.explanation import Explanation
from lifecycle.models import ChurnRecord
from lifecycle.rules import planned_milestones
from lifecycle.selectors.closings import closings_between
from lifecycle.selectors.terms import of_long_terms, renewals
from reports.facts import ClosingFact, InternalFacts, InvoiceFact, LineFact, MilestoneFact, RenewalFact
from reports.rules import Quarter
from reports.selectors.qbr.health import lift_facts

MOST_LINES = 200


def line_facts(account: Account, as_of: date, *, with_money: bool) -> tuple[LineFact, ...]:
    """The open contracts of a day, soonest end of term first. Without money amounts are left out, not zero."""
    rows = contracts_open_on(as_of).filter(account=account).prefetch_related("lines__product")
    found = [_line(contract, as_of, with_money) for contract in rows.order_by("starts_on", "pk")[:MOST_LINES]]
    return tuple(sorted(found, key=lambda line: (line.term_ends_on or date.max, line.name)))


def _line(contract: Contract, as_of: date, with_money: bool) -> LineFact:
    term = term_of(contract, today=as_of)
    named = (line.product.name if line.product else line.label for line in contract.lines.all())
    products = dict.fromkeys(name for name in named if name)
    return LineFact(
        name=contract.name or contract.external_id or "",
        product=", ".join(products),
        seats=contract.seats,
        starts_on=contract.starts_on,
        term_ends_on=term.ends_on if term else None,
        renews=contract.auto_renew,
        arr=contract.arr_amount if with_money else None,
        currency=contract.currency,
        decided=term is not None
        and term.ends_on == contract.settled_ends_on
        and contract.settled_on is not None
        and contract.settled_on <= as_of,
    )


def renewal_facts(account: Account, as_of: date, short_months: int) -> RenewalFact | None:
    """The nearest term with milestones that was open on the day."""
    found = renewals(Contract.objects.filter(account=account), today=as_of)
    row = of_long_terms(found, short_months).order_by("term_ends_on", "pk").first()
    if row is None:
        return None
    planned = planned_milestones(row.term_starts_on, row.term_ends_on)
    return RenewalFact(
        name=row.name or row.external_id or "",
        starts_on=row.term_starts_on,
        ends_on=row.term_ends_on,
        notice_on=row.term_ends_on - timedelta(days=row.notice_days) if row.notice_days else None,
        renews=row.auto_renew,
        milestones=tuple(MilestoneFact(plan.milestone, plan.on) for plan in planned),
    )


def closing_facts(
    account: Account, quarter: Quarter, as_of: date, *, with_money: bool
) -> tuple[ClosingFact, ...]:
    """The renewals of the account that were closed in the quarter up to a day. Without money amounts are left out."""
    return tuple(
        ClosingFact(
            name=closing.contract.name or closing.contract.external_id or "",
            ended_on=closing.term_ends_on,
            closed_on=closing.closed_on,
            outcome=closing.outcome,
            until=closing.renewed_until or closing.postponed_to,
            due=closing.due_amount if with_money else None,
            renewed=closing.renewed_amount if with_money else None,
            currency=closing.currency,
        )
        for closing in closings_between(account, quarter.first, as_of)
    )


def invoice_facts(account: Account, quarter: Quarter, as_of: date) -> tuple[InvoiceFact, ...]:
    """Invoices due in the quarter up to a day, by currency, as they stood on that day. One query."""
    due = Invoice.objects.filter(account=account, due_on__range=(quarter.first, as_of))
    paid = Q(settled_on__lte=as_of)
    rows = (
        due.order_by()
        .values("currency")
        .annotate(
            due=Count("pk"),
            sum=Sum("amount"),
            on_time=Count("pk", filter=paid & Q(settled_on__lte=F("due_on"))),
            late=Count("pk", filter=paid & Q(settled_on__gt=F("due_on"))),
        )
        .order_by("currency")
    )
    return tuple(
        InvoiceFact(
            row["currency"], row["due"], row["sum"], row["on_time"], row["late"],
            row["due"] - row["on_time"] - row["late"],
        )
        for row in rows
    )  # fmt: skip


def internal_facts(
    account: Account,
    quarter: Quarter,
    as_of: date,
    currency: str,
    explanation: Explanation | None,
    *,
    with_money: bool,
) -> InternalFacts:
    """Revenue at both ends of the quarter, what began and ended in it, churn and returns, what would lift the score.

    Amounts are ARR in one currency; contracts in others are counted as `foreign` and not summed.
    """
    own = Contract.objects.filter(account=account)
    begun = own.filter(starts_on__range=(quarter.first, as_of))
    ended = own.filter(
        Q(ends_on__range=(quarter.first, as_of)) | Q(cancelled_on__range=(quarter.first, as_of)),
        starts_on__lte=as_of,
    )
    open_now = contracts_open_on(as_of).filter(account=account)
    open_before = contracts_open_on(quarter.before.last).filter(account=account)
    steps, projected = lift_facts(explanation)
    churns = ChurnRecord.objects.filter(account=account, churned_on__range=(quarter.first, as_of))
    return InternalFacts(
        arr=_sum(open_now, currency) if with_money else None,
        arr_before=_sum(open_before, currency) if with_money else None,
        contracts_begun=begun.count(),
        contracts_ended=ended.count(),
        begun_amount=_sum(begun, currency) if with_money else None,
        ended_amount=_sum(ended, currency) if with_money else None,
        foreign=(open_now | open_before).exclude(currency=currency).count(),
        churns=tuple(_churn(record) for record in churns.order_by("churned_on", "pk")),
        lift=steps,
        projected=projected,
    )


def _sum(contracts: QuerySet[Contract], currency: str) -> int:
    return contracts.filter(currency=currency).aggregate(n=Sum("arr_amount"))["n"] or 0


def _churn(record: ChurnRecord) -> str:
    deed = _("Came back") if record.is_reactivation else _("Left")
    why = "" if record.is_reactivation else f": {record.get_reason_display()}"
    comment = f". {record.comment}" if record.comment else ""
    return f"{format_date(record.churned_on)} · {deed}{why}{comment}"
