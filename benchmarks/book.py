"""Books of business for the benchmarks: made by fixed rules, so that each run measures the same rows."""

from datetime import date
from typing import Any

from django.db import connection, models

from accounts.models import Account, AccountOwner, Contact, Contract, ContractLine, Ticket
from core import clock
from core.tenancy import required_workspace_id
from health.models import Metric, Reading
from workspaces.models import Batch, Imported, Workspace
from workspaces.services import create_workspace
from workspaces.services.workspaces import Created

PASSWORD = "a long bench password"


def make_workspace(slug: str = "bench") -> Created:
    """A workspace as the command makes it: seven metrics, the default scorecard published, one admin."""
    return create_workspace(
        slug=slug, name="Bench", owner_email=f"{slug}@example.com", password=PASSWORD, now=clock.now()
    )


def today_of(workspace: Workspace) -> date:
    return clock.today_in(workspace.time_zone)


def add_accounts(made: Created, count: int) -> None:
    """Accounts of the workspace in force, each owned by its admin as CSM."""
    generate(
        Account,
        f"generate_series(1, {count}) n",
        external_id="'B-' || n",
        name="'Account ' || n",
        name_key="'account ' || n",
        stage="'adopt'",
        status="'active'",
        segment="(ARRAY['enterprise', 'mid_market', 'smb'])[1 + n % 3]",
    )
    generate(AccountOwner, table(Account), account_id="n.id", role="'csm'", member_id=str(made.owner.pk))


def add_facts(today: date) -> None:
    """One contract with a line, one contact and one ticket for each account of the workspace in force."""
    days = f"DATE '{today}'"
    amounts = {
        "seats": "10",
        "mrr_amount": "(1 + n.id % 50) * 10000",
        "arr_amount": "(1 + n.id % 50) * 120000",
    }
    generate(
        Contract,
        table(Account),
        account_id="n.id",
        external_id="'K-' || n.id",
        starts_on=f"{days} - 400 + (n.id % 300)::int",
        ends_on=f"{days} - 34 + (n.id % 300)::int",
        currency="'EUR'",
        **amounts,
    )
    generate(ContractLine, table(Contract), contract_id="n.id", label="'Licences'", **amounts)
    generate(
        Contact, table(Account), account_id="n.id", name="'Contact ' || n.id", name_key="'contact ' || n.id"
    )
    generate(
        Ticket,
        table(Account),
        account_id="n.id",
        external_id="'T-' || n.id",
        subject="'Question ' || n.id",
        opened_at=f"{days} - (n.id % 90)::int",
        closed_at=f"{days} - (n.id % 90)::int + interval '5 hours'",
    )


def add_readings(day: date) -> None:
    """One reading per account and metric of the workspace in force as of a day, spread over the ratings."""
    generate(
        Reading,
        f"{table(Account)} CROSS JOIN (SELECT id AS metric_id FROM {Metric._meta.db_table} WHERE {_own()}) m",
        account_id="n.id",
        metric_id="metric_id",
        source="'manual'",
        measured_on=f"DATE '{day}'",
        confirmed_on=f"DATE '{day}'",
        rating=f"1 + (n.id * 7 + metric_id * 13 + {day.toordinal() // 7}) % 3",
        recorded_at="now()",
    )


def table(model: type[models.Model]) -> str:
    """The rows of the workspace in force, as `n`."""
    return f"(SELECT * FROM {model._meta.db_table} WHERE {_own()} ORDER BY id) n"


def generate(model: type[models.Model], rows: str, /, **given: str) -> None:
    """One row for each of `rows`; what is not given is the model's own default.

    What imports may fill comes by an import here too: at this volume nobody types, and what people type has a history.
    """
    if issubclass(model, Imported):
        given = {"origin_batch_id": str(_batch().pk), **given}
    columns: dict[str, str] = {"workspace_id": "%s"}
    values: list[Any] = [required_workspace_id()]
    for field in model._meta.local_concrete_fields:
        if field.attname in given:
            columns[field.column] = given[field.attname]
        elif field.has_default() and not field.null:
            columns[field.column] = "%s"
            values.append(field.get_default())
        elif isinstance(field, models.CharField) and not field.null:
            columns[field.column] = "''"
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {{}} FROM {{}}"
    percent = [text.replace("%", "%%") if text != "%s" else text for text in columns.values()]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(", ".join(percent), rows.replace("%", "%%")), values)


def _batch() -> Batch:
    return Batch.objects.get_or_create(
        kind="bench", source="bench.csv", defaults={"created_at": clock.now()}
    )[0]


def _own() -> str:
    return f"workspace_id = {required_workspace_id()}"
