"""Renewals in lists of accounts: the nearest end of a term with milestones, and the milestone in hand."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from core.lists import Column, ListContext
from lifecycle.lists.cells import EMPTY, agenda_cell, agenda_words, renewal_cell
from lifecycle.rules import milestone_steps, step_ahead
from lifecycle.selectors.page import next_terms_of_page


def _renewal(account: Account, loaded: Any, context: ListContext) -> str:
    return renewal_cell(account.term_ends_on, context.today)


def _milestone(account: Account, loaded: dict[int, tuple[date, date]] | None, context: ListContext) -> str:
    term = (loaded or {}).get(account.pk)
    return agenda_cell(step_ahead(milestone_steps(*term, context.today, {}))) if term else EMPTY


def _milestone_words(
    account: Account, loaded: dict[int, tuple[date, date]] | None, context: ListContext
) -> str:
    term = (loaded or {}).get(account.pk)
    return agenda_words(step_ahead(milestone_steps(*term, context.today, {}))) if term else ""


RENEWAL = Column(
    key="renewal", label=_("Renewal in"), cell=_renewal, order=50, sort="term_ends_on", sort_kind="date",
    nullable=True, priority=2, card="foot", value="term_ends_on", file_label=_("Renewal on"),
)  # fmt: skip
MILESTONE = Column(
    key="milestone", label=_("Next milestone"), cell=_milestone, order=51, load=next_terms_of_page, default=False,
    priority=3, card="none", value=_milestone_words,
)  # fmt: skip
