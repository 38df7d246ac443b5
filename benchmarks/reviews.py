"""G17: a quarterly review as a PDF, from the facts in the database to the stored file."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Sum

from accounts.models import Account
from benchmarks.book import PASSWORD, today_of
from benchmarks.database import analyze
from benchmarks.measure import Line, compared
from core import clock
from core.links import link_scope
from core.pdf import can_print
from core.tenancy import workspace_scope
from csplatform.demo.companies import HAVU
from csplatform.demo.loading import load_company
from health.models import UsageEvent
from reports.choices import Edition, PrintState, Section
from reports.models import QbrSnapshot
from reports.qbr.document import STYLESHEET, document_html
from reports.rules import Quarter, quarter_of
from reports.services import Wanted, ask_for_pdf, prepare_review, render_snapshot
from workspaces.models import Workspace

SEED = 17
TURNS = 7
# Six pages: cover, summary, these four chapters and the definitions.
WANTED = Wanted(
    edition=Edition.CUSTOMER, sections=(Section.HEALTH, Section.USAGE, Section.RENEWAL, Section.ACTIONS)
)


def printed_review(*, small: bool) -> Iterator[Line]:
    """G17: the last whole quarter of the demo company's most active customer: facts collected and frozen, words drafted,
    document made, printed in its own process, stored; against WeasyPrint alone, loaded and warm, on the same HTML."""
    if not can_print():
        raise RuntimeError("WeasyPrint's libraries are missing; as root, bin/run installs them")
    loaded = load_company(HAVU, scale=0.1 if small else 1.0, seed=SEED, password=PASSWORD, now=clock.now())
    workspace = loaded.workspace
    analyze()
    quarter = quarter_of(today_of(workspace)).before
    with workspace_scope(workspace.pk):
        account = _most_active()

    def product() -> None:
        _make(workspace, account, quarter)

    product()
    with workspace_scope(workspace.pk), link_scope(workspace.slug):
        snapshot = QbrSnapshot.objects.select_related("account").get()
        html, pages = document_html(snapshot), snapshot.pages

    def limit() -> None:
        _print(html)

    limit()
    measured = compared(
        limit, product, before_product=lambda: _forget(workspace), times=1 if small else TURNS
    )
    size = f"{pages} pages, {len(html) // 1024} KiB of HTML"
    yield Line("G17", "review as a PDF", *measured, "s", 1.5, size, stretch=1.15)


def _make(workspace: Workspace, account: Account, quarter: Quarter) -> None:
    """What happens after the button: the page's part, then the worker's."""
    with workspace_scope(workspace.pk), link_scope(workspace.slug):
        snapshot = prepare_review(
            account, quarter, workspace=workspace, wanted=WANTED, with_money=True, by=None, now=clock.now()
        )
        ask_for_pdf(snapshot, now=clock.now())
    state = render_snapshot(workspace.pk, snapshot.pk, now=clock.now())
    if state != PrintState.DONE:
        raise RuntimeError(f"The review was not printed: {state}")


def _forget(workspace: Workspace) -> None:
    """Unchanged facts are the snapshot that is there: each turn must make one."""
    with workspace_scope(workspace.pk):
        QbrSnapshot.objects.all().delete()


def _most_active() -> Account:
    used = UsageEvent.objects.values("account").annotate(uses=Sum("quantity")).order_by("-uses", "account")
    return Account.objects.get(pk=used[0]["account"])


def _print(html: str) -> None:
    """WeasyPrint as its manual has it, to the same kind of PDF."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(filename=str(settings.BASE_DIR / "static" / STYLESHEET), font_config=fonts)
    HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
