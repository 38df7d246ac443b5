"""Inviting a contact to the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class InviteForm(forms.Form):
    """Somebody of those offered; `is_admin` stands where a member invites."""

    contact = forms.TypedChoiceField(
        label=_("Who"), coerce=int, error_messages={"invalid_choice": _("Choose one of the list.")}
    )
    is_admin = forms.BooleanField(
        label=_("Invites colleagues"),
        required=False,
        help_text=_("An admin of the customer lets contacts of the own company in, and nobody else."),
    )

    def __init__(self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = offered  # type: ignore[attr-defined]


class AdminForm(forms.Form):
    is_admin = forms.BooleanField(required=False)


class ColleagueForm(forms.Form):
    """A colleague who stands in the list, or a new one by name and address."""

    contact = forms.TypedChoiceField(
        label=_("Colleague"), coerce=int, empty_value=None, required=False,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Write the address like anna@example.com.")},
    )

    def __init__(self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = [("", _("Somebody new")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("contact") is None:
            for field, words in (("name", _("Write the name.")), ("email", _("Write the address."))):
                if not given.get(field) and field not in self.errors:
                    self.add_error(field, words)
        return given
