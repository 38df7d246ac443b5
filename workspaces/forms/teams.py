"""The form of a team."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from workspaces.models import Team
from workspaces.selectors import members
from workspaces.selectors.teams import places_of
from workspaces.services.teams import MOST, TeamValues


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=MOST)
    people = forms.MultipleChoiceField(
        label=_("People"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They share the accounts that the team looks after. One person may be in several teams."),
    )
    lead = forms.ChoiceField(
        label=_("Lead"),
        required=False,
        help_text=_("Is told what concerns the team's accounts. Without a lead everybody is told."),
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        listed = [(str(one.pk), f"{one.user} · {one.get_role_display()}") for one in members()]
        self.fields["people"].choices = listed  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", say("nobody")), *listed]  # type: ignore[attr-defined]
        if team is not None:
            held = places_of(team)
            lead = next((str(place.member_id) for place in held if place.is_lead), "")
            people = [str(place.member_id) for place in held]
            self.initial.update(name=team.name, people=people, lead=lead, version=team.version)

    def team_values(self) -> TeamValues:
        lead = self.cleaned_data["lead"]
        people = [int(pk) for pk in self.cleaned_data["people"]]
        return TeamValues(self.cleaned_data["name"], people, int(lead) if lead else None)

    @property
    def sent_version(self) -> int:
        return self.cleaned_data.get("version") or 0
