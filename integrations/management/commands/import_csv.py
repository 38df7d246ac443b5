"""import_csv --workspace S --kind K FILE: a file into a workspace, or --suggest-mapping alone."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.errors import DomainError
from core.tenancy import workspace_scope
from integrations.reading.mappings import Mapping, mapping_from_text
from integrations.services import WRITERS, Report, import_file, suggest_mapping
from integrations.services.reports import problem_groups
from workspaces.management.arguments import workspace_named

SHOWN = 20


class Command(BaseCommand):
    help = "Import a CSV or XLSX file; prints one line of JSON, and what was refused or contradicts on standard error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--kind", required=True, choices=sorted(WRITERS))
        parser.add_argument("--workspace", metavar="SLUG")
        parser.add_argument(
            "--mapping", metavar="FILE.json", type=Path, help="as --suggest-mapping prints it"
        )
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")
        parser.add_argument(
            "--suggest-mapping", action="store_true", help="print the guessed mapping and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["suggest_mapping"]:
                guessed = suggest_mapping(options["file"], kind=options["kind"])
                self.stdout.write(json.dumps(guessed.to_json(), ensure_ascii=False))
                return
            report = self._import(options)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        except OSError as error:
            raise CommandError(_unreadable(options["file"], error)) from error
        self._tell(report, dry_run=options["dry_run"])

    def _import(self, options: dict[str, Any]) -> Report:
        workspace = workspace_named(options["workspace"])
        mapping = _mapping(options["mapping"], options["kind"]) if options["mapping"] else None
        now = clock.now()
        with workspace_scope(workspace.pk):
            return import_file(
                options["file"],
                kind=options["kind"],
                workspace=workspace,
                now=now,
                today=clock.today_in(workspace.time_zone, now),
                mapping=mapping,
                dry_run=options["dry_run"],
            )

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        for problem in report.rejections[:SHOWN]:
            self.stderr.write(f"row {problem.row_no}: {problem.message}")
        for group in problem_groups(report.warnings, True):
            self.stderr.write(
                f"warning, {group['count']} times, first in row {group['row']}: {group['message']}"
            )
        answer = {
            "rows": report.rows,
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "rejected": report.rejected,
            "warnings": len(report.warnings),
            "dry_run": dry_run,
            "notices": report.notices,
            "seconds": report.seconds,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _mapping(path: Path, kind: str) -> Mapping:
    try:
        return mapping_from_text(path.read_text(encoding="utf-8-sig"), kind=kind)
    except OSError as error:
        raise CommandError(_unreadable(path, error)) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"The mapping {path} is no UTF-8 text. Save it as UTF-8 JSON.") from error


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read: {error.strerror}."
