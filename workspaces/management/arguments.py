"""What commands share: which workspace, as of which day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.management.base import CommandError, CommandParser

from core import clock
from core.tenancy import workspace_scope
from workspaces.models import Workspace


def add_common(parser: CommandParser) -> None:
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.add_argument("--as-of", metavar="DATE", help="YYYY-MM-DD; today if left out")


def workspace_named(slug: str | None) -> Workspace:
    """The workspace of a slug. Raises CommandError when there is none."""
    workspace = Workspace.objects.filter(slug=slug, closed_at=None).first() if slug else None
    if workspace is None:
        raise CommandError(f"There is no workspace “{slug or ''}”: name it by --workspace.")
    return workspace


@contextmanager
def opened(slug: str | None) -> Iterator[Workspace]:
    """The workspace of a slug with its scope open. Raises CommandError when there is none."""
    workspace = workspace_named(slug)
    with workspace_scope(workspace.pk):
        yield workspace


def day_named(text: str) -> date:
    """The day of an argument. Raises CommandError for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no day. Write it as YYYY-MM-DD, e.g. 2026-11-05.") from error


def day_of(text: str | None, workspace: Workspace) -> tuple[date, date]:
    """The day asked for and today, in the workspace's time zone. Raises CommandError for what is no day."""
    today = clock.today_in(workspace.time_zone)
    return (today if text is None else day_named(text)), today
