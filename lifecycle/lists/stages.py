"""The sub-stage in lists of accounts: a column and a filter beside the stage, which accounts itself has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.choices import Stage
from accounts.lists.cells import EMPTY, number
from accounts.models import Account
from core.lists import Column, ListContext
from core.lists.filters import Option, ReferenceFilter
from lifecycle.models import AccountStage, SubStage
from lifecycle.selectors.stages import places_of_page, sub_stages

Places = dict[int, tuple[str, datetime]]


def _cell(account: Account, loaded: Places | None, context: ListContext) -> str:
    found = (loaded or {}).get(account.pk)
    if found is None:
        return EMPTY
    name, since = found
    days = number(max(0, (context.now - since).days))
    return mark_safe(f'{escape(name)} <span class="cs-text-3">{days} d</span>')


def _words(account: Account, loaded: Places | None, context: ListContext) -> str:
    found = (loaded or {}).get(account.pk)
    return found[0] if found else ""


def _options(context: ListContext) -> Sequence[Option]:
    return [Option(str(step.pk), _named(step)) for step in sub_stages()]


def _labels(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    return {step.pk: _named(step) for step in SubStage.objects.filter(pk__in=ids)}


def _named(step: SubStage) -> str:
    return f"{Stage(step.stage).label}: {step.name}"


def _standing_in(ids: Sequence[int]) -> Q:
    return Q(Exists(AccountStage.objects.filter(account_id=OuterRef("pk"), sub_stage_id__in=ids)))


def _standing_nowhere() -> Q:
    return ~Q(Exists(AccountStage.objects.filter(account_id=OuterRef("pk"), sub_stage__isnull=False)))


SUB_STAGE = Column(
    key="step", label=_("Sub-stage"), cell=_cell, order=41, load=places_of_page, default=False, priority=3, card="none",
    value=_words,
)  # fmt: skip
IN_SUB_STAGE: Any = ReferenceFilter(
    key="step", label=_("Sub-stage"), order=42, choices=_options, labels=_labels, match=_standing_in,
    missing=_standing_nowhere, can_be_empty=True,
)  # fmt: skip
