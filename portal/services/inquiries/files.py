"""Files that travel with messages: looked at by their bytes as all files are, kept with the message or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import DomainError, DomainErrors
from core.text import format_number
from portal.models import InquiryFile, InquiryMessage
from workspaces.models import Member, StoredFile
from workspaces.services.files import forget_bytes, keep_upload

Upload = Any  # name, size, file


def add_files(
    message: InquiryMessage, uploads: Sequence[Upload], *, by: Member | None, now: datetime
) -> list[InquiryFile]:
    """Keep what was sent with a message, all of it or nothing. Raises DomainErrors on the field `files`, with a sentence for
    every file at fault."""
    if len(uploads) > settings.FILES_AT_ONCE:
        words = _("At most %(n)s files at once.") % {"n": format_number(settings.FILES_AT_ONCE)}
        raise DomainErrors([DomainError(words, field="files", code="too_many")])
    kept: list[StoredFile] = []
    errors: list[DomainError] = []
    for upload in uploads:
        try:
            kept.append(keep_upload(upload.file, name=upload.name, size=upload.size, by=by, now=now))
        except DomainError as refusal:
            errors.append(DomainError(refusal.message, code=refusal.code, field="files"))
    if errors:
        forget_bytes(kept)
        raise DomainErrors(errors)
    return _bound(message, kept)


def add_what_can_be(message: InquiryMessage, uploads: Sequence[Upload], *, now: datetime) -> list[str]:
    """Keep of a mail's files those that may be kept; answers a sentence for each of the others."""
    kept: list[StoredFile] = []
    refused: list[str] = []
    for upload in uploads[: settings.FILES_AT_ONCE]:
        try:
            kept.append(keep_upload(upload.file, name=upload.name, size=upload.size, by=None, now=now))
        except DomainError as refusal:
            refused.append(str(refusal.message))
    more = len(uploads) - settings.FILES_AT_ONCE
    if more > 0:
        refused.append(_("%(n)s further files were left out.") % {"n": format_number(more)})
    _bound(message, kept)
    return refused


def _bound(message: InquiryMessage, kept: Sequence[StoredFile]) -> list[InquiryFile]:
    rows: list[InquiryFile] = InquiryFile.objects.bulk_create(
        InquiryFile(message=message, file=file) for file in kept
    )
    return rows
