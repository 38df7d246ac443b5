"""The components on one page and the shell round a sample list, for those who build pages; debug only."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.charts import Week
from core.shell import Choice, NavGroup, NavItem, Shell

RISING: tuple[Week, ...] = (*((70.0 + step * 0.75, "healthy") for step in range(17)), (86.0, "healthy"))
FALLING: tuple[Week, ...] = (*(((64.0, "healthy"),) * 13), (55.0, "monitor"), (54.0, "monitor"), (52.0, "monitor"), (50.0, "monitor"), (49.5, "monitor"))  # fmt: skip
SINKING: tuple[Week, ...] = (*((56.0 - step, "monitor") for step in range(15)), (38.0, "at_risk"), (36.0, "at_risk"), (34.0, "at_risk"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sample list; the score in points, the amount as it is shown."""

    name: str
    sub: str
    band: str
    score: float | None
    change: float | None
    weeks: tuple[Week, ...]
    arr: str
    stage: str
    stage_days: int
    days: int
    ends: date
    licences: str
    next_step: str = ""
    touch: str = "2 d"


ROWS = (
    Row("Pohjanmaan Voima", "Energy · Ent", "healthy", 82.5, 2.5, RISING, "€241,000", "expand", 64, 286, date(2027, 6, 30), "94\u202f%", "Handshake 2 with Jussi", "Today"),
    Row("Metsäranta Group", "Forestry · Ent", "healthy", 72.5, 0.0, RISING, "€203,750", "adopt", 180, 164, date(2027, 2, 28), "88\u202f%", "Phase 2 training plan"),
    Row("Itämeri Foods", "Food · Ent", "monitor", 49.5, -15.0, FALLING, "€186,400", "adopt", 214, 105, date(2026, 12, 31), "79\u202f%", "Sponsor call with Mikael", "3 d"),
    Row("Lumo Retail Group", "Retail · Ent", "at_risk", 34.0, -9.0, SINKING, "€158,900", "renew", 33, 74, date(2026, 11, 30), "51\u202f%", "Get-well, step 2 of 6", "21 d"),
    Row("Nordvik Marine", "Maritime · Mid", "unknown", None, None, (), "€88,500", "adopt", 19, 301, date(2027, 7, 15), "–", "First logins, day 19 of 90", "8 d"),
    Row("Hämeen Apteekit", "Pharmacy · Mid", "healthy", 86.0, 1.5, RISING, "€64,100", "renew", 12, 44, date(2026, 10, 31), "97\u202f%", "Quote awaits signature"),
    Row("Tunturi Hotels", "Hospitality · Mid", "at_risk", 28.5, -12.0, SINKING, "€46,200", "renew", 61, 28, date(2026, 10, 15), "38\u202f%", "Escalated to Riikka", "34 d"),
)  # fmt: skip


