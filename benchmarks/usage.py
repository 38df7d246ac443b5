"""A usage file as a customer's product would give it out, some of its rows at fault, by fixed rules."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from core import clock
from core.tenancy import workspace_scope
from integrations.choices import ImportKind, ImportState
from integrations.models import Import
from integrations.reading.mappings import mapping_from_json
from integrations.services.runs import match_columns, run_import
from integrations.services.uploads import start_import
from workspaces.services.workspaces import Created

FEATURES = 20
DAYS = 360
#: One row in so many has a day that is none, and one in so many names an account that nobody knows.
UNREADABLE_EVERY, UNKNOWN_EVERY = 1_000, 1_500


def usage_lines(rows: int, *, accounts: int, today: date) -> Iterator[bytes]:
    """The file, line by line: an event's id, account, day, feature, uses, seconds, errors and user."""
    days = [str(today - timedelta(days=ago)) for ago in range(1, DAYS + 1)]
    yield b"usage_id,account_id,usage_date,feature_name,usage_count,usage_duration_secs,error_count,user_id\n"
    for number in range(1, rows + 1):
        account = f"B-{1 + number * 7919 % accounts}"
        day = days[number * 104_729 % DAYS]
        if number % UNREADABLE_EVERY == 0:
            day = "soon"
        elif number % UNKNOWN_EVERY == 1:
            account = "B-none"
        said = f"u-{number:08},{account},{day},feature_{number % FEATURES}"
        yield f"{said},{1 + number % 9},{number * 37 % 3600},{number % 50 == 0:d},user-{number % 40}\n".encode()


def refused(rows: int) -> int:
    """How many rows of such a file are at fault."""
    numbers = range(1, rows + 1)
    return sum(number % UNREADABLE_EVERY == 0 or number % UNKNOWN_EVERY == 1 for number in numbers)


def upload_usage(made: Created, rows: int, *, accounts: int, today: date) -> int:
    """The file as a person uploads it, into an import that waits for a worker; its id."""
    lines = usage_lines(rows, accounts=accounts, today=today)
    with workspace_scope(made.workspace.pk):
        found = start_import(
            iter(lambda: b"".join(islice(lines, 5_000)), b""),
            kind=ImportKind.USAGE,
            name="usage.csv",
            content_type="text/csv",
            by=made.owner,
            now=clock.now(),
        )
    return found.pk


def go_on(workspace_id: int, import_id: int) -> ImportState:
    """What the person does whenever a step is done: leaves the columns as guessed, then imports. Where it stands now."""
    with workspace_scope(workspace_id):
        found = Import.objects.select_related("created_by").get(pk=import_id)
        person = found.created_by
        if person is None:
            raise ValueError("The import has nobody who made it")
        if found.state == ImportState.UPLOADED:
            mapping = mapping_from_json(found.profile["guess"], kind=found.kind)
            match_columns(found, mapping, by=person, now=clock.now())
        elif found.state == ImportState.CHECKED:
            run_import(found, by=person, now=clock.now())
        return ImportState(found.state)
