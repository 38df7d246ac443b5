"""A worker's part of an export: claimed, written in one transaction under the export's lock, and told of."""

import time
from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.errors import DomainError
from core.links import below_workspace, link_scope
from core.lists import LIST_SOURCES
from core.tenancy import required_workspace_id, workspace_scope
from core.text import format_number
from integrations.choices import ExportState
from integrations.models import Export
from integrations.selectors.progress import export_progress_key
from integrations.services.export_files import Tell, write_file
from integrations.services.exports import LOCK
from notifications.services import notify
from workspaces.models import Workspace

KIND = "export"
PROGRESS_SECONDS = 3600
TOLD_EVERY_SECONDS = 0.4


def write(workspace_id: int, export_id: int, *, now: datetime) -> None:
    """Write a queued export and tell its maker. Repeating it is harmless: a claimed export is left alone."""
    with workspace_scope(workspace_id):
        waiting = Export.objects.filter(pk=export_id, state=ExportState.QUEUED)
        if not waiting.update(state=ExportState.RUNNING, started_at=now):
            return
    try:
        with workspace_scope(workspace_id):
            _write(export_id)
    except DomainError as refusal:
        message = str(refusal.message)[:500]
        with workspace_scope(workspace_id):
            Export.objects.filter(pk=export_id).update(
                state=ExportState.FAILED, error=message, finished_at=now
            )


def _write(export_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [export_id])
    export = (
        Export.objects.select_related("created_by__user")
        .filter(pk=export_id, state=ExportState.RUNNING)
        .first()
    )
    if export is None:
        return
    workspace, member = Workspace.objects.get(pk=required_workspace_id()), export.created_by
    with (
        link_scope(workspace.slug),
        translation.override(member.user.language or workspace.language),
        timezone.override(member.user.time_zone or workspace.time_zone),
    ):
        at = clock.now()
        write_file(export, workspace=workspace, by=member, now=at, tell=_teller(export_id))
        _tell_maker(export, at)
    cache.delete(export_progress_key(export_id))


def _tell_maker(export: Export, at: datetime) -> None:
    rows = ngettext("%(n)s row", "%(n)s rows", export.rows_total) % {"n": format_number(export.rows_total)}
    notify(
        [export.created_by],
        kind=KIND,
        title=_("Your file is ready: %(list)s") % {"list": LIST_SOURCES.get(export.list_key).label},
        body=_("%(rows)s. It is kept for seven days.") % {"rows": rows},
        path=below_workspace("integrations:export", export_id=export.pk),
        origin_key=f"export:{export.pk}",
        now=at,
    )


def _teller(export_id: int) -> Tell:
    """Tells Redis how far it is, a few times a second at most."""
    key, told = export_progress_key(export_id), [0.0]

    def tell(rows: int) -> None:
        if rows % 256 == 0 and time.monotonic() - told[0] >= TOLD_EVERY_SECONDS:
            cache.set(key, rows, PROGRESS_SECONDS)
            told[0] = time.monotonic()

    return tell
