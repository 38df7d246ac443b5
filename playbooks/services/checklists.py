"""Checklists: a few sentences, each once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.errors import DomainError

MOST_ITEMS, ITEM = 30, 200


def cleaned_items(lines: Sequence[str]) -> list[str]:
    """The items without empty ones and repeats. Raises DomainError (field `checklist`) for too many or too long ones."""
    items = list(dict.fromkeys(line for line in (" ".join(text.split()) for text in lines) if line))
    if len(items) > MOST_ITEMS:
        raise DomainError(_("At most %(most)s items.") % {"most": MOST_ITEMS}, field="checklist")
    if any(len(item) > ITEM for item in items):
        raise DomainError(_("At most %(most)s characters in an item.") % {"most": ITEM}, field="checklist")
    return items
