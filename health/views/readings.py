"""The readings of an account, and recording one by hand."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_or_404
from accounts.lists import list_context
from accounts.views import account_frame
from accounts.views.saving import attempt, form_page, saved
from core import clock
from core.links import href
from core.lists import answer_list
from health.access import account_for_reading, recordable_metrics
from health.forms import ReadingForm
from health.lists.readings import READING_LIST
from health.models import Reading
from health.rules import DEFAULT_SCALE
from health.selectors.cards import metric_label, published_card
from health.services import record_reading
from workspaces.http import StaffRequest


@require_safe
def readings(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    extra: dict[str, Any] = {
        **account_frame(request, account, tab="health"),
        "may_record": bool(recordable_metrics(request.member, account)),
        "empty": {
            "title": _("No readings yet"),
            "text": _(
                "Usage, tickets and contracts are read every morning; other metrics are recorded by hand."
            ),
        },
    }
    rows = Reading.objects.filter(account=account)
    context = list_context(request.workspace, request.member)
    return answer_list(request, READING_LIST, rows, context, "health/account_readings.html", extra)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account, metrics = account_for_reading(request.member, account_id)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    card = published_card()
    form = ReadingForm(
        request.POST or None,
        metrics=metrics,
        scale=card.scale if card else DEFAULT_SCALE,
        today=today,
        initial={"measured_on": today, "metric": _asked(request, metrics)},
    )
    back = href("health:readings", account_id=account.pk)
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            form,
            lambda: record_reading(
                account,
                metric=form.chosen_metric,
                rating=given["rating"],
                measured_on=given["measured_on"],
                note=given["note"],
                by=request.member,
                today=today,
                now=now,
            ),
        )
        if tried.saved:
            words = _("%(metric)s recorded. The score follows within seconds.")
            return saved(request, back, words % {"metric": metric_label(form.chosen_metric)})
    return form_page(
        request, "health/reading_form.html", {"form": form, "account": account, "back_url": back}, tried
    )


def _asked(request: StaffRequest, metrics: list[Any]) -> int | None:
    """The metric that a link asks for, e.g. from what would lift the score."""
    key = request.GET.get("metric", "")
    return next((metric.pk for metric in metrics if metric.key == key), None)
