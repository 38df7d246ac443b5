"""PDFs of plans: frozen when they are asked for, printed by a worker, kept among the account's files.

A document is asked for by a person, taken in hand by a conditional update, and ends done or failed with a reason; a
worker that dies leaves it to the sweep.
"""

import hashlib
import json
import time
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import override

from accounts.services.files import keep_with_account
from core import clock, jobs
from core.frozen import plain
from core.pdf import SECONDS, PdfFailed, Printed, Reason, can_print
from core.tenancy import required_workspace_id, workspace_scope
from lifecycle.choices import PRINTING, PlanPrint
from lifecycle.models import PlanDocument, SuccessPlan
from lifecycle.plans_document import PlanPaper, plan_html, print_plan
from lifecycle.selectors.plans import plan_shown
from workspaces.models import Member, StoredFile, Workspace
from workspaces.printing import brand_fact
from workspaces.services.files import discard_file, store_file

RENDER = "lifecycle.render_plan"
LOST = timedelta(minutes=2)
log = structlog.get_logger(__name__)


def take_document(
    plan: SuccessPlan, *, workspace: Workspace, language: str, paper: str, with_money: bool, by: Member | None, now: datetime
) -> PlanDocument:  # fmt: skip
    """Freeze a plan for print, as the customer reads it, in a language; the words about money only `with_money`.

    Idempotent: what is the same to the letter as a document of this plan is that document. The PDF is asked for along
    with it where this machine can print.
    """
    today = clock.today_in(workspace.time_zone, now)
    with override(language):
        shown = plan_shown(plan, today=today, with_finances=with_money)
        told = plain(PlanPaper(workspace.name, workspace.time_zone, today, shown, brand_fact()))
    plainly = json.dumps([told, language, paper], sort_keys=True, ensure_ascii=False)
    fingerprint = hashlib.sha256(plainly.encode()).hexdigest()
    with transaction.atomic():
        document, made = PlanDocument.objects.get_or_create(
            plan=plan,
            fingerprint=fingerprint,
            defaults={
                "code": f"PLAN-{plan.pk:04d}-{plan.revision}-{fingerprint[:8]}", "language": language, "paper": paper,
                "data": told, "has_money": bool(shown.finances), "taken_at": now, "created_by": by,
                "state": PlanPrint.FAILED, "error": Reason.MISSING.value,
            },
        )  # fmt: skip
        if made or document.state == PlanPrint.FAILED:
            ask_for_pdf(document, now=now)
    document.refresh_from_db()
    return document


def ask_for_pdf(document: PlanDocument, *, now: datetime) -> bool:
    """Ask a worker for the PDF; False where one has it in hand, it is made, or this machine cannot print."""
    if not can_print():
        return False
    idle = PlanDocument.objects.filter(pk=document.pk, state=PlanPrint.FAILED)
    asked = idle.update(state=PlanPrint.WAITING, queued_at=now, started_at=None, finished_at=None, error="")
    if asked:
        jobs.enqueue(RENDER, required_workspace_id(), document.pk)
    return bool(asked)


def render_document(workspace_id: int, document_id: int, *, now: datetime) -> PlanPrint | None:
    """A worker's part: take the PDF in hand, print it, keep it. None where somebody else has it. The printing between
    the two short transactions holds no connection's lock."""
    with workspace_scope(workspace_id):
        mine = PlanDocument.objects.filter(pk=document_id, state=PlanPrint.WAITING)
        if not mine.update(state=PlanPrint.RENDERING, started_at=now):
            return None
        document = PlanDocument.objects.select_related("plan__account").get(pk=document_id)
        html = plan_html(document)
    began = time.perf_counter()
    try:
        printed = print_plan(document, html)
    except PdfFailed as failed:
        log.warning(
            "plan_not_printed", document=document.code, reason=failed.reason, detail=str(failed)[:500]
        )
        with workspace_scope(workspace_id):
            ended = now + timedelta(seconds=time.perf_counter() - began)
            rendering = PlanDocument.objects.filter(pk=document_id, state=PlanPrint.RENDERING)
            rendering.update(state=PlanPrint.FAILED, error=failed.reason.value, finished_at=ended)
        return PlanPrint.FAILED
    with workspace_scope(workspace_id):
        return keep_pdf(document, printed, now=now + timedelta(seconds=time.perf_counter() - began))


def keep_pdf(document: PlanDocument, printed: Printed, *, now: datetime) -> PlanPrint:
    """Store a printed PDF with its document and show it among the account's files; an older file of it goes."""
    before = StoredFile.objects.filter(pk=document.file_id).first() if document.file_id else None
    file = store_file(
        [printed.content], name=f"{document.code}.pdf", content_type="application/pdf",
        by=document.created_by, now=now,
    )  # fmt: skip
    PlanDocument.objects.filter(pk=document.pk).update(
        state=PlanPrint.DONE, file=file, pages=printed.pages, finished_at=now, error=""
    )
    keep_with_account(
        document.plan.account, file, by=document.created_by, now=now, instead_of=before,
        shows_money=document.has_money,
    )  # fmt: skip
    if before is not None:
        discard_file(before)
    return PlanPrint.DONE


def mend_documents(*, now: datetime) -> int:
    """Of the workspace in force: fail what was in hand longer than printing may last, ask again for what was lost.
    Answers how many."""
    every = PlanDocument.objects.filter(state__in=PRINTING)
    dead = every.filter(state=PlanPrint.RENDERING, started_at__lt=now - 2 * timedelta(seconds=SECONDS))
    failed = dead.update(state=PlanPrint.FAILED, error=Reason.TOO_LONG.value, finished_at=now)
    waiting = every.filter(state=PlanPrint.WAITING, queued_at__lt=now - LOST)
    lost = list(waiting.values_list("pk", flat=True))
    PlanDocument.objects.filter(pk__in=lost).update(queued_at=now)
    for pk in lost:
        jobs.enqueue(RENDER, required_workspace_id(), pk)
    return failed + len(lost)
