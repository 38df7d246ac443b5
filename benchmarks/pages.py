"""Pages for the benchmarks: who reads them, and the queries they make."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from accounts.services import refresh_figures
from benchmarks.book import add_accounts, add_facts, add_readings, make_workspace, today_of
from benchmarks.database import analyze
from core import clock
from core.tenancy import workspace_scope
from health.services.recompute import recompute_history
from workspaces.models import Member
from workspaces.services.workspaces import Created

WEEKS = 18
READ_EVERY = timedelta(weeks=3)
SCOPE = "SELECT set_config"
TRANSACTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@dataclass
class Queries:
    """What a page asked the database, in order; `scopes` are the settings of row-level security."""

    asked: list[tuple[str, Any]] = field(default_factory=list)
    scopes: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def together(self) -> list[tuple[str, Any]]:
        return self.scopes[-1:] + self.asked

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(SCOPE):
            self.scopes.append((sql, params))
        elif not sql.startswith(TRANSACTION):
            self.asked.append((sql, params))
        return execute(sql, params, many, context)


@contextmanager
def recorded() -> Iterator[Queries]:
    found = Queries()
    with connection.execute_wrapper(found):
        yield found


def make_book(slug: str, count: int) -> Created:
    """Accounts with contracts, people, tickets, and scores that moved over 18 weeks; with fresh statistics."""
    made = add_book(slug, count)
    analyze()
    return made


def add_book(slug: str, count: int) -> Created:
    """The same, beside other books: statistics are left to the caller."""
    made = make_workspace(slug)
    today = today_of(made.workspace)
    first = today - timedelta(weeks=WEEKS)
    with workspace_scope(made.workspace.pk):
        add_accounts(made, count)
        add_facts(today)
        refresh_figures(today=today)
        for day in _days(first, today):
            add_readings(day)
        recompute_history(first=first, last=today, today=today, now=clock.now())
    return made


def browser(member: Member) -> Client:
    """A browser in which this person has signed in, without the network between."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    client.force_login(member.user)
    return client


def cookies_of(client: Client) -> str:
    """The header that this browser would send."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def portfolio_of(made: Created) -> str:
    return f"/w/{made.workspace.slug}/portfolio/?book=all"


def _days(first: date, last: date) -> list[date]:
    count = (last - first) // READ_EVERY
    return [last - READ_EVERY * number for number in range(count, -1, -1)]
