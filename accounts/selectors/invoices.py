"""What an account's invoices come to: open, overdue, and how late it pays."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Account, Invoice, Payment
from core.links import href
from core.text import format_money, format_number

SHOWN = 5
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OpenSum:
    """What is open in one currency, in minor units; `overdue` is the part of it that is past its due date."""

    currency: str
    amount: int
    invoices: int
    overdue: int
    overdue_invoices: int
    oldest_due_on: date | None

    @property
    def amount_words(self) -> str:
        return format_money(self.amount, self.currency)

    @property
    def overdue_words(self) -> str:
        return format_money(self.overdue, self.currency)


@dataclass(frozen=True, slots=True)
class Paying:
    """How the invoices due in the 12 months before a day were paid; `days_late` counts from the due date to the
    payment, or to the day itself where none came, 0 for those in time; None without an invoice."""

    due: int
    late: int
    days_late: float | None

    @property
    def mean_words(self) -> str:
        """The mean with one decimal, for people."""
        return format_number(self.days_late, 1) if self.days_late is not None else ""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An open invoice, finished."""

    number: str
    url: str
    due_on: date
    is_overdue: bool
    open: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment or credit note, finished."""

    on: date
    kind: str
    number: str
    is_summary: bool
    amount: str


@dataclass(frozen=True, slots=True)
class InvoiceSummary:
    """All of an account's invoices in short; `rows` are the first of the open ones."""

    sums: tuple[OpenSum, ...]
    paying: Paying
    rows: tuple[InvoiceRow, ...]
    total: int

    @property
    def more(self) -> int:
        """Open invoices that are not among `rows`."""
        return max(0, sum(one.invoices for one in self.sums) - len(self.rows))


def invoice_summary(account: Account, *, today: date) -> InvoiceSummary:
    """Open amounts by currency, the way of paying, and the open invoices, longest overdue first; four queries."""
    found = Invoice.objects.filter(account=account)
    is_open = found.filter(settled_on=None)
    late = Q(due_on__lt=today)
    sums = (
        is_open.values("currency")
        .annotate(
            open_sum=Sum("open_amount"),
            invoices=Count("pk"),
            overdue=Sum("open_amount", filter=late),
            overdue_invoices=Count("pk", filter=late),
            oldest=Min("due_on", filter=late),
        )
        .order_by("-open_sum", "currency")
    )
    return InvoiceSummary(
        tuple(
            OpenSum(
                row["currency"],
                row["open_sum"],
                row["invoices"],
                row["overdue"] or 0,
                row["overdue_invoices"],
                row["oldest"],
            )
            for row in sums
        ),
        _paying(found, today),
        tuple(_row(invoice, today) for invoice in is_open.order_by("due_on", "pk")[:SHOWN]),
        found.count(),
    )


def _row(invoice: Invoice, today: date) -> InvoiceRow:
    url = href("accounts:invoice", account_id=invoice.account_id, invoice_id=invoice.pk)
    amount = format_money(invoice.open_amount, invoice.currency)
    return InvoiceRow(invoice.external_id, url, invoice.due_on, invoice.due_on < today, amount)


def _paying(found: QuerySet[Invoice], today: date) -> Paying:
    due = found.filter(due_on__lt=today, due_on__gte=today - YEAR)
    counted = due.exclude(amount=0).exclude(settled_on__isnull=False, credited_amount__gte=F("amount"))
    late = Greatest(Coalesce(F("settled_on"), today) - F("due_on"), timedelta(0))
    row = counted.aggregate(
        due=Count("pk"),
        late=Count("pk", filter=Q(settled_on=None) | Q(settled_on__gt=F("due_on"))),
        mean=Avg(late),
    )
    mean = row["mean"]
    return Paying(row["due"], row["late"], None if mean is None else mean / timedelta(days=1))


def payments_of(invoice: Invoice) -> list[PaymentRow]:
    """Payments and credit notes, the earliest first."""
    found = Payment.objects.filter(invoice=invoice).order_by("paid_on", "pk")
    return [
        PaymentRow(
            one.paid_on,
            str(one.get_kind_display()),
            one.external_id or "",
            one.is_summary,
            format_money(one.amount, invoice.currency),
        )
        for one in found
    ]
