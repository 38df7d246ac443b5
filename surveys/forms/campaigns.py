"""Forms of campaigns, and of what holds for all of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Segment
from accounts.forms.fields import DayField, Guarded, choice, number, text
from surveys.choices import Cadence, Kind, Language, State
from surveys.models import Campaign
from surveys.models.campaign import INTRO, NAME, QUESTION, SUBJECT
from surveys.rules import VARIABLES
from surveys.services import CampaignFields
from workspaces.models import Member
from workspaces.selectors import members

MOST = 500
PARAGRAPH = {"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")}


class CampaignForm(Guarded):
    """What is asked, when, whom and in which words."""

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        self.started = campaign is not None and campaign.state != State.DRAFT
        self.fields["name"] = text(_("Name"), NAME, required=True)
        if not self.started:
            self.fields["kind"] = choice(_("Question"), Kind.choices)
            self.fields["cadence"] = choice(_("Cadence"), Cadence.choices)
            self.fields["starts_on"] = DayField(label=_("First day"), required=True)
        self.fields["segments"] = forms.MultipleChoiceField(
            label=_("Segments"), choices=Segment.choices, required=False, widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen: all of them. Single contacts are chosen on the next page."),
        )  # fmt: skip
        self.fields["sender"] = choice(_("Sender"), _people(campaign), empty=_("The CSM of each account"))
        self.fields["language"] = choice(_("Language of your words"), Language.choices)
        self.fields["follows_contact"] = forms.BooleanField(
            label=_("Contacts who speak another language are asked in theirs, in our words"), required=False
        )
        self.fields["subject"] = text(_("Subject"), SUBJECT)
        self.fields["subject"].help_text = _("Empty: our own words.")
        self.fields["intro"] = forms.CharField(
            label=_("Short words"), max_length=INTRO, required=False, widget=forms.Textarea(attrs={"rows": 5}),
            help_text=_("Empty: our own words. These names are filled in: %(names)s.") % {"names": known},
            error_messages=PARAGRAPH,
        )  # fmt: skip
        self.fields["question"] = text(_("Wording of the question"), QUESTION)
        self.fields["question"].help_text = _("Empty: the usual one, which can be compared with others.")
        self.fields["open_days"] = number(_("Days to answer"), least=1, most=365, required=True)
        self.fields["reminder_days"] = number(
            _("Days until the reminder, 0 for none"), most=364, required=True
        )
        self.fields["change_days"] = number(_("Days to change one’s mind"), most=365, required=True)

    def campaign_fields(self, campaign: Campaign | None) -> CampaignFields:
        """What was written; what a started campaign does not ask again stays as it is."""
        values: dict[str, Any] = {key: value for key, value in self.values().items() if key != "sender"}
        kept: dict[str, Any] = {"audience": campaign.audience if campaign else ""}
        if self.started and campaign is not None:
            kept |= {"kind": campaign.kind, "cadence": campaign.cadence, "starts_on": campaign.starts_on}
        sender = self.cleaned_data["sender"]
        return CampaignFields(**values, **kept, sender_id=int(sender) if sender else None)


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign as its form shows it."""
    names = (
        "name", "kind", "cadence", "starts_on", "segments", "language", "follows_contact", "subject", "intro",
        "question", "open_days", "reminder_days", "change_days", "version",
    )  # fmt: skip
    return {**{name: getattr(campaign, name) for name in names}, "sender": campaign.sender_id or ""}


class SurveySettingForm(Guarded):
    """How often people are asked, and how soon a loop is to be closed."""

    quiet_days = number(_("Days between two surveys to one contact"), most=365, required=True)
    loop_days = number(_("Days to close a loop"), least=1, most=365, required=True)


def _people(campaign: Campaign | None) -> list[tuple[str, str]]:
    found = {one.pk: str(one) for one in members()[:MOST]}
    held: Member | None = campaign.sender if campaign else None
    if held is not None:
        found[held.pk] = str(held)
    return [(str(number_), name) for number_, name in found.items()]
