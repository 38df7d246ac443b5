"""Forms of an account and of its owners."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_accounts
from accounts.choices import OwnerRole, Segment, Touch
from accounts.forms.fields import DayField, Guarded, choice, text
from accounts.models import Account
from accounts.selectors.names import accounts_named
from accounts.selectors.page import Owner
from accounts.services.accounts import AccountFields
from core.countries import countries
from workspaces.models import Member, Team
from workspaces.selectors import members
from workspaces.selectors.teams import open_teams


class AccountForm(Guarded):
    """What people write about an account; the parent by its whole name or external id."""

    name = text(_("Name"), 200, required=True)
    external_id = text(_("External id"), 100)
    parent = text(_("Parent account"), 200, list="account-names", autocomplete="off")
    segment = choice(_("Segment"), Segment.choices, empty=_("not set"))
    touch = choice(_("Touch"), Touch.choices, empty=_("as the segment has it"))
    industry = text(_("Industry"), 80)
    country = choice(_("Country"), (), empty=_("not set"))
    website = text(_("Website"), 200, inputmode="url")
    plan = text(_("Plan"), 80)
    referral_source = text(_("Referral source"), 80)
    customer_since_on = DayField(label=_("Customer since"))
    is_trial = forms.BooleanField(label=_("Trial"), required=False)

    def __init__(self, *args: Any, member: Member, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.account = member, account
        named = sorted(((code, str(name)) for code, name in countries()), key=lambda pair: pair[1])
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", say("not set")), *named]

    def clean_parent(self) -> int | None:
        written = self.cleaned_data["parent"].strip()
        shown = self.initial.get("parent", "")
        if self.account is not None and self.account.parent_id is not None and written == shown:
            return self.account.parent_id  # untouched; one that this member does not see is shown as none
        if not written:
            return None
        found = accounts_named(visible_accounts(self.member), written)
        if not found:
            raise forms.ValidationError(
                say(
                    "No account that you see is called “%(name)s”. Write its whole name or external id, or leave this empty."
                )
                % {"name": written[:60]}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                say("%(n)s accounts are called “%(name)s”. Write the external id instead.")
                % {"n": len(found), "name": written[:60]}
            )
        return found[0]

    def account_fields(self) -> AccountFields:
        values = {key: value for key, value in self.values().items() if not key.startswith("owner_")}
        return AccountFields(parent_id=values.pop("parent"), **values)


def initial_of(account: Account, parent_name: str) -> dict[str, Any]:
    """What the form shows of an account that is."""
    values = {
        field: getattr(account, field) for field in AccountFields.__dataclass_fields__ if field != "parent_id"
    }
    return {**values, "parent": parent_name, "version": account.version}


TEAM = "team-"


class OwnersForm(forms.Form):
    """Who looks after the account, by role: a person or a team."""

    def __init__(self, *args: Any, held: Mapping[str, Owner], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.teams = {f"{TEAM}{team.pk}": team for team in open_teams()}
        people = [(str(person.pk), str(person.user)) for person in members()]
        pools = [(value, team.name) for value, team in self.teams.items()]
        for role in OwnerRole:
            owner = held.get(role.value)
            value = _value(owner)
            known = {value for value, _name in [*people, *pools]} | {""}
            gone = [] if owner is None or value in known else [(value, _gone(owner))]
            grouped = [(say("Teams"), pools), (say("People"), people)] if pools else people
            self.fields[f"owner_{role.value}"] = choice(role.label, [*grouped, *gone], empty=_("nobody"))
            self.initial[f"owner_{role.value}"] = value

    def owners(self) -> dict[str, int | Team | None]:
        """Member ids and teams by role; None where nobody is chosen. Who is gone and stays chosen is left out."""
        return {
            key.removeprefix("owner_"): self.teams[value]
            if value in self.teams
            else int(value)
            if value
            else None
            for key, value in self.cleaned_data.items()
            if key.startswith("owner_") and (value in self.teams or not value.startswith(TEAM))
        }


def _value(owner: Owner | None) -> str:
    if owner is None:
        return ""
    return f"{TEAM}{owner.team_id}" if owner.team_id is not None else str(owner.member_id)


def _gone(owner: Owner) -> str:
    if owner.team_id is not None:
        return say("%(team)s, closed") % {"team": owner.name}
    return say("somebody who left")
