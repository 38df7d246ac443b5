"""Files that people send: several at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded
from core.filekinds import ACCEPTED


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list; what each of them is, the service looks at."""

    def __init__(self, *, required: bool = False) -> None:
        attrs = {
            "accept": ",".join(f".{ending}" for ending in ACCEPTED),
            "data-most": settings.FILE_MAX_BYTES,
        }
        super().__init__(
            label=_("Files"),
            required=required,
            widget=ManyFiles(attrs=attrs),
            max_length=255,
            allow_empty_file=True,
            error_messages={
                "required": _("Choose a file."),
                "max_length": _("The name of a file is too long."),
            },
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if not sent:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in sent]


class FilesForm(Guarded):
    files = FilesField(required=True)  # type: ignore[assignment]
