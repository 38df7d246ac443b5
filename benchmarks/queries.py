"""G12: how many queries each page makes, and whether more rows make more of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.test import Client

from benchmarks.book import make_workspace
from benchmarks.database import analyze
from benchmarks.measure import Line
from benchmarks.pages import browser, recorded
from health.models import Score
from tests.isolation.addresses import Address, addresses
from tests.isolation.builders import ROWS
from tests.isolation.rows import Shelf
from tests.support.world import Company
from workspaces.choices import Role

MANY, SMALL = 1_000, 30
PEOPLE, SMALL_PEOPLE = 40, 4  # each has a password, which is slow to keep on purpose


@dataclass(frozen=True)
class QueryLine(Line):
    """Compares the number itself with the target; `limit` are the queries of the same page with one row."""

    @property
    def compared(self) -> float:
        return self.product


class LongShelf(Shelf):
    """As many rows of every model as asked for, or as its constraints let it have.

    They hang on the first row of their parent, so that one account's pages are long too; each account has a score.
    """

    most_people = PEOPLE

    def _values(self, model: type[models.Model], number: int, parent: int) -> dict[str, Any]:
        return super()._values(model, number, number if model is Score else parent)

    def lengthen(self, model: type[models.Model], count: int) -> None:
        made = self.rows[model._meta.label]
        most = min(count, self.most_people) if model._meta.label == "workspaces.Member" else count
        while len(made) < most:
            try:
                made.append(self._row(model, len(made)))
            except (AssertionError, IndexError):
                return


def queries_per_page(*, small: bool) -> Iterator[Line]:
    """G12: every page of the URLconf, with one row of each model and with many, which hang on the first."""
    rows = SMALL if small else MANY
    few, many = _counted("bench-few", 1), _counted("bench-many", rows)
    unequal = {page: (few.get(page, 0), many[page]) for page in sorted(many) if few.get(page, 0) < many[page]}
    for page, (one, all_rows) in unequal.items():
        yield QueryLine("G12", f"queries of {page}", one, all_rows, "queries", 12, "unequal", holds=False)
    above = sorted((page for page in many if many[page] > 6), key=lambda page: -many[page])
    most = max(many, key=lambda page: many[page])
    size = f"{len(many)} pages with 1 and {rows:,} rows, most by {most}, {len(above)} above the stretch"
    yield QueryLine(
        "G12", "queries per page", few[most], many[most], "queries", 12, size, stretch=6, holds=not unequal
    )


def _counted(slug: str, rows: int) -> dict[str, int]:
    """Queries by the name of the page's address."""
    made = make_workspace(slug)
    shelf = LongShelf(Company(made.workspace, {Role.ADMIN: made.owner}), slug)
    shelf.most_people = PEOPLE if rows > SMALL else SMALL_PEOPLE
    shelf.fill()
    with shelf.company.scope():
        for label in list(shelf.rows):
            model: Any = type(shelf[label])
            shelf.lengthen(model, rows)
    analyze()
    client = browser(made.owner)
    found = {}
    for address in addresses():
        if set(address.kwargs) <= set(ROWS):
            count = _queries(client, address, shelf)
            if count is not None:
                found[address.name] = count
    return found


def _queries(client: Client, address: Address, shelf: Shelf) -> int | None:
    """Of the second visit, so that what is done once is not counted; None for what is no page."""
    path = address.path(shelf.company.workspace.slug, **shelf.kwargs(address))
    if client.get(path).status_code != 200:
        return None
    with recorded() as queries:
        client.get(path)
    return len(queries.asked)
