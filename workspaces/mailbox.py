"""Mail of the embedded default: laid down in a folder, one file each, instead of sent."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class FolderBackend(BaseEmailBackend):
    """Writes each message whole or not at all: under another name first, then renamed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{time.time_ns():020d}-{token_hex(4)}"
            unfinished = folder / f"{name}.part"
            with unfinished.open("xb") as out:
                out.write(message.message().as_bytes())
                out.flush()
                os.fsync(out.fileno())
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)
