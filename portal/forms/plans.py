"""Signing the shared plan."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """`version` is the revision that was read; the tick says that it was."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read the plan and sign it for my company"),
        error_messages={"required": _("Tick that you have read the plan.")},
    )
