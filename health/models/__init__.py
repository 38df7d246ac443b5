from health.models.metric import Metric, Reading
from health.models.score import CurrentScore, Recompute, Score
from health.models.scorecard import Scorecard, ScorecardMetric, ScorecardVersion

__all__ = [
    "CurrentScore",
    "Metric",
    "Reading",
    "Recompute",
    "Score",
    "Scorecard",
    "ScorecardMetric",
    "ScorecardVersion",
]
