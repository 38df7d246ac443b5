"""Forms of shared files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded
from accounts.forms.files import FilesField


class SharedFilesForm(Guarded):
    """Several files at once."""

    files = FilesField(required=True)  # type: ignore[assignment]


class NewVersionForm(Guarded):
    """One file that takes the place of another."""

    file = forms.FileField(
        label=_("Newer version"),
        max_length=255,
        allow_empty_file=True,
        error_messages={
            "required": _("Choose a file."),
            "max_length": _("The name of a file is too long."),
        },
    )

    def clean_file(self) -> UploadedFile:
        sent: Any = self.cleaned_data["file"]
        return sent


class RestoreForm(forms.Form):
    """The version to take up again, and the one in force that the person saw."""

    number = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    latest = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
