"""The metrics of the workspace: those it starts with, and its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.saving import attempt, form_page, saved
from core import clock, submissions
from core.errors import Conflict
from core.htmx import redirect
from core.links import href
from health.access import metric_or_404
from health.forms import MetricForm
from health.forms.draft import source_words
from health.models import Metric
from health.selectors.cards import metric_label, thresholds_of
from health.selectors.drafts import cutoff_words
from health.selectors.usage import named_features, own_events
from health.services.designer import archive_metric, create_metric, unarchive_metric, update_metric
from workspaces.access import allowed, require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def metrics(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.USE_SCORECARDS)
    listed = [
        {
            "metric": metric,
            "label": metric_label(metric),
            "source": source_words(metric),
            "thresholds": "; ".join(
                cutoff_words(threshold.standard, threshold, lower=threshold.lower)
                for threshold in thresholds_of(metric)
                if threshold.standard
            ),
        }
        for metric in Metric.objects.order_by("archived_at", "position", "id")
    ]
    context = {"metrics": listed, "may_edit": allowed(request.member, Right.EDIT_SCORECARDS)}
    return render(request, "health/metrics.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.EDIT_SCORECARDS)
    initial = {"key": submissions.new_key(), "shelf_life_days": 30, "window_days": 30, "group": "adoption"}
    form = MetricForm(request.POST or None, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _create(request, form))
        if tried.saved:
            words = _("%(metric)s added. Give it a weight in a scorecard's draft.")
            return saved(request, href("health:metrics"), words % {"metric": form.cleaned_data["label"]})
    context = {"form": form, "metric": None, "features": [*named_features(), *own_events()]}
    return form_page(request, "health/metric_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, metric_id: int) -> HttpResponse:
    metric = metric_or_404(request.member, metric_id)
    initial = {
        "label": metric.label,
        "group": metric.heading,
        "shelf_life_days": metric.shelf_life_days,
        "version": metric.version,
    }
    form = MetricForm(request.POST or None, metric=metric, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        given = form.given()
        tried = attempt(
            form,
            lambda: update_metric(
                metric,
                label=given.label,
                group=given.group,
                shelf_life_days=given.shelf_life_days,
                expected_version=form.sent_version,
            ),
        )
        if tried.saved:
            return saved(request, href("health:metrics"), _("Metric saved"))
    context = {"form": form, "metric": metric, "label": metric_label(metric), "source": source_words(metric)}
    return form_page(request, "health/metric_form.html", context, tried)


@require_POST
def archiving(request: StaffRequest, metric_id: int) -> HttpResponse:
    """Put a metric aside; the toast offers to bring it back."""
    metric = metric_or_404(request.member, metric_id)
    try:
        archive_metric(metric, now=clock.now())
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return redirect(request, href("health:metrics"))
    undo = href("health:metric_return", metric_id=metric_id)
    messages.success(
        request, _("%(metric)s archived") % {"metric": metric_label(metric)}, extra_tags=f"undo:{undo}"
    )
    return redirect(request, href("health:metrics"))


@require_POST
def bringing_back(request: StaffRequest, metric_id: int) -> HttpResponse:
    metric = metric_or_404(request.member, metric_id)
    unarchive_metric(metric)
    messages.success(request, _("%(metric)s is back") % {"metric": metric_label(metric)})
    return redirect(request, href("health:metrics"))


def _create(request: StaffRequest, form: MetricForm) -> None:
    now = clock.now()

    def make() -> int:
        return create_metric(form.given(), by=request.member, now=now).pk

    submissions.once(form.cleaned_data["key"], make, now=now)
