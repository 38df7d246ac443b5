"""Forms of churn: that a customer left, and that it came back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from lifecycle.choices import ChurnReason

COMMENT_LENGTH = 1000


class _Told(forms.Form):
    """A day up to today, and a comment."""

    day = ""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("initial", {self.day: today})
        super().__init__(*args, **kwargs)
        self.fields[self.day].widget.attrs["max"] = today.isoformat()


def _comment(hint: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=COMMENT_LENGTH,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Shorten the comment to 1,000 characters.")},
    )


class ChurnForm(_Told):
    """That the customer left."""

    day = "churned_on"

    churned_on = DayField(label=_("Left on"), required=True)
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose the main reason")), *ChurnReason.choices],
        error_messages={
            "required": _("Choose the main reason. “Not told” is one too."),
            "invalid_choice": _("Choose a reason of the list."),
        },
    )
    comment = _comment(_("What the customer said, and what was tried."))
    cancels_contracts = forms.BooleanField(
        label=_("Cancel the contracts that are still open"),
        required=False,
        help_text=_(
            "They are void from that day on. Contracts left open keep the account active, with a warning."
        ),
    )


class ReturnForm(_Told):
    """That the customer came back."""

    day = "returned_on"

    returned_on = DayField(label=_("Came back on"), required=True)
    comment = _comment(_("What brought the customer back."))
