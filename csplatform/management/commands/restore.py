"""restore FILE [--replace]: what `backup` wrote, back into an empty platform, and proved there."""

import json
import tarfile
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from csplatform.backup import restore
from csplatform.backup.manifest import BackupError


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and file store, compare the checksums of every workspace, and see "
        "that the walls stand. Web, workers and beat must be stopped. Ends in one line of JSON."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="into a target that is in use: all that it holds is then gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            done = restore(Path(options["file"]).expanduser(), replace=options["replace"])
        except (BackupError, OSError, tarfile.TarError) as error:
            raise CommandError(str(error)) from error
        told = {
            "taken_at": done.taken_at,
            "workspaces": done.workspaces,
            "files": done.files,
            "migrated": done.migrated,
            "checksums": "equal",
            "walls": "standing",
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(told))
