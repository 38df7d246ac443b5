"""Forms of inquiries, of both sides."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.choices import TicketPriority
from accounts.forms.fields import Guarded, choice, text
from accounts.forms.files import FilesField
from accounts.models import Account, Contact
from accounts.selectors.present import present
from playbooks.forms.fields import MEMBER, NOBODY, TEAM, holder_of_choice
from playbooks.rules import Holder
from portal.choices.inquiries import Face, InquiryKind, InquiryStatus
from portal.models.inquiries import BODY, COMMENT, SUBJECT, WORDS
from portal.selectors.inquiry_people import answerers
from workspaces.selectors.teams import open_teams

NOTE, ANSWER = "note", "answer"
MOST = 500


def long_text(
    label: Any, most: int, *, rows: int = 4, required: bool = True, hint: Any = ""
) -> forms.CharField:
    """Several lines; browsers count a line break as two, the service says how many characters are too many."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2 * most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "data-send": True}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("At most %(limit_value)d characters; these are %(show_value)d."),
        },
    )


class AskForm(Guarded):
    """A new inquiry, as a customer writes it."""

    subject = text(_("What is it about?"), SUBJECT, required=True)
    kind = choice(_("Type"), InquiryKind.choices)
    priority = choice(_("How urgent is it?"), TicketPriority.choices)
    text = long_text(_("Tell us more"), BODY, rows=8)
    files = FilesField()  # type: ignore[assignment]


class AskForContactForm(AskForm):
    """The same, as a colleague writes it down for a contact."""

    def __init__(self, *args: Any, account: Account, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Contact.objects.filter(present(today), account=account).order_by("name_key", "pk")[:MOST]
        self.fields["contact"] = choice(_("Who asks"), [(str(one.pk), one.name) for one in people])
        self.order_fields(["contact", "subject", "kind", "priority", "text", "files"])


class MessageForm(Guarded):
    """An answer or a note; a note unless somebody chooses otherwise."""

    side = choice("", [(NOTE, _("Internal note")), (ANSWER, _("Answer"))])
    text = long_text(_("Text"), BODY)
    files = FilesField()  # type: ignore[assignment]
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


class ReplyForm(Guarded):
    """What a customer writes back."""

    text = long_text(_("Your answer"), BODY)
    files = FilesField()  # type: ignore[assignment]


class HolderForm(Guarded):
    """Who works on it from now on."""

    def __init__(self, *args: Any, account: Account, held: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"{MEMBER}{one.pk}", str(one.user)) for one in answerers(account)]
        teams = [(f"{TEAM}{one.pk}", say("%(team)s (team)") % {"team": one.name}) for one in open_teams()]
        nobody = (NOBODY, pgettext("who does it", "nobody"))
        offered = [*people, *teams, nobody]
        self.fields["holder"] = choice(_("Works on it"), offered)
        self.fields["note"] = long_text(
            _("What they should know"),
            BODY,
            rows=3,
            required=False,
            hint=_("An internal note: no customer sees it."),
        )
        self.initial.setdefault("holder", held if held in dict(offered) else NOBODY)

    def holder(self) -> Holder:
        return holder_of_choice(self.cleaned_data["holder"]) or Holder()


class ChangeForm(Guarded):
    """Type and priority."""

    kind = choice(_("Type"), InquiryKind.choices)
    priority = choice(_("Priority"), TicketPriority.choices)


class StatusForm(Guarded):
    """A column of the board."""

    status = choice(_("Status"), InquiryStatus.choices)


class EscalationForm(Guarded):
    """Why, for who is to act."""

    reason = long_text(_("What has to happen?"), WORDS)


class RatingForm(Guarded):
    """One of three faces, and words if somebody has some."""

    face = choice(_("How was it?"), Face.choices)
    comment = long_text(_("What should we know?"), COMMENT, rows=3, required=False)
