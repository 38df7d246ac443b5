"""Reviews sent by mail: only to people whom somebody chose, and only to those who may read that edition."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.errors import Conflict, DomainError
from reports.choices import PrintState
from reports.models import QbrMailing, QbrSnapshot
from reports.qbr.words import period_words
from reports.selectors.qbr.readers import Reader, readers_of
from workspaces.models import Member, OutboxMessage, Workspace
from workspaces.services.letters import render_letter
from workspaces.services.mail import write_mail

KIND = "review"


def mail_review(
    snapshot: QbrSnapshot,
    *,
    readers: Collection[str],
    note: str,
    by: Member,
    workspace: Workspace,
    now: datetime,
) -> list[QbrMailing]:
    """Send the PDF to these readers (keys of reports.selectors.qbr.readers_of), one mail each, with a note.

    Through the outbox, in the review's own language. Raises Conflict where there is no PDF or a newer review took its
    place, DomainError (field `readers`) without one and for anybody who may not get this edition.
    """
    with transaction.atomic():
        held = QbrSnapshot.objects.select_for_update().get(pk=snapshot.pk)
        if held.state != PrintState.DONE or held.file is None:
            raise Conflict(_("Make the PDF first, then send it."))
        if held.superseded_by_id is not None:
            raise Conflict(_("A newer review took the place of this one. Send that."))
        known = {reader.key: reader for reader in readers_of(held)}
        if not readers or not set(readers) <= set(known):
            raise DomainError(_("Choose who gets it, from those who may read this edition."), field="readers")
        return [
            _send(held, known[key], note, by=by, workspace=workspace, now=now)
            for key in dict.fromkeys(readers)
        ]


def _send(
    snapshot: QbrSnapshot, reader: Reader, note: str, *, by: Member, workspace: Workspace, now: datetime
) -> QbrMailing:
    made = QbrMailing.objects.create(
        snapshot=snapshot,
        contact_id=reader.contact_id,
        member_id=reader.member_id,
        name=reader.name[:160],
        address=reader.address,
        note=note,
        asked_at=now,
        asked_by=by,
    )
    words = {
        "account_name": snapshot.data["account"],
        "workspace_name": workspace.name,
        "reader": reader.name,
        "sender": str(by),
        "sender_email": by.user.email,
        "note": note,
        "code": snapshot.code,
        "language": snapshot.language,
    }
    with override(snapshot.language):
        words["period"] = period_words(snapshot.period)
        subject = _("Business review %(period)s: %(account)s") % {
            "period": words["period"],
            "account": words["account_name"],
        }
        letter = render_letter("review", words)
    key = f"{KIND}:{made.pk}"
    write_mail(
        key=key, kind=KIND, to=reader.address, to_name=reader.name, subject=subject, text=letter.text,
        html=letter.html, now=now, attachment=snapshot.file,
    )  # fmt: skip
    made.message = OutboxMessage.objects.get(key=key)
    made.save(update_fields=["message"])
    return made
