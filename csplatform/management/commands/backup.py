"""backup --output FILE|DIR: database, stored files and manifest in one file, while everything runs."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from csplatform.backup import take_backup
from csplatform.backup.manifest import BackupError


class Command(BaseCommand):
    help = "Back up the database and the stored files into one file. Ends in one line of JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output",
            required=True,
            metavar="PLACE",
            help="a file, or a directory for a file named by the time",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            taken = take_backup(Path(options["output"]).expanduser().absolute(), now=clock.now())
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was taken: {error}") from error
        told = {
            "file": str(taken.file),
            "bytes": taken.bytes,
            "workspaces": taken.workspaces,
            "files": taken.files,
            "vanished": taken.vanished,
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(told))
