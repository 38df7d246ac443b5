"""A success plan for print: what stands on paper, frozen, and the document drawn from it alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.frozen import made
from core.pdf import Printed, print_pdf
from core.text import format_date, format_time
from lifecycle.models import PlanDocument
from lifecycle.selectors.plans.shown import ActivityShown, KpiShown, PlanShown
from workspaces.printing import LOGO, BrandFact, Logo, colour_of, logo_bytes, logo_of, sheet_of

STYLESHEET = "print/review.css"
DARK, BED = "#0C4A57", "#E3E9EC"
WIDE, HIGH = 96, 6


@dataclass(frozen=True)
class PlanPaper:
    """Everything on paper, in the words of its language."""

    workspace: str
    zone: str
    on: date
    plan: PlanShown
    brand: BrandFact | None = None


@dataclass(frozen=True)
class Goal:
    """A KPI with its bar."""

    kpi: KpiShown
    outcome: str
    bar: SafeString


@dataclass(frozen=True)
class Paper:
    """What templates/lifecycle/print/plan.html draws."""

    language: str
    paper: str
    title: str
    workspace: str
    plan: PlanShown
    goals: tuple[Goal, ...]
    activities: tuple[tuple[str, tuple[ActivityShown, ...]], ...]
    cover: tuple[tuple[str, str], ...]
    head_left: str
    head_right: str
    foot_left: str
    code: str
    logo: Logo | None
    sheet: SafeString | str


def thawed_paper(document: PlanDocument) -> PlanPaper:
    """What a document was frozen with."""
    found = made(PlanPaper, document.data)
    assert isinstance(found, PlanPaper)
    return found


def plan_html(document: PlanDocument) -> str:
    """The document for print, in its language; the same document gives the same text."""
    with override(document.language):
        return render_to_string("lifecycle/print/plan.html", {"document": paper_of(document)})


def print_plan(document: PlanDocument, html: str) -> Printed:
    """The PDF of plan_html(document): always the same bytes. Raises PdfFailed. Asks no database."""
    logo = logo_bytes(thawed_paper(document).brand)
    return print_pdf(
        html, stylesheet=STYLESHEET, identifier=document.code, pictures={LOGO: logo} if logo else {}
    )


def paper_of(document: PlanDocument) -> Paper:
    """The document in finished words, from itself alone. To be called in its language."""
    found = thawed_paper(document)
    plan = found.plan
    moment = _moment(document.taken_at, found.zone)
    named = {"code": document.code, "moment": moment}
    return Paper(
        language=document.language,
        paper=document.paper,
        title=_("Success plan: %(name)s") % {"name": plan.account},
        workspace=found.workspace,
        plan=plan,
        goals=_goals(plan, colour_of(found.brand) or DARK),
        activities=_by_kind(plan.activities),
        cover=_cover(plan, found, named),
        head_left=_("Success plan, %(title)s") % {"title": plan.title},
        head_right=plan.account,
        foot_left=_("%(code)s · as of %(moment)s") % named,
        code=document.code,
        logo=logo_of(found.brand, found.workspace),
        sheet=sheet_of(found.brand),
    )


def bar_svg(progress: int, colour: str) -> SafeString:
    """A progress bar for paper, read out by the words beside it."""
    filled = round(progress * WIDE / 100, 1)
    body = f'<rect width="{WIDE}" height="{HIGH}" rx="2" fill="{BED}"/>'
    if filled:
        body += f'<rect width="{filled}" height="{HIGH}" rx="2" fill="{colour}"/>'
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" '
        f'role="img" aria-label="{progress} %">{body}</svg>'
    )


def _goals(plan: PlanShown, colour: str) -> tuple[Goal, ...]:
    return tuple(
        Goal(kpi, outcome.title, bar_svg(kpi.progress, colour))
        for outcome in plan.outcomes
        if outcome.state != "dropped"
        for kpi in outcome.kpis
    )


def _by_kind(activities: tuple[ActivityShown, ...]) -> tuple[tuple[str, tuple[ActivityShown, ...]], ...]:
    kind: Callable[[ActivityShown], str] = lambda one: one.kind_label  # noqa: E731
    return tuple((label, tuple(rows)) for label, rows in groupby(sorted(activities, key=kind), key=kind))


def _cover(plan: PlanShown, found: PlanPaper, named: dict[str, str]) -> tuple[tuple[str, str], ...]:
    rows = [
        (_("Status"), plan.status_label),
        (_("Runs"), plan.period),
        (_("Prepared by"), ", ".join(part for part in (plan.owner, found.workspace) if part)),
        (_("Signed off"), plan.signed),
        (_("As of"), _("%(code)s, taken %(moment)s") % named),
    ]
    return tuple((label, words) for label, words in rows if words)


def _moment(at: datetime, zone: str) -> str:
    taken = at.astimezone(ZoneInfo(zone))
    return f"{format_date(taken.date())}, {format_time(taken)} {taken.tzname()}"
