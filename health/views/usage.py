"""Use of the product on the account's page: the tab, and its panel, which loads itself."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import account_or_404
from accounts.views import account_frame
from core import clock
from core.htmx import wants_fragment
from core.links import href
from health.choices import UsageFigure
from health.selectors.usage import named_features
from health.selectors.usage_charts import (
    LIFE,
    YEAR,
    chart_data,
    chart_rows,
    chart_title,
    peers_words,
    usage_chart,
    whole_figures,
)
from workspaces.http import StaffRequest


@require_safe
def usage(request: StaffRequest, account_id: int) -> HttpResponse:
    """The tab; the panel comes by itself, since it looks at the whole book."""
    account = account_or_404(request.member, account_id)
    figure, feature, span = _asked(request)
    query = urlencode({"kpi": figure.value, "event": feature, "span": span})
    panel = f"{href('health:usage_panel', account_id=account.pk)}?{query}"
    context = {**account_frame(request, account, tab="usage"), "panel_url": panel}
    return render(request, "health/account_usage.html", context)


@require_safe
def panel(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    figure, feature, span = _asked(request)
    today = clock.today_in(request.workspace.time_zone)
    shown = usage_chart(account, figure=figure, feature=feature, span=span, today=today)
    context: dict[str, Any] = {
        "account": account,
        "figure": figure,
        "feature": feature,
        "span": span,
        "figures": UsageFigure.choices,
        "features": named_features() if shown else [],
        "shown": shown,
    }
    if shown is not None:
        whole = whole_figures(shown)
        context |= {
            "title": chart_title(shown),
            "chart": chart_data(shown),
            "rows": chart_rows(shown),
            "whole": whole,
            "beside": peers_words(shown),
            "heads": [_("Month"), *(name for name, _figure in whole)],
        }
    if wants_fragment(request):
        return render(request, "health/_usage_panel.html", context)
    frame = account_frame(request, account, tab="usage")
    return render(
        request,
        "health/panel_page.html",
        {**frame, **context, "panel_template": "health/_usage_panel.html"},
    )


def _asked(request: StaffRequest) -> tuple[UsageFigure, str, str]:
    kpi, span = request.GET.get("kpi", ""), request.GET.get("span", "")
    figure = UsageFigure(kpi) if kpi in UsageFigure.values else UsageFigure.QUANTITY
    return figure, request.GET.get("event", "")[:100].replace("\x00", ""), LIFE if span == LIFE else YEAR
