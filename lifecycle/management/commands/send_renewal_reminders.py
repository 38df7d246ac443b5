"""send_renewal_reminders --today DATE [--workspace S]: decide the milestones that are due, and remind."""

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from lifecycle.services import Swept, sweep_due_milestones
from workspaces.management.arguments import day_named, workspace_named
from workspaces.models import Workspace

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class Command(BaseCommand):
    help = "Send the renewal reminders that are due, each once; prints one line of JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", metavar="DATE", help="YYYY-MM-DD; each workspace's own day if left out"
        )
        parser.add_argument("--workspace", metavar="SLUG", help="this one alone; all if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        day = _day(options["today"])
        total = dict.fromkeys((field.name for field in fields(Swept)), 0)
        for workspace in _workspaces(options["workspace"]):
            now = clock.now()
            today = day or clock.today_in(workspace.time_zone, now)
            for name, number in asdict(sweep_due_milestones(workspace, today=today, now=now)).items():
                total[name] += number
        self.stdout.write(json.dumps(total))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    day = day_named(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CommandError(f"Choose a day from {FIRST_DAY} to {LAST_DAY}, not {day}.")
    return day


def _workspaces(slug: str | None) -> list[Workspace]:
    if slug is not None:
        return [workspace_named(slug)]
    return list(Workspace.objects.filter(closed_at=None).order_by("pk"))
