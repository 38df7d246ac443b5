"""Forms of live chat: a line, handing over, escalating, writing while nobody is here."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models.chat import NOTE, TEXT, ChatRoom
from portal.services.chat import Upload
from workspaces.models import Member, Team


class LineForm(forms.Form):
    """One line with the sender's own key. `read` is the last line on the page that it comes from."""

    text = forms.CharField(
        label=_("Message"),
        max_length=TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off", "enterkeyhint": "send"}),
    )
    file = forms.FileField(label=_("Add a file"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    read = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    @property
    def upload(self) -> Upload | None:
        """The file that was sent along."""
        sent: Any = self.cleaned_data.get("file")
        return Upload(sent.file, sent.name, sent.size) if sent else None


class HandoverForm(forms.Form):
    """To whom, and what that one should know."""

    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE,
        required=False,
        help_text=_("The customer does not read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, room: ChatRoom, people: list[Member], teams: list[Team], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {f"member-{one.pk}": one for one in people if one.pk != room.agent_id}
        self._teams = {f"team-{one.pk}": one for one in teams}
        offered: list[Any] = [("", _("Choose"))]
        if self._people:
            offered.append((_("Colleagues"), [(key, str(one)) for key, one in self._people.items()]))
        if self._teams:
            offered.append((_("Teams"), [(key, str(one)) for key, one in self._teams.items()]))
        self.fields["to"].choices = offered  # type: ignore[attr-defined]

    @property
    def member(self) -> Member | None:
        return self._people.get(self.cleaned_data["to"])

    @property
    def team(self) -> Team | None:
        return self._teams.get(self.cleaned_data["to"])


class EscalationForm(forms.Form):
    """Why it should reach somebody who decides."""

    reason = forms.CharField(
        label=_("What is wrong"), max_length=NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )


class OfflineForm(forms.Form):
    """What is asked while nobody is here; it becomes an inquiry."""

    subject = forms.CharField(label=_("What is it about"), max_length=160)
    text = forms.CharField(
        label=_("Your question"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)
