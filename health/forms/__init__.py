"""The forms of health."""

from health.forms.card import CardForm
from health.forms.comment import CommentForm
from health.forms.draft import DraftForm
from health.forms.metric import MetricForm
from health.forms.readings import ReadingForm

__all__ = ["CardForm", "CommentForm", "DraftForm", "MetricForm", "ReadingForm"]
