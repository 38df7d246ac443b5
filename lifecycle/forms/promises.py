"""Forms of promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, Guarded, choice
from accounts.models import Account, Contact
from lifecycle.choices import PromiseState
from lifecycle.models.promises import NOTE, TEXT
from lifecycle.services.promises import PromiseFields
from workspaces.models import Member
from workspaces.selectors import members

MOST = 500


def member_choices(*held: Member | None) -> list[tuple[str, str]]:
    """Members who can sign in, and those that stand there already."""
    found = {one.pk: str(one) for one in members()[:MOST]}
    found |= {one.pk: str(one) for one in held if one is not None}
    return [(str(number), name) for number, name in found.items()]


class PromiseForm(Guarded):
    """What was promised, by whom, to whom, until when."""

    text = forms.CharField(
        label=_("Promise"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write what was promised."),
            "max_length": _("Shorten it to 500 characters."),
        },
    )
    made_on = DayField(label=_("Made on"), required=True)
    due_on = DayField(label=_("By"))

    def __init__(
        self, *args: Any, account: Account, held: tuple[Member | None, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Contact.objects.filter(account=account).order_by("name_key", "pk")[:MOST]
        contacts = [(str(one.pk), one.name) for one in people]
        colleagues = member_choices(*held)
        self.fields["made_to"] = choice(_("To whom"), contacts, empty=_("Nobody by name"))
        self.fields["made_by"] = choice(_("Made by"), colleagues, empty=_("Not known"))
        self.fields["owner"] = choice(_("Who sees that it is kept"), colleagues, empty=_("Nobody yet"))

    def promise_fields(self) -> PromiseFields:
        values = self.cleaned_data
        return PromiseFields(
            text=values["text"],
            made_on=values["made_on"],
            due_on=values["due_on"],
            made_to_id=_id(values["made_to"]),
            made_by_id=_id(values["made_by"]),
            owner_id=_id(values["owner"]),
        )


class PromiseStateForm(Guarded):
    """How a promise ended."""

    state = choice(_("State"), PromiseState.choices)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE,
        help_text=_("Needed where it was not kept."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Shorten the note to 500 characters.")},
    )


def _id(value: str) -> int | None:
    return int(value) if value else None
