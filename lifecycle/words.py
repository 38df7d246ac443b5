"""What a closed renewal is called, in one line: no amounts, for they are not everybody's."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_date, format_number
from lifecycle.choices import ChurnReason, RenewalOutcome
from lifecycle.models import RenewalClosing


def closing_words(closing: RenewalClosing) -> str:
    """ "Renewed at a higher amount, until 30 June 2028", "Not renewed: Low adoption", "Postponed to 31 March 2027"."""
    return outcome_words(closing.outcome, closing.reason, closing.renewed_until, closing.postponed_to)


def closing_when(closing: RenewalClosing) -> str:
    """ "closed 41 days before the end"."""
    return when_words(closing.closed_on, closing.term_ends_on)


def outcome_words(outcome: str, reason: str, renewed_until: date | None, postponed_to: date | None) -> str:
    """The same of its columns."""
    label = str(RenewalOutcome(outcome).label)
    if outcome == RenewalOutcome.POSTPONED:
        return _("Postponed to %(day)s") % {"day": format_date(postponed_to)}
    if outcome == RenewalOutcome.CHURNED:
        why = ChurnReason(reason).label if reason else ""
        return _("Not renewed: %(reason)s") % {"reason": why} if why else _("Not renewed")
    if renewed_until is None:
        return label
    return _("%(outcome)s, until %(day)s") % {"outcome": label, "day": format_date(renewed_until)}


def when_words(closed_on: date, term_ends_on: date) -> str:
    """How long before its end a term was closed, or after it."""
    days = (term_ends_on - closed_on).days
    named = {"n": format_number(abs(days))}
    if days > 0:
        return ngettext("closed %(n)s day before the end", "closed %(n)s days before the end", days) % named
    if days == 0:
        return _("closed on the last day")
    return ngettext("closed %(n)s day after the end", "closed %(n)s days after the end", -days) % named