class SampleForm(forms.Form):
    owner = forms.CharField(label=_("Owner"), help_text=_("Who answers for the account."))
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[("ent", _("Enterprise")), ("mid", _("Mid-Market"))], required=False
    )
    end = forms.CharField(label=_("Contract end"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    renews = forms.BooleanField(
        label=_("Renews by itself"), required=False, help_text=_("Unless notice is given.")
    )
    billing = forms.ChoiceField(
        label=_("Billing"),
        widget=forms.RadioSelect,
        choices=[("m", _("Monthly")), ("y", _("Yearly"))],
        required=False,
    )
    file = forms.FileField(label=_("File"), required=False)


def _form() -> SampleForm:
    form = SampleForm(data={"owner": "Anni Korhonen", "segment": "ent", "end": "31.02.2027", "billing": "y"})
    form.add_error("end", _("February 2027 has 28 days."))
    return form


@dataclass(frozen=True, slots=True)
class Sample:
    """What the components are shown with."""

    rows: tuple[Row, ...] = ROWS
    rising: tuple[Week, ...] = RISING
    falling: tuple[Week, ...] = FALLING
    sinking: tuple[Week, ...] = SINKING
    views: tuple[Choice, ...] = (
        Choice("My book", "#", True, count=46),
        Choice("Needs care", "#", count=16),
        Choice("Onboarding", "#", count=6),
    )
    modes: tuple[Choice, ...] = (
        Choice("Table", "#", True, icon="table"),
        Choice("Board", "#", icon="layout-kanban"),
        Choice("Calendar", "#", icon="calendar"),
    )
    deeds: tuple[Choice, ...] = (Choice("Assign", "", key="assign"), Choice("Export", "", key="export"))
    chips: tuple[dict[str, str], ...] = (
        {"field": "Segment", "verb": "is", "value": "Enterprise", "remove_url": "#"},
        {"field": "ARR", "verb": "over", "value": "€100,000", "remove_url": "#"},
    )
    metrics: tuple[dict[str, Any], ...] = (
        {"label": "ARR in book", "value": "€3.12\u202fM", "note": "46 accounts, 5 parents"},
        {"label": "Renewing within 90 days", "value": "€412,300", "note": "9 contracts, 3 not yet started"},
        {"label": "ARR at risk", "value": "€331,800", "note": "↑ €46,200 in a week"},
        {"label": "Open CTAs", "value": "17", "note": "6 due this week", "url": "#"},
    )
    why: tuple[dict[str, Any], ...] = (
        {"key": "features", "name": "Product features used", "points": 0, "weight": 15, "lost": 7.5, "raw": "3 of 9 modules weekly", "moved": "was 5 of 9"},
        {"key": "licences", "name": "Licences activated", "points": 7.5, "weight": 15, "lost": 7.5, "raw": "412 of 520 · 79\u202f%", "moved": "was 92\u202f%"},
        {"key": "sentiment", "name": "Customer sentiment", "points": 14, "weight": 14, "raw": "NPS 9 · 14 answers"},
        {"key": "growth", "name": "Customer growth", "missing": "No reading since 4 May 2026", "weight": 14},
    )  # fmt: skip
    lifts: tuple[dict[str, str], ...] = (
        {"gain": "+7.5", "deed": "Activate 61 more licences", "note": "79 → 90\u202f%, mostly night shift", "url": "#", "button": "Add task"},
        {"gain": "+7.0", "deed": "Meet the second sponsor", "note": "CFO, silent for 121 days", "url": "#", "button": "Book"},
    )  # fmt: skip
    projected: dict[str, str] = field(
        default_factory=lambda: {
            "words": "With the first two",
            "before": "49.5",
            "after": "64.0",
            "band": "healthy",
        }
    )
    steps: tuple[dict[str, str], ...] = (
        {"label": "Upload", "state": "done", "url": "#"},
        {"label": "Match", "state": "current"},
        {"label": "Preview", "state": "ahead"},
    )
    shares: tuple[tuple[str, int], ...] = (("healthy", 61), ("monitor", 24), ("at_risk", 11), ("unknown", 4))
    line: tuple[float, ...] = (2, 3, 4, 4, 6, 7, 7, 9, 10, 12, 11)


def _book() -> list[dict[str, Any]]:
    return [
        {"label": f"{17 - i} w", "healthy": 68 - i * 0.4, "monitor": 20 + i * 0.1, "at_risk": 3 + i * 0.4, "unknown": 5}
        for i in range(18)
    ]  # fmt: skip


def _charts() -> dict[str, Any]:
    months = ["Sep ’26", "Oct", "Nov", "Dec", "Jan ’27", "Feb"]
    unit = {"prefix": "€", "suffix": "\u202fk"}
    amounts = ["€201\u202fk", "€270\u202fk", "€343\u202fk", "€1,016\u202fk", "€324\u202fk", "€290\u202fk"]
    stacked = {
        "kind": "stacked", "x": months, "unit": unit, "mark": 3,
        "totals": amounts,
        "series": [
            {"name": "Commit", "tone": "accent", "data": [140, 180, 95, 515, 145, 200], "urls": ["/styleguide/"] * 6},
            {"name": "Best case", "tone": "tint", "data": [61, 50, 88, 391, 120, 90]},
            {"name": "At risk", "tone": "risk", "data": [0, 40, 160, 110, 59, 0]},
        ],
    }  # fmt: skip
    line = {
        "kind": "line", "x": months, "unit": {"suffix": "\u202f%", "digits": 1}, "goal": {"value": 110, "name": "Goal 110\u202f%"},
        "series": [
            {"name": "Net", "data": [107.1, 106.9, 108.2, 109.4, 110.3, 108.9]},
            {"name": "Gross", "tone": "neutral", "data": [94.2, 94.1, 94.4, 94.5, 94.0, 93.6]},
        ],
    }  # fmt: skip
    table = list(zip(months, amounts, strict=True))
    return {"stacked": stacked, "line": line, "head": ["Month", "Amount"], "table": table}


def _shell() -> Shell:
    work = (
        NavItem("today", "Today", "#", "sun", 5, True, go="t", phone=True),
        NavItem("portfolio", "Portfolio", "#", "stack-2", current=True, go="p", phone=True),
        NavItem("accounts", "Accounts", "#", "building", go="a", phone=True),
        NavItem("ctas", "CTAs", "#", "flag", 17, phone=True),
    )
    later = (
        NavItem("renewals", "Renewals", "#", "refresh", go="r"),
        NavItem("reviews", "Reviews", "#", "presentation"),
    )
    insight = (NavItem("imports", "Imports", "#", "table-import"),)
    return Shell(
        workspace_name="Havu HR", home_url="#", search_url="#", notices_url="#", unread=2, settings_url="/settings/",
        profile_url="#", sign_out_url="/styleguide/", member_name="Anni Korhonen", member_email="anni@havu.example",
        nav=(NavGroup("", work), NavGroup("Lifecycle", later), NavGroup("Insight", insight)),
        workspaces=(Choice("Havu HR", "#", True), Choice("Verba Systems", "#")),
        book_choices=(Choice("My book", "#", True), Choice("My team", "#"), Choice("All", "#")),
    )  # fmt: skip


def view(request: HttpRequest) -> HttpResponse:
    """Every component, in both themes."""
    context = {
        "sample": Sample(),
        "book": _book(),
        "charts": _charts(),
        "form": _form(),
        "themes": ("light", "dark"),
    }
    return render(request, "styleguide.html", context)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The shell round a sample list, and the sign-in layout, each as a whole page."""
    if name not in ("list", "sign-in"):
        raise Http404
    context = {
        "shell": _shell(),
        "sample": Sample(),
        "book": _book(),
        "charts": _charts(),
        "form": _form(),
    }
    return render(request, f"styleguide_{name.replace('-', '_')}.html", context)


urlpatterns = [
    path("styleguide/", view, name="styleguide"),
    path("styleguide/<slug:name>/", page, name="styleguide-page"),
]
