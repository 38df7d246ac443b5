from health.models.metric import Metric, Reading
from health.models.score import CurrentScore, Recompute, Score, ScoreComment
from health.models.scorecard import Scorecard, ScorecardMetric, ScorecardVersion
from health.models.usage import UsageEvent, UsageMessage, UsageSpan
from health.models.voice import VoiceAnswer

__all__ = [
    "CurrentScore",
    "Metric",
    "Reading",
    "Recompute",
    "Score",
    "ScoreComment",
    "Scorecard",
    "ScorecardMetric",
    "ScorecardVersion",
    "UsageEvent",
    "UsageMessage",
    "UsageSpan",
    "VoiceAnswer",
]
