"""Arithmetic of accounts and contracts: no database, no clock. All names from here."""

from accounts.rules.bin import KEPT_IN_BIN, days_left
from accounts.rules.invoices import Settlement, days_late, invoice_state, paid_on_time, settled_on
from accounts.rules.revenue import amounts_agree, annualised, arr_of, growth, mrr_of
from accounts.rules.segments import TOUCH_OF_SEGMENT, touch_for
from accounts.rules.stakeholders import QUIET_DAYS, Gap, Person, gaps_in
from accounts.rules.status import ChurnFact, ContractFact, StatusFound, status_of
from accounts.rules.terms import (
    BILLING_MONTHS,
    SHORT_TERM_MONTHS,
    Term,
    current_term,
    is_short_term,
    months_added,
    months_between,
    term_length_months,
)
from accounts.rules.writing import Piece, mentioned, pieces

__all__ = [
    "BILLING_MONTHS",
    "KEPT_IN_BIN",
    "QUIET_DAYS",
    "SHORT_TERM_MONTHS",
    "TOUCH_OF_SEGMENT",
    "ChurnFact",
    "ContractFact",
    "Gap",
    "Person",
    "Piece",
    "Settlement",
    "StatusFound",
    "Term",
    "amounts_agree",
    "annualised",
    "arr_of",
    "current_term",
    "days_late",
    "days_left",
    "gaps_in",
    "growth",
    "invoice_state",
    "is_short_term",
    "mentioned",
    "months_added",
    "months_between",
    "mrr_of",
    "paid_on_time",
    "pieces",
    "settled_on",
    "status_of",
    "term_length_months",
    "touch_for",
]
