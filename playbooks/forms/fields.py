"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.access import members_who_see
from accounts.models import Account
from playbooks.rules import Holder
from workspaces.models import Member, Team
from workspaces.selectors.teams import open_teams

MEMBER, TEAM, NOBODY = "m", "t", "nobody"


class LinesField(forms.CharField):
    """Lines of text, whose breaks count once: browsers send each as two characters."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def long_text(label: Any, most: int, *, rows: int = 4, hint: Any = "") -> forms.CharField:
    """Several lines of text."""
    return LinesField(
        label=label,
        required=False,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")},
    )


def holder_field(label: Any) -> forms.ChoiceField:
    """Who does it; `offer_holders` fills it per account."""
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": _("Choose somebody of the list: others do not see this account.")},
    )


def offer_holders(field: Any, account: Account, *, empty: str = "") -> None:
    """Fill a field of `holder_field`: colleagues who see the account, teams that work, nobody. `empty`: what the empty
    choice says, "" for none."""
    people = [(f"{MEMBER}{one.pk}", str(one.user)) for one in members_who_see(account)]
    teams = [(f"{TEAM}{one.pk}", say("%(team)s (team)") % {"team": one.name}) for one in open_teams()]
    first = [("", empty)] if empty else []
    field.choices = [*first, *people, *teams, (NOBODY, pgettext("who does it", "nobody"))]


def holder_of_choice(chosen: str) -> Holder | None:
    """What was chosen; None for the empty choice."""
    if not chosen:
        return None
    kind, number = chosen[0], chosen[1:]
    if chosen == NOBODY or not number.isdigit():
        return Holder()
    return Holder(int(number), None) if kind == MEMBER else Holder(None, int(number))


def choice_of_holder(member: Member | None, team: Team | None) -> str:
    """The choice that stands for a member or a team."""
    if member is not None:
        return f"{MEMBER}{member.pk}"
    return f"{TEAM}{team.pk}" if team is not None else NOBODY


def lines_of(text: str) -> list[str]:
    """The lines that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
