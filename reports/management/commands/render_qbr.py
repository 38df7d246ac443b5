"""render_qbr --workspace S --account EXTERNAL_ID --period 2024Q4 --output FILE: a review as a PDF, without a browser."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.arguments import account_named
from core import clock
from core.links import link_scope
from core.pdf import PdfFailed
from core.tenancy import workspace_scope
from reports.choices import SECTIONS, Edition, Language, Paper
from reports.qbr.document import document_html, print_review
from reports.rules import Quarter, quarter_named
from reports.selectors.qbr.language import language_for
from reports.services import Wanted, prepare_review
from reports.services.qbr import keep_pdf
from workspaces.management.arguments import workspace_named
from workspaces.models import Workspace


class Command(BaseCommand):
    help = (
        "Take a snapshot of one account and quarter and print it with the words that follow from the facts. Unchanged "
        "facts give the snapshot that is there, and the same bytes. Prints one line of JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--account", required=True, metavar="EXTERNAL_ID")
        parser.add_argument("--period", required=True, metavar="2024Q4")
        parser.add_argument("--output", required=True, metavar="FILE", type=Path)
        parser.add_argument("--edition", choices=Edition.values, default=Edition.CUSTOMER.value)
        parser.add_argument("--paper", choices=Paper.values, default=Paper.A4.value)
        parser.add_argument(
            "--language",
            choices=Language.values,
            help="of the document; without it the account's, else the workspace's",
        )
        parser.add_argument("--without-money", action="store_true", help="leave all amounts out")

    def handle(self, *args: Any, **options: Any) -> None:
        quarter = quarter_named(options["period"])
        if quarter is None:
            raise CommandError(f"“{options['period']}” is no quarter. Write it as 2024Q4.")
        workspace = workspace_named(options["workspace"])
        began = time.perf_counter()
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            answer = self._render(workspace, quarter, options)
        answer["seconds"] = round(time.perf_counter() - began, 3)
        self.stdout.write(json.dumps(answer))

    def _render(self, workspace: Workspace, quarter: Quarter, options: dict[str, Any]) -> dict[str, Any]:
        account = account_named(options["account"])
        now = clock.now()
        today = clock.today_in(workspace.time_zone, now)
        if quarter.first > today:
            raise CommandError(f"{quarter} lies ahead; today is {today}.")
        edition = options["edition"]
        snapshot = prepare_review(
            account, quarter, workspace=workspace, by=None, now=now, with_money=not options["without_money"],
            wanted=Wanted(
                edition=edition, paper=options["paper"], sections=SECTIONS[edition],
                language=options["language"] or language_for(account, workspace),
            ),
        )  # fmt: skip
        try:
            printed = print_review(snapshot, document_html(snapshot))
        except PdfFailed as failed:
            raise CommandError(f"The PDF was not made: {failed}") from failed
        keep_pdf(snapshot, printed, now=now)
        try:
            options["output"].write_bytes(printed.content)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        return {"pages": printed.pages, "snapshot": snapshot.code, "printing_seconds": printed.seconds}
