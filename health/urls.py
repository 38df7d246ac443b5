"""Health, below /w/<workspace>/."""

from django.urls import path

from health.views import panels, readings, scorecards

app_name = "health"

urlpatterns = [
    path("accounts/<int:account_id>/readings/", readings.readings, name="readings"),
    path("accounts/<int:account_id>/readings/new/", readings.new, name="new_reading"),
    path("accounts/<int:account_id>/panels/health/", panels.head, name="head_panel"),
    path("accounts/<int:account_id>/panels/why/", panels.why, name="why_panel"),
    path("accounts/<int:account_id>/panels/lift/", panels.lift, name="lift_panel"),
    path("accounts/<int:account_id>/panels/score-history/", panels.history, name="history_panel"),
    path("scorecards/", scorecards.scorecards, name="scorecards"),
    path("scorecards/publication/", scorecards.publication, name="publication"),
    path("scorecards/recompute/", scorecards.recompute_request, name="recompute"),
]
