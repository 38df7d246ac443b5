"""Renewals by month: the contracts of a book whose current term ends, with their milestones."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import ALL
from core.htmx import wants_fragment
from core.links import href
from core.lists import answer_list
from core.lists.state import ListState
from lifecycle.chart import month_chart
from lifecycle.lists.renewals import by_month
from lifecycle.lists.sources import PASSED, SHORT, TERMS, open_renewals, renewal_book
from lifecycle.selectors.renewals import ends_by_day, renewal_figures, renewal_months
from lifecycle.selectors.terms import of_short_terms
from lifecycle.shown import agendas, metric_strip, short_title, title
from lifecycle.shown_closings import renewal_views
from workspaces.access import visibility
from workspaces.choices import Visibility
from workspaces.http import StaffRequest


@require_safe
def by_month_page(request: StaffRequest) -> HttpResponse:
    short_months = request.workspace.short_term_months
    short = request.GET.get(TERMS) == SHORT
    opened = open_renewals(request.workspace, request.member, request.GET, None)
    spec, rows, context = opened.spec, opened.rows, opened.context
    state = spec.state(request.GET, context, PASSED)
    days = ends_by_day(spec.filtered(rows, state, context), context)
    months = renewal_months(days)
    extra: dict[str, Any] = {}
    if not wants_fragment(request):
        if state.conditions:
            days = ends_by_day(rows, context)
        whole = renewal_months(days)
        extra = {
            "title": short_title(whole, context) if short else title(whole, context),
            "metrics": [] if short else metric_strip(renewal_figures(days, context.today), whole, context),
            "chart": month_chart(whole, context, chosen=_chosen(state)),
            "agendas": [] if short else agendas(),
            "short": short,
            "short_months": short_months,
            "terms": renewal_views("short" if short else "ahead"),
            "anything": bool(whole),
        }
    if not months and not state.conditions:
        book = renewal_book(request.member, context.today)
        extra["empty"] = _empty(request, short, has_short=of_short_terms(book, short_months).exists())
    return answer_list(
        request,
        by_month(spec, months),
        rows,
        context,
        "lifecycle/renewal_list.html",
        extra,
        PASSED,
    )


def _chosen(state: ListState) -> tuple[str, ...]:
    """The months that the list is narrowed to."""
    condition = state.condition("month")
    return condition.values if condition and condition.op == "is" else ()


def _empty(request: StaffRequest, short: bool, *, has_short: bool) -> dict[str, str]:
    if has_short and not short:
        return {
            "title": _("No renewals with milestones"),
            "text": _("All open contracts here have short terms, which renew without a talk."),
            "button": _("Look at short terms"),
            "url": f"?{TERMS}={SHORT}",
        }
    if request.member.book != ALL and visibility(request.member) == Visibility.ALL:
        return {
            "title": _("No renewals in your book"),
            "text": _(
                "The open contracts of accounts that you own or share stand here, by the end of their term."
            ),
            "button": _("Show all renewals"),
            "url": "?book=all",
        }
    return {
        "title": _("Renewals will stand here"),
        "text": _(
            "Each open contract comes up at the end of its term. Import contracts, or add one to an account."
        ),
        "button": _("Look at contracts"),
        "url": href("accounts:contracts"),
    }
