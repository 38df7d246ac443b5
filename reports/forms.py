"""The forms of a review: which one to take, its words, and who gets it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import format_date
from reports.choices import SECTIONS, Edition, Language, Paper, Section
from reports.qbr.words import quarter_words
from reports.rules import Quarter, quarter_named
from reports.selectors.qbr.readers import Reader

QUARTERS_BACK = 12
MOST_ACTIONS = 60


class ReviewForm(forms.Form):
    """Which quarter, for whom, on which paper; a section that an edition does not hold is passed over."""

    period = forms.ChoiceField(label=_("Quarter"))
    edition = forms.ChoiceField(label=_("Edition"), choices=Edition.choices, initial=Edition.CUSTOMER)
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, initial=Paper.A4)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("Of the document and its mail.")
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        choices=Section.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Cover, summary and definitions always stand. Value is for customers, the check-in for us alone."
        ),
    )

    def __init__(self, *args: Any, now: Quarter, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = [now]
        for _step in range(QUARTERS_BACK):
            quarters.append(quarters[-1].before)
        self.fields["period"].choices = [(str(one), _words(one, now)) for one in quarters]  # type: ignore[attr-defined]
        self.fields["period"].initial = str(now.before)
        self.fields["sections"].initial = Section.values
        self.fields["language"].initial = language

    def clean_period(self) -> Quarter | None:
        return quarter_named(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        edition, sections = given.get("edition"), given.get("sections")
        if edition and sections and not set(sections) & set(SECTIONS[edition]):
            self.add_error("sections", _("Choose at least one section that this edition holds."))
        return given


def _words(one: Quarter, now: Quarter) -> str:
    until = _("still running") if one == now else format_date(one.last)
    return f"{quarter_words(one)} · {until}"


class WordsForm(forms.Form):
    """What a person writes to the facts. All of it may be left empty; then the section's name stands alone."""

    claim = forms.CharField(
        label=_("Claim"),
        max_length=160,
        required=False,
        help_text=_("One sentence with a verb: what this quarter comes to."),
    )
    sentence_1 = forms.CharField(label=_("First sentence"), max_length=300, required=False)
    sentence_2 = forms.CharField(label=_("Second sentence"), max_length=300, required=False)
    sentence_3 = forms.CharField(label=_("Third sentence"), max_length=300, required=False)
    decision = forms.CharField(label=_("The decision we ask for"), max_length=200, required=False)
    asked_of = forms.CharField(label=_("Asked of"), max_length=120, required=False)
    if_yes = forms.CharField(label=_("If yes"), max_length=240, required=False)
    if_no = forms.CharField(label=_("If no"), max_length=240, required=False)
    meeting = forms.CharField(
        label=_("Meeting"), max_length=160, required=False, help_text=_("When and where, for the cover.")
    )
    actions = forms.CharField(
        label=_("Proposed action items"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line: what | who | by when."),
    )

    def clean_actions(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["actions"].splitlines()]
        items = [line for line in lines if line]
        if len(items) > MOST_ACTIONS:
            raise forms.ValidationError(_("%(n)s items at most."), params={"n": MOST_ACTIONS})
        if any(len(item) > 300 for item in items):
            raise forms.ValidationError(_("An item has 300 characters at most."))
        return items

    @property
    def sentences(self) -> list[str]:
        return [self.cleaned_data[f"sentence_{n}"] for n in (1, 2, 3)]


class MailingForm(forms.Form):
    """Who gets the PDF, by choice alone: nobody is ticked beforehand."""

    readers = forms.MultipleChoiceField(label=_("To"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It stands in the mail, above the attachment."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, readers: Sequence[Reader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_readers = bool(readers)
        self.fields["readers"].choices = [(one.key, _named(one)) for one in readers]  # type: ignore[attr-defined]


def _named(one: Reader) -> str:
    return " · ".join(part for part in (one.name, one.role, one.address) if part)
