"""Choosing the other account or contact of a merge."""

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_accounts
from accounts.forms.fields import text
from accounts.models import Contact
from accounts.selectors.names import accounts_named
from core.text import name_key
from workspaces.models import Member

OWN_NUMBER = re.compile(r"id:(\d{1,18})", re.ASCII)


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


class OtherContactForm(forms.Form):
    """Another contact of the account by name, address or external id (or as `id:NUMBER`, in links); cleans to its id."""

    other = text(
        _("Contact that goes into this one"), 254, required=True, list="contact-names", autocomplete="off"
    )

    def __init__(self, *args: Any, others: QuerySet[Contact], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.others = others

    def clean_other(self) -> int:
        written = self.cleaned_data["other"].strip()
        number = OWN_NUMBER.fullmatch(written)
        meant = Q(external_id=written) | Q(email__iexact=written) | Q(name_key=name_key(written)[:200])
        asked = self.others.filter(Q(pk=int(number[1])) if number else meant)
        found = list(asked.values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return int(found[0])
        if found:
            words = say("Several contacts match “%(name)s”. Write the e-mail address or the external id.")
        else:
            words = say("This account has no other contact called “%(name)s”.")
        raise forms.ValidationError(words % {"name": written[:60]})
