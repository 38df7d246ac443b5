"""What leaves a chat: a file, always to be saved, and the transcript."""

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.views.files import hand_out
from core.errors import NotFound
from portal.models.chat import ChatRoom
from portal.selectors.chat import message_with_file
from portal.shown_chat import Reader
from portal.transcripts import transcript_of
from workspaces.services.files import plain_name


def file_answer(room: ChatRoom, line_id: int) -> HttpResponseBase:
    """The bytes of a line's file. Raises NotFound."""
    found = message_with_file(room, line_id)
    if found is None or found.file is None:
        raise NotFound(_("Not found."))
    return hand_out(found.file)


def transcript_answer(room: ChatRoom, reader: Reader) -> HttpResponse:
    """The whole conversation as plain text, as this reader may know it."""
    answer = HttpResponse(transcript_of(room, reader), content_type="text/plain; charset=utf-8")
    name = plain_name(
        _("Chat with %(name)s %(day)s.txt") % {"name": room.contact.name, "day": room.opened_at.date()}
    )
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
