"""A maildir that a mail server delivers into: each mail is taken in and laid aside, one that fails stays for the next look.

A mail lies in `new` until it was taken in, so that nobody who is killed loses one; taken twice it is known by its
Message-ID. One that breaks the reader is laid into the folder `.failed` and does not hold up the others.
"""

import mailbox
from datetime import datetime
from pathlib import Path

import structlog
from django.db import InterfaceError, OperationalError

from portal.choices.inquiries import MailOutcome
from portal.rules.incoming_mail import MOST_BYTES
from portal.services.inquiries import receive_mail

log = structlog.get_logger(__name__)
FAILED = "failed"
AT_ONCE = 200


def take_mailbox(folder: Path, *, now: datetime) -> int:
    """Take in what lies in a maildir, at most two hundred at once; returns how many were taken into inquiries."""
    for part in ("tmp", "new", "cur"):  # also of a folder that somebody made empty
        (folder / part).mkdir(parents=True, exist_ok=True)
    box = mailbox.Maildir(folder)
    taken = 0
    for key in sorted(box.keys())[:AT_ONCE]:
        taken += _take(box, key, now) == MailOutcome.TAKEN
    return taken


def _take(box: mailbox.Maildir, key: str, now: datetime) -> MailOutcome | None:
    try:
        raw = box.get_bytes(key)
    except KeyError:
        return None  # another process was faster
    if len(raw) > MOST_BYTES:
        _lay_aside(box, key)
        return None
    keeps_its_place = False
    outcome = MailOutcome.REFUSED
    try:
        outcome = receive_mail(raw, now=now).outcome
    except (OperationalError, InterfaceError) as error:
        keeps_its_place = True  # the database is away, not the mail at fault
        log.warning("mail_not_taken", key=key, reason=type(error).__name__)
        return None
    finally:
        # also when the reader breaks: the next look goes on behind it
        if outcome == MailOutcome.REFUSED and not keeps_its_place:
            _lay_aside(box, key)
    if outcome != MailOutcome.REFUSED:
        box.discard(key)
    return outcome


def _lay_aside(box: mailbox.Maildir, key: str) -> None:
    aside = box.get_folder(FAILED) if FAILED in box.list_folders() else box.add_folder(FAILED)
    aside.add(box.get_message(key))
    box.discard(key)
    log.warning("mail_laid_aside", key=key)
