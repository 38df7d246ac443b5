"""Which acts of the security log to show."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workspaces.choices import SecurityActKind
from workspaces.models import Member


class LogFilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), required=False)
    member = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _now("Everything")), *SecurityActKind.choices]  # type: ignore[attr-defined]
        named = [(str(person.pk), str(person)) for person in people]
        self.fields["member"].choices = [("", _now("Everybody")), *named]  # type: ignore[attr-defined]
