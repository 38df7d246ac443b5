"""G18: one workspace's pages while another takes a million rows in and gives its lists out."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from accounts.models import Account
from benchmarks.database import analyze
from benchmarks.measure import Line, percentile
from benchmarks.pages import add_book, browser, cookies_of, today_of
from benchmarks.usage import go_on, upload_usage
from benchmarks.web import Visitor, one_process
from benchmarks.worker import working
from core import clock
from core.tenancy import workspace_scope
from integrations.choices import BUSY, ExportState, ImportState
from integrations.models import Export
from integrations.services.exports import start_export
from workspaces.services.workspaces import Created

ROWS = 1_000_000
ACCOUNTS = 10_000
ALONE_VISITS, FEWEST = 300, 24
PAUSE = 0.1  # a person looks at a page before the next
LOOK_EVERY = 0.5
EXPORTED = ("accounts", "contracts", "contacts", "tickets")
LONGEST_SECONDS = 1_800


def pages_beside_an_import(*, small: bool) -> Iterator[Line]:
    """G18: B reads portfolio, accounts, one account and renewals in turn; alone, then while A's import runs from upload
    to report and A's lists are written to files one after the other, by the worker and the web process of bin/run."""
    rows, accounts = (ROWS // 100, ACCOUNTS // 100) if small else (ROWS, ACCOUNTS)
    a, b = add_book("bench-a", accounts), add_book("bench-b", accounts)
    analyze()
    addresses = _addresses(b)
    cookies = cookies_of(browser(b.owner))
    import_id = upload_usage(a, rows, accounts=accounts, today=today_of(a.workspace))
    with (
        one_process() as port,
        Visitor(port, cookies) as visitor,
        ThreadPoolExecutor(1) as people,
    ):
        _visits(visitor, addresses, visits=8)
        alone = _visits(visitor, addresses, visits=FEWEST if small else ALONE_VISITS)
        with working():
            neighbour = _Neighbour(a, import_id)
            busy = people.submit(neighbour.work)
            beside: list[float] = []
            while not busy.done() or len(beside) < FEWEST:
                beside += _visits(visitor, addresses, visits=len(addresses))
            seconds = busy.result()
    size = f"{rows:,} rows in {seconds:.0f} s, {neighbour.exports} exports, {len(beside)} visits"
    limit, product = percentile(alone, 0.95), percentile(beside, 0.95)
    yield Line(
        "G18", "p95 beside a busy neighbour", limit * 1000, product * 1000, "ms", 2.0, size, stretch=1.3
    )


class _Neighbour:
    """The person in A: goes on with the import whenever a step is done, and asks for the next file when one is there."""

    def __init__(self, made: Created, import_id: int) -> None:
        self.made, self.import_id = made, import_id
        self.exports = 0

    def work(self) -> float:
        """Until the import's report is there; how many seconds that took."""
        began = time.monotonic()
        try:
            while self._goes_on():
                self._next_export()
                if time.monotonic() - began > LONGEST_SECONDS:
                    raise RuntimeError("The import does not come to its end")
                time.sleep(LOOK_EVERY)
        finally:
            connection.close()
        return time.monotonic() - began

    def _goes_on(self) -> bool:
        state = go_on(self.made.workspace.pk, self.import_id)
        if state not in (*BUSY, ImportState.UPLOADED, ImportState.CHECKED, ImportState.DONE):
            raise RuntimeError(f"The import ended {state}")
        return state != ImportState.DONE

    def _next_export(self) -> None:
        with workspace_scope(self.made.workspace.pk):
            states = set(Export.objects.values_list("state", flat=True))
            if states & {ExportState.QUEUED, ExportState.RUNNING}:
                return
            if ExportState.FAILED in states:
                raise RuntimeError("An export failed")
            key = EXPORTED[self.exports % len(EXPORTED)]
            start_export(key, "", "csv", workspace=self.made.workspace, by=self.made.owner, now=clock.now())
            self.exports += 1


def _addresses(made: Created) -> list[str]:
    with workspace_scope(made.workspace.pk):
        account = Account.objects.order_by("id").values_list("id", flat=True)[10]
    base = f"/w/{made.workspace.slug}"
    return [
        f"{base}/portfolio/?book=all",
        f"{base}/accounts/?book=all",
        f"{base}/accounts/{account}/",
        f"{base}/renewals/?book=all",
    ]


def _visits(visitor: Visitor, addresses: list[str], *, visits: int) -> list[float]:
    taken = []
    for number in range(visits):
        taken.append(visitor.seconds_of(addresses[number % len(addresses)]))
        time.sleep(PAUSE)
    return taken
