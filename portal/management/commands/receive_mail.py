"""Takes one mail from standard input, as a mail server pipes it, or all of a maildir.

Postfix, in master.cf or as an alias: `|bin/manage receive_mail --recipient ${recipient}`. Exit codes are those of
sysexits.h: 0 done, 67 nobody here has this address (the server sends it back), 75 try again later.
"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError

from core import clock
from portal.choices.inquiries import MailOutcome
from portal.mailbox import take_mailbox
from portal.rules.incoming_mail import MOST_BYTES
from portal.services.inquiries import receive_mail

NO_SUCH_ADDRESS, TOO_LARGE, LATER = 67, 65, 75


class Command(BaseCommand):
    help = "Take a mail to an inquiry in: one from standard input, or all of a maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--recipient", default="", help="the envelope's address, where the server knows it"
        )
        parser.add_argument("--maildir", type=Path, help="take in what lies there instead")

    def handle(self, *args: Any, recipient: str, maildir: Path | None, **options: Any) -> None:
        if maildir is not None:
            taken = take_mailbox(maildir, now=clock.now())
            self.stdout.write(f"{taken} taken in")
            return
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            self.stderr.write("The mail is too large.")
            sys.exit(TOO_LARGE)
        try:
            outcome = receive_mail(raw, recipient=recipient, now=clock.now()).outcome
        except (DatabaseError, InterfaceError) as error:
            self.stderr.write(f"Not taken in, try again: {type(error).__name__}")
            sys.exit(LATER)
        self.stdout.write(str(outcome))
        if outcome == MailOutcome.REFUSED:
            sys.exit(NO_SUCH_ADDRESS)
