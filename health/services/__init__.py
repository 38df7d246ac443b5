"""Writes of health: readings, scores, scorecards."""

from health.services.recompute import Recomputed, recompute, recompute_history, sundays_between

__all__ = ["Recomputed", "recompute", "recompute_history", "sundays_between"]
