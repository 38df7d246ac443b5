"""Who may import: those with the right, in their workspace."""

from django.utils.translation import pgettext

from core.errors import NotFound
from integrations.models import Import
from workspaces.access import require
from workspaces.choices import Right
from workspaces.models import Member


def may_import(member: Member) -> None:
    """Raises Forbidden for members without the right."""
    require(member, Right.IMPORT_DATA)


def import_or_404(member: Member, import_id: int) -> Import:
    """An import of the workspace in force. Raises Forbidden without the right, NotFound where there is none."""
    may_import(member)
    found = (
        Import.objects.select_related("file", "rejected_file", "created_by__user", "run_by__user")
        .filter(pk=import_id)
        .first()
    )
    if found is None:
        raise NotFound(pgettext("an import", "There is no such import."))
    return found
