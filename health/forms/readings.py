"""The form of a reading by hand."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from health.models import Metric
from health.rules import Scale
from health.selectors.cards import metric_label


class ReadingForm(forms.Form):
    """`metrics` are those that the person may record; ratings run along the scorecard's scale."""

    metric = forms.TypedChoiceField(
        label=_("Metric"),
        coerce=int,
        error_messages={
            "required": _("Choose the metric."),
            "invalid_choice": _("Choose a metric of the list."),
        },
    )
    rating = forms.TypedChoiceField(
        label=_("Rating"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a rating."),
            "invalid_choice": _("Choose one of the ratings shown."),
        },
    )
    measured_on = DayField(label=_("Day"), required=True)
    note = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands beside the rating for everybody who asks why."),
        error_messages={"max_length": _("Shorten the note to 500 characters.")},
    )

    def __init__(self, *args: Any, metrics: list[Metric], scale: Scale, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metrics = {metric.pk: metric for metric in metrics}
        words = {scale.low: _("poor"), scale.high: _("good")}
        self.fields["metric"].choices = [(pk, metric_label(metric)) for pk, metric in self.metrics.items()]  # type: ignore[attr-defined]
        self.fields["rating"].choices = [  # type: ignore[attr-defined]
            (rating, f"{rating} · {words[rating]}" if rating in words else str(rating))
            for rating in range(scale.high, scale.low - 1, -1)
        ]
        self.fields["measured_on"].widget.attrs["max"] = today.isoformat()

    @property
    def chosen_metric(self) -> Metric:
        return self.metrics[self.cleaned_data["metric"]]
