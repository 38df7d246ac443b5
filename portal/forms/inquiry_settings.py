"""Forms of how the workspace answers: times, and rules that hand inquiries out."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import MAX_ID
from accounts.choices import OwnerRole, Segment, TicketPriority
from accounts.forms.fields import Guarded, choice, number, text
from accounts.lists.lookups import account_named
from accounts.models import Account
from core.lists import ListContext
from playbooks.forms.fields import MEMBER, TEAM
from portal.choices.inquiries import InquiryKind
from portal.models import InquiryRule, InquirySetting
from portal.services.inquiries.settings import RuleFields, SettingFields
from workspaces.access import allowed_somewhere
from workspaces.choices import Right
from workspaces.selectors import working_members
from workspaces.selectors.teams import open_teams

ROLE = "r"
ANY = pgettext_lazy("rule", "Any")


def _time(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Choose a time."), "invalid": _("Write a time like 09:00.")},
    )


class TimesForm(Guarded):
    """When the workspace is at work, and how long a first answer may take."""

    response_days = number(_("First answer within, business days"), least=1, most=20, required=True)
    urgent_minutes = number(_("Urgent ones within, minutes of work"), least=5, most=9600)
    manager_minutes = number(_("Manager told after further, minutes of work"), most=9600, required=True)
    opens_at = _time(_("Opens"))
    closes_at = _time(_("Closes"))
    break_from = _time(_("Break from"), required=False)
    break_to = _time(_("Break to"), required=False)

    def fields_of(self) -> SettingFields:
        return SettingFields(**self.values())


def initial_of_times(setting: InquirySetting) -> dict[str, Any]:
    """What the form shows of the times that hold."""
    names = (
        "response_days",
        "urgent_minutes",
        "manager_minutes",
        "opens_at",
        "closes_at",
        "break_from",
        "break_to",
    )
    return {**{name: getattr(setting, name) for name in names}, "version": setting.version}


class RuleForm(Guarded):
    """Which inquiries, and who gets them."""

    kind = choice(_("Type"), InquiryKind.choices, empty=ANY)
    priority = choice(_("Priority"), TicketPriority.choices, empty=ANY)
    segment = choice(_("Segment"), Segment.choices, empty=ANY)
    account = text(_("Account"), 200)
    is_active = forms.BooleanField(label=_("This rule is at work"), required=False)

    def __init__(self, *args: Any, context: ListContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context
        self.fields["account"].help_text = say("Its whole name, or its external id. Empty for any account.")
        roles = [
            (f"{ROLE}{one.value}", say("%(role)s of the account") % {"role": one.label}) for one in OwnerRole
        ]
        people = [
            (f"{MEMBER}{one.pk}", str(one.user))
            for one in working_members().order_by("user__name", "user__email", "pk")
            if allowed_somewhere(one, Right.ANSWER_INQUIRIES)
        ]
        teams = [(f"{TEAM}{one.pk}", say("%(team)s (team)") % {"team": one.name}) for one in open_teams()]
        self.fields["target"] = choice(_("Goes to"), [*roles, *teams, *people])
        self.order_fields(["kind", "priority", "segment", "account", "target", "is_active"])

    def clean_account(self) -> int | None:
        written = self.cleaned_data["account"].strip()
        if not written:
            return None
        found = account_named(written, self.context)
        if found is None or found > MAX_ID:
            raise forms.ValidationError(
                say("Nothing is named “%(value)s”. Write the whole name.") % {"value": written[:60]}
            )
        return found

    def rule_fields(self) -> RuleFields:
        values, chosen = self.cleaned_data, self.cleaned_data["target"]
        kind, rest = chosen[0], chosen[1:]
        return RuleFields(
            kind=values["kind"], priority=values["priority"], segment=values["segment"], account_id=values["account"],
            is_active=values["is_active"], member_id=int(rest) if kind == MEMBER else None,
            team_id=int(rest) if kind == TEAM else None, role=rest if kind == ROLE else "",
        )  # fmt: skip


def initial_of_rule(rule: InquiryRule) -> dict[str, Any]:
    """What the form shows of a rule that is."""
    account: Account | None = rule.account
    target = (
        f"{MEMBER}{rule.member_id}" if rule.member_id
        else f"{TEAM}{rule.team_id}" if rule.team_id else f"{ROLE}{rule.role}"
    )  # fmt: skip
    return {
        "kind": rule.kind, "priority": rule.priority, "segment": rule.segment,
        "account": account.name if account else "", "target": target, "is_active": rule.is_active,
        "version": rule.version,
    }  # fmt: skip
