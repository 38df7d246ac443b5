"""What the commands of health share: which workspace, as of which day."""

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


@contextmanager
def opened(slug: str) -> Iterator[Workspace]:
    """The workspace of a slug with its scope open. Raises CommandError when there is none."""
    workspace = Workspace.objects.filter(slug=slug, closed_at=None).first()
    if workspace is None:
        raise CommandError(f"There is no workspace “{slug}”.")
    with workspace_scope(workspace.pk):
        yield workspace


def day_of(text: str | None, workspace: Workspace) -> tuple[date, date]:
    """The day asked for and today, in the workspace's time zone. Raises CommandError for what is no day."""
    today = clock.today_in(workspace.time_zone)
    if text is None:
        return today, today
    try:
        return date.fromisoformat(text), today
    except ValueError as error:
        raise CommandError(f"“{text}” is no day. Write it as YYYY-MM-DD, e.g. {today}.") from error
