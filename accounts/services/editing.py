"""What edits of one row share: the version that guards against a lost update, and the news that follows."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.errors import ChangedMeanwhile, Difference
from accounts.models import Account, Contact, Contract, Invoice, TimelineEntry
from accounts.services.figures import refresh_figures
from core.errors import DomainError, NotFound
from core.events import ACCOUNT_FACTS_CHANGED, publish
from core.text import format_date

Row = TypeVar("Row", Account, Contact, Contract, Invoice, TimelineEntry)
Show = Callable[[Any], str]
TOLD_AT_ONCE = 500


def lock_version(
    row: Row, version: int, wanted: Mapping[str, Any], shown: Mapping[str, Show] | None = None
) -> Row:
    """The row, locked and as it is now. Raises ChangedMeanwhile when it is past `version` and differs from
    what is wanted, NotFound when it is gone. `wanted`: by field; `shown`: how to tell a field's value."""
    now = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if now is None:
        raise NotFound(pgettext("a row that somebody deleted", "It was deleted meanwhile."))
    if now.version == version:
        return now
    found = [
        _difference(now, field, value, (shown or {}).get(field))
        for field, value in wanted.items()
        if field != "name_key" and getattr(now, field) != value
    ]
    if found:
        raise ChangedMeanwhile(now.version, found)
    return now


def apply(row: Row, wanted: Mapping[str, Any]) -> list[str]:
    """Set what differs; returns the fields that did, for save(update_fields=…)."""
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, wanted[field])
    return changed


def taken(row: Account | Contact | Contract | Invoice, words: str) -> DomainError:
    """The refusal of an external id that another row has; `words` name it as %(id)s. A row in the bin keeps its id."""
    others = type(row).with_bin.filter(external_id=row.external_id)
    if (
        row.external_id
        and not type(row).objects.filter(external_id=row.external_id).exists()
        and others.exists()
    ):
        words = _("“%(id)s” lies in the bin. Restore it from there, or choose another id.")
    return DomainError(words % {"id": row.external_id}, field="external_id", code="external_id_taken")


def tell_facts(account_ids: Iterable[int], *, today: date, now: datetime) -> None:
    """Bring the figures of these accounts up to date and tell the apps above that facts changed.

    An import tells of many: events of at most a few hundred accounts each.
    """
    ids = sorted(set(account_ids))
    refresh_figures(today=today, account_ids=ids)
    for start in range(0, len(ids), TOLD_AT_ONCE):
        publish(ACCOUNT_FACTS_CHANGED, {"account_ids": ids[start : start + TOLD_AT_ONCE]}, now=now)


def _difference(row: Any, field: str, wanted: Any, show: Show | None) -> Difference:
    shown = show or (lambda value: told(row, field, value))
    label = capfirst(str(row._meta.get_field(field).verbose_name))
    return Difference(field, label, shown(getattr(row, field)), shown(wanted))


def told(row: Any, field: str, value: Any) -> str:
    """A field's value in words."""
    if value is None or value == "":
        return pgettext("a field without a value", "empty")
    if isinstance(value, bool):
        return pgettext("filter", "yes") if value else pgettext("filter", "no")
    if isinstance(value, date):
        return format_date(value)
    choices = dict(row._meta.get_field(field).flatchoices)
    return str(choices.get(value, value))
