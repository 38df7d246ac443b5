"""Choosing a file, and how a file that is here is to be read."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.text import format_bytes
from integrations.reading.dialects import DELIMITERS
from integrations.reading.encodings import LABELS


class UploadForm(forms.Form):
    """A CSV or XLSX file; `key` keeps a form that is sent twice from making two imports."""

    file = forms.FileField(
        label=_("CSV or Excel file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("The file is empty. Export it again and choose the new file."),
            "invalid": _("The file did not arrive whole. Choose it again."),
        },
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s and at most %(limit)s are read. Split it into smaller files.")
                % {"size": format_bytes(file.size or 0), "limit": format_bytes(settings.IMPORT_MAX_BYTES)}
            )
        return file


class ReadingForm(forms.Form):
    """How the characters and columns of a file are told apart; what does not fit its type is not asked."""

    encoding = forms.ChoiceField(label=_("Characters"), required=False)
    delimiter = forms.ChoiceField(label=_("Columns parted by"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, found: dict[str, Any], data: Any = None) -> None:
        """`found` is the profile of an import."""
        super().__init__(
            data, initial={key: found.get(key, "") for key in ("encoding", "delimiter", "sheet")}
        )
        if found.get("sheet"):
            del self.fields["encoding"], self.fields["delimiter"]
            self._offer("sheet", [(name, name) for name in found.get("sheets", [])])
        else:
            del self.fields["sheet"]
            self._offer("encoding", _encodings(found.get("encoding", "")))
            self._offer("delimiter", [(mark, name) for mark, name in DELIMITERS.items()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _encodings(current: str) -> list[tuple[str, str]]:
    """One codec per label: the file's own where several share it."""
    by_label: dict[str, str] = {}
    for codec, label in LABELS.items():
        if label not in by_label or codec == current:
            by_label[label] = codec
    return [(codec, label) for label, codec in by_label.items()]
