"""render_qbr --workspace S --account EXTERNAL_ID --period 2024Q4 --output FILE: a review as a PDF, without a browser."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from accounts.models import Account
from core import clock
from core.links import link_scope
from core.pdf import PdfFailed, print_pdf
from core.tenancy import workspace_scope
from reports.choices import SECTIONS, Edition, Paper
from reports.qbr.document import STYLESHEET, document_html
from reports.qbr.drafts import drafts_of
from reports.rules import Quarter, quarter_named
from reports.selectors.qbr import collect_facts
from reports.services import Wanted, take_snapshot
from reports.services.qbr import keep_pdf
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
        parser.add_argument("--without-money", action="store_true", help="leave all amounts out")

    def handle(self, *args: Any, **options: Any) -> None:
        quarter = quarter_named(options["period"])
        if quarter is None:
            raise CommandError(f"“{options['period']}” is no quarter. Write it as 2024Q4.")
        workspace = Workspace.objects.filter(slug=options["workspace"], closed_at=None).first()
        if workspace is None:
            raise CommandError(f"There is no workspace “{options['workspace']}”.")
        began = time.perf_counter()
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            answer = self._render(workspace, quarter, options)
        answer["seconds"] = round(time.perf_counter() - began, 3)
        self.stdout.write(json.dumps(answer))

    def _render(self, workspace: Workspace, quarter: Quarter, options: dict[str, Any]) -> dict[str, Any]:
        account = Account.objects.filter(external_id=options["account"]).first()
        if account is None:
            raise CommandError(f"There is no account with the id “{options['account']}”.")
        now = clock.now()
        today = clock.today_in(workspace.time_zone, now)
        if quarter.first > today:
            raise CommandError(f"{quarter} lies ahead; today is {today}.")
        edition = options["edition"]
        with override("en"):
            facts = collect_facts(
                account, quarter, workspace=workspace, edition=edition,
                with_money=not options["without_money"], today=today,
            )  # fmt: skip
            drafts = drafts_of(facts)
        wanted = Wanted(
            edition=edition, paper=options["paper"], sections=SECTIONS[edition], claim=drafts.claim,
            sentences=drafts.sentences, decision=drafts.decision, asked_of=drafts.asked_of,
        )  # fmt: skip
        snapshot = take_snapshot(account, facts, wanted=wanted, by=None, now=now)
        try:
            printed = print_pdf(document_html(snapshot), stylesheet=STYLESHEET, identifier=snapshot.code)
        except PdfFailed as failed:
            raise CommandError(f"The PDF was not made: {failed}") from failed
        keep_pdf(snapshot, printed, now=now)
        try:
            options["output"].write_bytes(printed.content)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        return {"pages": printed.pages, "snapshot": snapshot.code, "printing_seconds": printed.seconds}
