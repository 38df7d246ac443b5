"""The composer, and the form of an entry that is edited."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import EntryKind
from accounts.forms.fields import Guarded, number
from accounts.forms.files import FilesField
from accounts.models import TimelineEntry
from accounts.models.timeline import BODY, MINUTES
from accounts.services.timeline import EntryFields

WHEN = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A moment of the reader's zone, drawn as the browser's own field."""

    zone: ZoneInfo

    def __init__(self) -> None:
        super().__init__(
            label=_("When"),
            required=False,
            input_formats=[WHEN, WHEN + ":%S"],
            widget=forms.DateTimeInput(format=WHEN, attrs={"type": "datetime-local"}),
            error_messages={
                "invalid": _("This is no moment of the calendar. Write it like 2026-12-31T14:20.")
            },
        )

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value


class EntryForm(Guarded):
    """`zone`: in which the person reads and writes times."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=EntryKind.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
    # twice as much comes in as is taken: browsers count a line break as two, the service says how many too many
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=2 * BODY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")},
    )
    happened_at = MomentField()
    duration_minutes = number(_("Minutes"), least=1, most=MINUTES)

    files = FilesField()  # type: ignore[assignment]

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moment = self.fields["happened_at"]
        assert isinstance(moment, MomentField)
        moment.zone = zone

    def entry_fields(self) -> EntryFields:
        values = {key: value for key, value in self.values().items() if key != "files"}
        return EntryFields(**{**values, "kind": values["kind"] or EntryKind.NOTE})


def initial_of(entry: TimelineEntry) -> dict[str, Any]:
    """What the form shows of an entry that is."""
    values = {field: getattr(entry, field) for field in EntryFields.__dataclass_fields__}
    return {**values, "version": entry.version}
