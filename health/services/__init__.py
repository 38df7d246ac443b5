"""Writes of health: readings, scores, scorecards."""

from health.services.history import history_progress, request_history
from health.services.readings import record_reading
from health.services.recompute import Recomputed, recompute, recompute_history, sundays_between
from health.services.scorecards import publish_offered_scorecard, publish_scorecard

__all__ = [
    "Recomputed",
    "history_progress",
    "publish_offered_scorecard",
    "publish_scorecard",
    "recompute",
    "recompute_history",
    "record_reading",
    "request_history",
    "sundays_between",
]
