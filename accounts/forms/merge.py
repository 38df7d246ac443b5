"""Choosing the other account of a merge, and whose value holds in each field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_accounts
from accounts.forms.fields import text
from accounts.selectors.names import accounts_named
from workspaces.models import Member


class OtherForm(forms.Form):
    """The other account by its whole name or external id; cleans to its id."""

    other = text(
        _("Account that goes into this one"), 200, required=True, list="account-names", autocomplete="off"
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_other(self) -> int:
        written = self.cleaned_data["other"].strip()
        found = accounts_named(visible_accounts(self.member), written)
        if len(found) == 1:
            return found[0]
        if found:
            words = say("%(n)s accounts are called “%(name)s”. Write the external id instead.")
            raise forms.ValidationError(words % {"n": len(found), "name": written[:60]})
        words = say("No account that you see is called “%(name)s”. Write its whole name or external id.")
        raise forms.ValidationError(words % {"name": written[:60]})
