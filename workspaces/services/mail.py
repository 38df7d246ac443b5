"""The outbox: a mail is a row first. Claim, commit, send, note: in this order, so that a crash between the
server's accept and our note leaves a row that says so, and never a silent second mail."""

import smtplib
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError
from django.db.models import F
from django.utils.translation import gettext as _

from core import jobs
from core.errors import Conflict
from core.tenancy import required_workspace_id, workspace_scope
from workspaces.choices import OutboxStatus
from workspaces.models import OutboxMessage, StoredFile
from workspaces.selectors.mail import LEASE, due_mail_ids
from workspaces.services.files import place_of

SEND = "workspaces.send_mail"
MAX_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=1)
RESENDABLE = (OutboxStatus.REFUSED, OutboxStatus.PARKED, OutboxStatus.SENDING)


class _Undecided(Exception):
    """The connection broke after the message had left: nobody knows whether the server took it."""


class _Gone(Exception):
    """What should travel with the mail is no longer there."""


def write_mail(
    *,
    key: str,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    now: datetime,
    to_name: str = "",
    private: bool = False,
    attachment: StoredFile | None = None,
    stop_url: str = "",
    reply_to: str = "",
) -> bool:
    """Put one mail to one address into the outbox of the workspace in force; sent soon after commit.

    `key` is the idempotency key within the workspace: a second mail of the same key is not written, and
    False returned. `private` mails hold a secret link; their body is wiped once sent. `attachment` travels with the
    mail; one whose file is gone by then is refused and not sent without it. `stop_url` ends such mails by a POST without a sign-in, as
    mail programs offer it (RFC 8058). `reply_to` is where an answer goes; without one, to whom the platform sends as.
    """
    row, is_new = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to_address": to,
            "to_name": _one_line(to_name)[:120],
            "subject": _one_line(subject)[:300],
            "text_body": text,
            "html_body": html,
            "message_id": f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
            "created_at": now,
            "next_attempt_at": now,
            "is_private": private,
            "attachment": attachment,
            "has_attachment": attachment is not None,
            "stop_url": stop_url,
            "reply_to": reply_to,
        },
    )
    if is_new:
        jobs.enqueue(SEND, required_workspace_id(), row.pk)
    return is_new


def send_mail(workspace_id: int, message_id: int, *, now: datetime) -> OutboxStatus | None:
    """Claim one waiting mail and send it; None when it is not (or no longer) due.

    Opens two scopes of its own, before and after the server: the claim must be committed when the server
    sees the mail. Returns the status the row has now; `sending` means that nobody knows.
    """
    with workspace_scope(workspace_id):
        row = _claim(message_id, now)
        attached = _attached(row) if row is not None else None
    if row is None:
        return None
    if row.has_attachment and attached is None:
        return _settle(row, OutboxStatus.REFUSED, now, _Gone(_("The attached file is gone.")))
    try:
        _hand_over(row, attached)
    except _Undecided as error:
        return _settle(row, OutboxStatus.SENDING, now, error)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        permanent = _code(error) >= 500
        return _settle(row, OutboxStatus.REFUSED if permanent else _later(row), now, error)
    except BadHeaderError as error:
        return _settle(row, OutboxStatus.REFUSED, now, error)
    except (smtplib.SMTPException, OSError) as error:
        return _settle(row, _later(row), now, error)
    return _settle(row, OutboxStatus.SENT, now, None)


def send_due_mail(workspace_id: int, *, now: datetime, limit: int = 200) -> int:
    """Send what waits in one workspace; returns how many were claimed. For the sweep."""
    with workspace_scope(workspace_id):
        ids = due_mail_ids(now=now, limit=limit)
    return sum(send_mail(workspace_id, message_id, now=now) is not None for message_id in ids)


