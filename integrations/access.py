"""Who may import and export: those with the right, in their workspace; an export is its maker's alone."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.access import visible_accounts
from core.errors import Forbidden, NotFound
from integrations.choices import OF_FINANCE, ImportKind
from integrations.models import Export, Import
from workspaces.access import allowed, refuse, require_somewhere, sees_money, visibility
from workspaces.choices import Right, Visibility
from workspaces.models import Member


def may_import(member: Member, kind: str) -> None:
    """Raises Forbidden for members without the right to this kind: invoices and their payments are Finance's too."""
    if kind not in importable(member):
        refuse(Right.IMPORT_DATA)


def may_import_something(member: Member) -> None:
    """Raises Forbidden for members who may bring in nothing."""
    if not importable(member):
        refuse(Right.IMPORT_DATA)


def importable(member: Member) -> tuple[str, ...]:
    """The kinds that the member may bring in, in their order."""
    if allowed(member, Right.IMPORT_DATA):
        return tuple(ImportKind.values)
    return tuple(kind.value for kind in OF_FINANCE) if allowed(member, Right.IMPORT_INVOICES) else ()


def import_or_404(member: Member, import_id: int) -> Import:
    """An import of the workspace in force. Raises Forbidden without the right to its kind, NotFound where there is
    none."""
    may_import_something(member)
    found = (
        Import.objects.select_related("file", "rejected_file", "created_by__user", "run_by__user")
        .filter(pk=import_id)
        .first()
    )
    if found is None:
        raise NotFound(pgettext("an import", "There is no such import."))
    may_import(member, found.kind)
    return found


def may_export(member: Member) -> None:
    """Raises Forbidden for members without the right."""
    require_somewhere(member, Right.EXPORT_DATA)


def export_or_404(member: Member, export_id: int) -> Export:
    """One of the member's own exports. Raises Forbidden without the right, NotFound for anybody else's."""
    may_export(member)
    found = Export.objects.select_related("file").filter(pk=export_id, created_by=member).first()
    if found is None:
        raise NotFound(pgettext("an export", "There is no such export."))
    return found


def seen_under(member: Member) -> str:
    """What bounds what a member may see; a file that was written under other bounds is no longer handed out.

    For who does not see all accounts, the accounts themselves: whatever brings one in or takes one away, be it a right, a
    team, an owner or the bin, the list is to be exported again.
    """
    seen = visibility(member)
    bounds = f"{seen.value}:{'money' if sees_money(member) else ''}"
    return bounds if seen == Visibility.ALL else f"{bounds}:{_accounts_seen(member)}"


def _accounts_seen(member: Member) -> str:
    """A digest of the ids of the accounts that exist for the member."""
    accounts = visible_accounts(member).order_by().values("pk")
    ids, given = accounts.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT left(md5(string_agg(seen.id::text, ',' ORDER BY seen.id)), 20) FROM ({ids}) AS seen (id)",  # noqa: S608
            given,
        )
        return cursor.fetchone()[0] or "none"


def file_may_go(member: Member, export: Export) -> None:
    """Raises Forbidden where the member may see something else by now than when the file was written."""
    if export.seen_under != seen_under(member):
        raise Forbidden(_("What you may see has changed since this file was written. Export the list again."))
