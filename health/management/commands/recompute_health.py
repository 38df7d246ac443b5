"""recompute_health --workspace S [--as-of DATE]: readings and scores of a workspace, now."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.errors import DomainError
from health.services import recompute
from workspaces.management.arguments import add_common, day_of, opened


class Command(BaseCommand):
    help = "Recompute all scores of a workspace as of today or a past day; prints one line of JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with opened(options["workspace"]) as workspace:
            as_of, today = day_of(options["as_of"], workspace)
            try:
                done = recompute(as_of=as_of, today=today, now=clock.now())
            except DomainError as error:
                raise CommandError(str(error.message)) from error
        answer = {
            "workspace": workspace.slug,
            "as_of": done.as_of.isoformat(),
            "accounts": done.accounts,
            "scored": done.scored,
            "unknown": done.unknown,
            "changed": done.changed,
            "seconds": done.seconds,
        }
        self.stdout.write(json.dumps(answer))
