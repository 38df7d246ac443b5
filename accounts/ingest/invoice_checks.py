"""What makes an invoice's row unusable, and which contradictions are kept but told."""

from django.utils.translation import gettext as _

from accounts.choices import InvoiceState
from accounts.ingest.rows import (
    refuse_bad_ids,
    refuse_long,
    refuse_unknown_accounts,
    refuse_unknown_words,
)
from core.merging import Work

SETTLED = (
    "(SELECT i.settled_on IS NOT NULL FROM accounts_invoice i"
    " WHERE i.workspace_id = %(workspace)s AND i.id = w.id)"
)


def refuse_paid_ahead(work: Work) -> None:
    """Take out rows whose payment is still to come."""
    work.reject(
        "w.paid_on > %(today)s",
        "paid_on",
        "paid_ahead",
        _("%(value)s is still to come: a payment counts when it is made."),
        "w.paid_on",
    )


def refuse_invoices(work: Work) -> None:
    """Take out rows without number, account, dates or amount, and amounts below zero."""
    refuse_bad_ids(work)
    refuse_unknown_accounts(work)
    work.reject(
        "w.issued_on IS NULL",
        "issued_on",
        "issued_missing",
        _("The row does not say when the invoice was issued."),
    )
    work.reject(
        "w.due_on IS NULL",
        "due_on",
        "due_missing",
        _(
            "The row does not say when the invoice is due. Fill in the day, or the days that it leaves to pay."
        ),
    )
    work.reject("w.amount IS NULL", "amount", "amount_missing", _("The row has no amount."))
    work.reject(
        "w.amount < 0",
        "amount",
        "amount_below_zero",
        _("An invoice below zero is a credit note. Import it with the payments, as kind credit_note."),
    )
    refuse_paid_ahead(work)
    refuse_long(work, currency=3)
    refuse_unknown_words(work, status=InvoiceState.values)


def tell_invoices(work: Work) -> None:
    """Tell what the row says against itself or against what is known; the row is kept."""
    work.warn(
        "w.due_on < w.issued_on",
        "due_on",
        "due_before_issue",
        _("The invoice is due on %(value)s, before it was issued."),
        "w.due_on",
    )
    work.warn(
        "EXISTS (SELECT 1 FROM accounts_account a WHERE a.workspace_id = %(workspace)s AND a.id = w.account_id"
        " AND w.issued_on < a.customer_since_on)",
        "issued_on",
        "before_customer_since",
        _("The invoice was issued on %(value)s, before the account became a customer."),
        "w.issued_on",
    )
    work.warn(
        "w.contract IS NOT NULL AND w.contract_id IS NULL",
        "contract",
        "contract_unknown",
        _("There is no contract “%(value)s”. The invoice was imported without one."),
        "w.contract",
    )
    work.warn(
        "w.contract_account_id <> w.account_id",
        "contract",
        "contract_of_another",
        _("The contract “%(value)s” belongs to another account. The invoice was imported without it."),
        "w.contract",
    )
    work.warn(
        "w.tax_amount > w.amount",
        "tax_amount",
        "tax_above_amount",
        _("The tax is more than the amount, which should include it. Both are kept as they stand."),
    )
    work.warn(
        "w.currency <> %(currency)s",
        "currency",
        "other_currency",
        _("Amounts in %(value)s are kept, and told apart from those in the workspace's currency."),
        "w.currency",
    )


def tell_states(work: Work) -> None:
    """Tell where the file's own word on the state goes against the payments known."""
    work.warn(
        f"w.status IN ('{InvoiceState.PAID}', '{InvoiceState.CREDITED}') AND NOT {SETTLED}",
        "status",
        "called_paid",
        _(
            "The file calls the invoice settled, but no payment covers it. It counts as open until one is known."
        ),
    )
    work.warn(
        f"w.status IN ('{InvoiceState.OPEN}', '{InvoiceState.OVERDUE}') AND {SETTLED}",
        "status",
        "called_open",
        _("The file calls the invoice open, but payments cover it. It counts as paid."),
    )
    work.warn(
        "w.due_on >= %(today)s AND w.status = 'overdue'",
        "status",
        "overdue_ahead",
        _("The file calls the invoice overdue, but it is due on %(value)s."),
        "w.due_on",
    )
    work.warn(
        "EXISTS (SELECT 1 FROM accounts_invoice i WHERE i.workspace_id = %(workspace)s AND i.id = w.id"
        " AND i.paid_amount + i.credited_amount > i.amount)",
        "amount",
        "overpaid",
        _("Payments and credit notes come to more than the amount."),
    )
