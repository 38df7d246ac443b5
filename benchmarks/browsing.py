"""G20: what a person at a browser waits for, on a book of 10,000 accounts, as the browser itself measures it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.models import Account
from benchmarks.measure import Line, percentile
from benchmarks.pages import browser, make_book
from benchmarks.web import one_process
from core.tenancy import workspace_scope
from workspaces.services.workspaces import Created

CHROMIUM = Path("/usr/bin/chromium")
ACCOUNTS = 10_000
VISITS = 5
SHAPES = {"wide": (1440, 900), "phone": (390, 844)}
GOOD = {"LCP": 2_500.0, "INP": 200.0, "CLS": 0.1}
STRETCH = {"LCP": 800.0, "INP": 100.0, "CLS": 0.02}
SETTLED_MS = 300
SHORTEST_MS = 16.0  # what takes less, the browser does not tell
MENUS, TICKS, TYPED = 3, 3, "account 77"

# Runs before the page's own scripts. CLS is the sum of all shifts, which no session window of it exceeds.
OBSERVE = """
window.seen = { lcp: 0, cls: 0, events: {} };
const look = (type, take, more) => new PerformanceObserver(
  (list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
look("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
look("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
look("event", (entry) => {
  if (entry.interactionId)
    seen.events[entry.interactionId] = Math.max(seen.events[entry.interactionId] || 0, entry.duration);
}, { durationThreshold: 16 });
"""


@dataclass(frozen=True)
class Visit:
    """One page seen for the first time by a browser with an empty cache. INP: the slowest of a few interactions."""

    page: str
    shape: str
    lcp: float
    inp: float
    cls: float


def in_a_browser(*, small: bool) -> Iterator[Line]:
    """G20: per page and width the p75 of its visits, of which the worst is told; "good" of Web Vitals is the limit."""
    if not CHROMIUM.exists():
        raise RuntimeError(f"{CHROMIUM} is missing; on Debian: apt-get install chromium")
    count = ACCOUNTS // 100 if small else ACCOUNTS
    made = make_book("bench", count)
    pages = dict(list(_pages(made).items())[:2] if small else _pages(made))
    cookies = {name: morsel.value for name, morsel in browser(made.owner).cookies.items()}
    with one_process() as port:
        visits = list(
            _visits(port, pages, cookies, times=1 if small else VISITS, shapes=1 if small else len(SHAPES))
        )
    size = f"{count:,} accounts, {len(pages)} pages, {len(visits)} visits"
    for vital in GOOD:
        where, worst = _worst(visits, vital.lower())
        unit = "" if vital == "CLS" else "ms"
        yield Line(
            "G20",
            vital,
            GOOD[vital],
            worst,
            unit,
            1.0,
            f"{size}, worst {where}",
            STRETCH[vital] / GOOD[vital],
        )


def _pages(made: Created) -> dict[str, str]:
    with workspace_scope(made.workspace.pk):
        account = Account.objects.order_by("id").values_list("id", flat=True)[10]
    base = f"/w/{made.workspace.slug}"
    return {
        "portfolio": f"{base}/portfolio/?book=all",
        "accounts": f"{base}/accounts/?book=all",
        "account": f"{base}/accounts/{account}/",
        "timeline": f"{base}/accounts/{account}/timeline/",
        "renewals": f"{base}/renewals/?book=all",
    }


def _visits(
    port: int, pages: dict[str, str], cookies: dict[str, str], *, times: int, shapes: int
) -> Iterator[Visit]:
    from playwright.sync_api import sync_playwright

    site = f"http://localhost:{port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _time in range(times):
            for shape, (width, height) in list(SHAPES.items())[:shapes]:
                for name, address in pages.items():
                    context = chromium.new_context(viewport={"width": width, "height": height})
                    context.add_cookies(
                        [{"name": key, "value": value, "url": site} for key, value in cookies.items()]
                    )
                    context.add_init_script(OBSERVE)
                    yield Visit(name, shape, *_seen(context.new_page(), site + address))
                    context.close()
        chromium.close()


def _seen(page: Any, address: str) -> tuple[float, float, float]:
    """LCP and CLS once the page has come to rest, then the slowest of the interactions."""
    answer = page.goto(address, wait_until="networkidle")
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    page.wait_for_timeout(SETTLED_MS)
    lcp = page.evaluate("seen.lcp")
    if not lcp or not _interact(page):
        raise RuntimeError(f"{address} painted nothing, or has nothing to click and to type into")
    page.wait_for_timeout(SETTLED_MS)
    seen = page.evaluate("seen")
    return lcp, max(seen["events"].values(), default=SHORTEST_MS), seen["cls"]


def _interact(page: Any) -> int:
    """By mouse and keys, what is there of it: menus opened and closed, rows ticked, words typed where they are awaited.
    How much there was."""
    menus = page.locator("main summary:visible").all()[:MENUS]
    for menu in menus:
        menu.click()
        page.keyboard.press("Escape")
    boxes = page.locator("main tbody input[type=checkbox]:visible").all()[:TICKS]
    for box in boxes:
        box.click()
    places = page.locator("main input[type=search]:visible, main textarea:visible").all()[:1]
    for place in places:
        place.click()
        page.keyboard.type(TYPED, delay=20)
    return len(menus) + len(boxes) + len(places)


def _worst(visits: list[Visit], vital: str) -> tuple[str, float]:
    places = {(visit.page, visit.shape) for visit in visits}
    measured = {
        place: percentile([getattr(v, vital) for v in visits if (v.page, v.shape) == place], 0.75)
        for place in places
    }
    page, shape = max(sorted(measured), key=lambda place: measured[place])
    return f"{page}, {shape}", measured[page, shape]
