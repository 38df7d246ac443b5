"""What a newly invited person fills in; somebody who has an account fills in nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspaces.forms.sign_in import PASSWORD_RULES


class JoinForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, needs_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_person:
            del self.fields["name"], self.fields["password"]
