"""Health, below /w/<workspace>/."""

from django.urls import path

from health.views import cards, comments, drafts, grid, metrics, panels, readings, scorecards, usage

app_name = "health"

urlpatterns = [
    path("accounts/<int:account_id>/readings/", readings.readings, name="readings"),
    path("accounts/<int:account_id>/readings/new/", readings.new, name="new_reading"),
    path("accounts/<int:account_id>/panels/health/", panels.head, name="head_panel"),
    path("accounts/<int:account_id>/panels/why/", panels.why, name="why_panel"),
    path("accounts/<int:account_id>/panels/lift/", panels.lift, name="lift_panel"),
    path("accounts/<int:account_id>/panels/score-history/", panels.history, name="history_panel"),
    path("accounts/<int:account_id>/score-comments/new/", comments.new, name="new_comment"),
    path("accounts/<int:account_id>/score-comments/<int:comment_id>/", comments.edit, name="comment"),
    path(
        "accounts/<int:account_id>/score-comments/<int:comment_id>/removal/",
        comments.removal,
        name="comment_removal",
    ),
    path(
        "accounts/<int:account_id>/score-comments/<int:comment_id>/restoration/",
        comments.restoration,
        name="comment_restoration",
    ),
    path("accounts/<int:account_id>/usage/", usage.usage, name="usage"),
    path("accounts/<int:account_id>/panels/usage/", usage.panel, name="usage_panel"),
    path("readings/", grid.grid, name="grid"),
    path("scorecards/", scorecards.scorecards, name="scorecards"),
    path("scorecards/publication/", scorecards.publication, name="publication"),
    path("scorecards/offer/draft/", cards.offer_draft, name="offer_draft"),
    path("scorecards/cards/new/", cards.new, name="new_card"),
    path("scorecards/cards/<int:card_id>/", cards.card, name="card"),
    path("scorecards/cards/<int:card_id>/name/", cards.name, name="card_name"),
    path("scorecards/cards/<int:card_id>/retirement/", cards.retirement, name="card_retirement"),
    path("scorecards/cards/<int:card_id>/draft/", drafts.draft, name="draft"),
    path("scorecards/cards/<int:card_id>/draft/opening/", cards.opening, name="draft_opening"),
    path("scorecards/cards/<int:card_id>/draft/preview/", drafts.preview, name="draft_preview"),
    path("scorecards/cards/<int:card_id>/draft/publication/", drafts.publication, name="draft_publication"),
    path("scorecards/cards/<int:card_id>/draft/removal/", drafts.removal, name="draft_removal"),
    path("scorecards/versions/<int:version_id>/", cards.version, name="version"),
    path("scorecards/versions/<int:version_id>/restoration/", cards.restoration, name="version_restoration"),
    path("scorecards/metrics/", metrics.metrics, name="metrics"),
    path("scorecards/metrics/new/", metrics.new, name="new_metric"),
    path("scorecards/metrics/<int:metric_id>/", metrics.edit, name="metric"),
    path("scorecards/metrics/<int:metric_id>/archiving/", metrics.archiving, name="metric_archiving"),
    path("scorecards/metrics/<int:metric_id>/return/", metrics.bringing_back, name="metric_return"),
    path("scorecards/recompute/", scorecards.recompute_request, name="recompute"),
]
