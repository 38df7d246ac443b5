"""How I want to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.choices import Mail, Weekday
from notifications.ports import KINDS
from notifications.rules import Times
from notifications.selectors import Settings

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NoticeSettingsForm(forms.Form):
    """One field `mail_<kind>` for each kind that leaves a choice, and when mail may come."""

    has_digest = forms.BooleanField(
        label=_("Daily digest"), required=False, help_text=_("None is sent when there is nothing to tell.")
    )
    digest_at = forms.TimeField(label=_("The digest comes at"), widget=CLOCK)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=CLOCK)
    quiet_until = forms.TimeField(
        label=_("until"),
        required=False,
        widget=CLOCK,
        help_text=_("What comes meanwhile is sent afterwards."),
    )
    workdays = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("On other days and public holidays no mail goes out; the next digest tells of them."),
    )

    def __init__(self, data: Any = None, *, settings: Settings) -> None:
        times = settings.times
        super().__init__(
            data,
            initial={
                "has_digest": settings.has_digest,
                "digest_at": times.digest_at,
                "quiet_from": times.quiet_from,
                "quiet_until": times.quiet_until,
                "workdays": list(times.workdays),
                **{f"mail_{key}": mail.value for key, mail in settings.mail.items()},
            },
        )
        for kind in KINDS:
            if not kind.own_mail:
                self.fields[f"mail_{kind.key}"] = forms.ChoiceField(label=kind.label, choices=Mail.choices)

    @property
    def kinds(self) -> list[tuple[Any, Any]]:
        """Each kind with its field; None where the kind's own mail comes at once in any case."""
        return [(kind, None if kind.own_mail else self[f"mail_{kind.key}"]) for kind in KINDS]

    @property
    def mail(self) -> dict[str, Mail]:
        return {
            name.removeprefix("mail_"): Mail(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("mail_")
        }

    @property
    def times(self) -> Times:
        values = self.cleaned_data
        return Times(values["quiet_from"], values["quiet_until"], values["workdays"], values["digest_at"])