def resend_mail(message: OutboxMessage, *, now: datetime) -> None:
    """Let a refused, parked or cut-off mail go out again, under its old Message-ID.

    Raises Conflict when it is waiting, sent, or still in somebody's hands.
    """
    stuck = OutboxMessage.objects.filter(pk=message.pk, status__in=RESENDABLE)
    stuck = stuck.exclude(status=OutboxStatus.SENDING, claimed_at__gt=now - LEASE)
    changed = stuck.update(
        status=OutboxStatus.WAITING, attempts=0, next_attempt_at=now, claimed_at=None, error=""
    )
    if not changed:
        raise Conflict(_("This mail is on its way or was sent meanwhile."))
    jobs.enqueue(SEND, message.workspace_id, message.pk)


def mark_mail_sent(message: OutboxMessage, *, now: datetime) -> None:
    """Settle a cut-off mail by hand: the recipient has it. Raises Conflict when it is not cut off."""
    changed = OutboxMessage.objects.filter(
        pk=message.pk, status=OutboxStatus.SENDING, claimed_at__lte=now - LEASE
    ).update(status=OutboxStatus.SENT, sent_at=now, error="")
    if not changed:
        raise Conflict(_("This mail is on its way or was settled meanwhile."))
    _wipe_if_private(message.pk)


def _claim(message_id: int, now: datetime) -> OutboxMessage | None:
    mine = OutboxMessage.objects.filter(
        pk=message_id, status=OutboxStatus.WAITING, next_attempt_at__lte=now
    ).update(status=OutboxStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return OutboxMessage.objects.select_related("attachment").get(pk=message_id) if mine else None


def _attached(row: OutboxMessage) -> tuple[str, bytes, str] | None:
    """Name, bytes and type of what travels with the mail; None where nothing does or the file is gone."""
    if row.attachment is None:
        return None
    try:
        content = place_of(row.attachment).read_bytes()
    except FileNotFoundError:
        return None
    return row.attachment.name, content, row.attachment.content_type


def _hand_over(row: OutboxMessage, attached: tuple[str, bytes, str] | None) -> None:
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text_body,
        to=[f"{_quoted(row.to_name)} <{row.to_address}>" if row.to_name else row.to_address],
        headers=_headers(row),
        reply_to=[row.reply_to] if row.reply_to else None,
    )
    if row.html_body:
        message.attach_alternative(row.html_body, "text/html")
    if attached is not None:
        message.attach(*attached)
    connection = get_connection()
    connection.open()  # what fails here has not left yet, and may be tried again
    try:
        connection.send_messages([message])
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
            raise  # smtplib's own errors are OSErrors too; those carry the server's answer
        raise _Undecided(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def _headers(row: OutboxMessage) -> dict[str, str]:
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    if row.stop_url:
        headers["List-Unsubscribe"] = f"<{row.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _settle(row: OutboxMessage, status: OutboxStatus, now: datetime, error: Exception | None) -> OutboxStatus:
    with workspace_scope(row.workspace_id):
        values: dict[str, object] = {"status": status, "error": _reason(error)}
        if status == OutboxStatus.SENT:
            values["sent_at"] = now
        elif status == OutboxStatus.WAITING:
            values["next_attempt_at"] = now + min(timedelta(minutes=2 ** (row.attempts - 1)), LONGEST_PAUSE)
        OutboxMessage.objects.filter(pk=row.pk, status=OutboxStatus.SENDING).update(**values)
        if status == OutboxStatus.SENT:
            _wipe_if_private(row.pk)
    return status


def _wipe_if_private(message_id: int) -> None:
    OutboxMessage.objects.filter(pk=message_id, is_private=True).update(text_body="", html_body="")


def _later(row: OutboxMessage) -> OutboxStatus:
    return OutboxStatus.PARKED if row.attempts >= MAX_ATTEMPTS else OutboxStatus.WAITING


def _code(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    if isinstance(error, smtplib.SMTPDataError):
        return int(error.smtp_code)
    return max(code for code, _text in error.recipients.values())


def _reason(error: Exception | None) -> str:
    if error is None:
        return ""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {_decoded(text)}" for code, text in error.recipients.values()]
        return "; ".join(answers)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"[:500]
    if isinstance(error, _Undecided | _Gone):
        return str(error)[:500]
    return f"{type(error).__name__}: {error}"[:500]


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    return " ".join(text.split())
