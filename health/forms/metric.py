"""The form of a metric of the workspace's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded, choice, text
from accounts.forms.fields import number as whole_number
from health.choices import MetricGroup, MetricKey, UsageFigure
from health.forms.numbers import Figure
from health.models import Metric
from health.services.designer import MetricFields

MOST_FIGURE = 1_000_000_000


class MetricForm(Guarded):
    """`metric` None makes one. What is counted is asked for then only, since readings must go on meaning the same."""

    label = text(_("Name"), 120, required=True)
    group = choice(_("Group"), MetricGroup.choices)
    shelf_life_days = whole_number(_("Days that a reading counts"), most=3650, least=1, required=True)
    figure = choice(_("Rated by"), UsageFigure.choices, empty=_("People, by hand"))
    feature = text(_("Event or feature"), 100, list="feature-names")
    window_days = whole_number(_("Window, days"), most=365, least=1)
    per_seat = forms.BooleanField(label=_("Per licence bought"), required=False)
    lower_is_better = forms.BooleanField(label=_("Lower is better"), required=False)
    cut_2 = Figure(label=_("Figure for rating 2"), most=MOST_FIGURE, places=3)
    cut_3 = Figure(label=_("Figure for rating 3"), most=MOST_FIGURE, places=3)

    COUNTING = ("figure", "feature", "window_days", "per_seat", "lower_is_better", "cut_2", "cut_3")

    def __init__(self, *args: Any, metric: Metric | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if metric is not None:
            for name in self.COUNTING:
                del self.fields[name]
            self.fields["label"].required = metric.key not in MetricKey.values

    def given(self) -> MetricFields:
        """What the service takes; call on a valid form."""
        values = self.cleaned_data
        figure = values.get("figure", "")
        cutoffs = (values.get("cut_2"), values.get("cut_3"))
        return MetricFields(
            label=values["label"],
            group=values["group"],
            shelf_life_days=values["shelf_life_days"],
            figure=figure,
            feature=values.get("feature", "") if figure else "",
            window_days=values.get("window_days") or 30,
            per_seat=bool(figure and values.get("per_seat")),
            cutoffs=tuple(cut for cut in cutoffs if cut is not None) if figure else (),
            lower_is_better=bool(figure and values.get("lower_is_better")),
        )
