"""Reviews: facts frozen into a snapshot, and the snapshot printed by a worker.

A snapshot never changes; another one of the same account, quarter and edition supersedes it. Its PDF is asked for by
a conditional update, taken in hand by another, and ends done or failed with a reason: a worker that dies leaves it to
the sweep (reports.services.mending).
"""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import override

from accounts.models import Account
from accounts.services.files import keep_with_account
from core import clock, jobs
from core.pdf import PdfFailed, Printed, Reason, can_print
from core.tenancy import required_workspace_id, workspace_scope
from reports.choices import BUSY, SECTIONS, Edition, Paper, PrintState, Section
from reports.facts import Facts, frozen
from reports.models import QbrSnapshot
from reports.qbr.document import document_html, print_review
from reports.qbr.drafts import drafts_of
from reports.rules import Quarter
from reports.selectors.qbr import collect_facts
from workspaces.models import Member, StoredFile, Workspace
from workspaces.services.files import discard_file, store_file

RENDER = "reports.render_qbr"
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Wanted:
    """What a person decides about a review: its shape, and its words."""

    edition: str = Edition.CUSTOMER
    paper: str = Paper.A4
    language: str = "en"
    sections: Sequence[str] = tuple(Section.values)
    claim: str = ""
    sentences: Sequence[str] = ()
    decision: str = ""
    asked_of: str = ""
    if_yes: str = ""
    if_no: str = ""
    meeting: str = ""
    actions: Sequence[str] = ()


def take_snapshot(
    account: Account,
    facts: Facts,
    *,
    wanted: Wanted,
    by: Member | None,
    now: datetime,
    into: QbrSnapshot | None = None,
) -> QbrSnapshot:
    """Freeze facts and words. Idempotent: what is the same as the valid snapshot to the letter is that snapshot.

    An earlier one of this account, quarter, edition, paper and language is superseded by it. `into`: the row that
    asked for it (reports.services.taking), which becomes the snapshot, or points to the one that is there.
    """
    return _keep(account, frozen(facts), wanted, by, now, taken_at=now, into=into)


def prepare_review(
    account: Account,
    quarter: Quarter,
    *,
    workspace: Workspace,
    wanted: Wanted,
    with_money: bool,
    by: Member | None,
    now: datetime,
    into: QbrSnapshot | None = None,
) -> QbrSnapshot:
    """Freeze the facts of a quarter with the words that follow from them; `wanted` says edition, paper, language and
    sections. Idempotent as take_snapshot is."""
    with override(wanted.language):
        facts = collect_facts(
            account,
            quarter,
            workspace=workspace,
            edition=wanted.edition,
            with_money=with_money,
            today=clock.today_in(workspace.time_zone, now),
        )
        words = asdict(drafts_of(facts))
    return take_snapshot(account, facts, wanted=replace(wanted, **words), by=by, now=now, into=into)


def reword(
    snapshot: QbrSnapshot, *, sentences: Sequence[str], by: Member, now: datetime, **words: Any
) -> QbrSnapshot:
    """The same facts, taken when they were, under other words: a new snapshot that supersedes this one.

    `words`: claim, decision, asked_of, if_yes, if_no, meeting, actions. One that was never printed leaves no trace.
    """
    wanted = Wanted(
        edition=snapshot.edition, paper=snapshot.paper, language=snapshot.language,
        sections=snapshot.sections, sentences=tuple(sentences), **words,
    )  # fmt: skip
    with transaction.atomic():
        taken = _keep(snapshot.account, snapshot.data, wanted, by, now, taken_at=snapshot.taken_at)
        if taken.pk != snapshot.pk:
            QbrSnapshot.objects.filter(pk=snapshot.pk, state=PrintState.NONE).delete()
    return taken


def _keep(
    account: Account,
    data: dict[str, Any],
    wanted: Wanted,
    by: Member | None,
    now: datetime,
    *,
    taken_at: datetime,
    into: QbrSnapshot | None = None,
) -> QbrSnapshot:
    chosen = {**asdict(wanted), "sections": sections_of(wanted)}
    told = json.dumps({"facts": data, "wanted": chosen}, sort_keys=True, ensure_ascii=False, default=list)
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # two at once: the second supersedes the first
        valid = QbrSnapshot.objects.filter(
            account=account, period=data["period"], edition=wanted.edition, paper=wanted.paper,
            language=wanted.language, superseded_by=None,
        ).exclude(fingerprint="")  # fmt: skip
        same = valid.filter(fingerprint=fingerprint).first()
        if same is not None:
            if into is not None:
                QbrSnapshot.objects.filter(pk=into.pk).update(state=PrintState.NONE, superseded_by=same)
            return same
        taken = into or QbrSnapshot(account=account, created_by=by)
        told_of = {
            "code": code_of(account, data["period"], fingerprint, now), "period": data["period"], "data": data,
            "has_money": data["has_money"], "fingerprint": fingerprint, "taken_at": taken_at,
            "state": PrintState.NONE, "queued_at": None, **chosen,
        }  # fmt: skip
        for field, value in told_of.items():
            setattr(taken, field, value)
        taken.save()
        valid.exclude(pk=taken.pk).update(superseded_by=taken)
    return taken


def sections_of(wanted: Wanted) -> list[str]:
    """What is wanted of what the edition may hold, in its order."""
    return [str(section) for section in SECTIONS[wanted.edition] if section in wanted.sections]


def code_of(account: Account, period: str, fingerprint: str, now: datetime) -> str:
    """QBR-2026Q3-0417-7f3a91c2: quarter, account, and a digest of what is in it and when it was taken."""
    digest = hashlib.sha256(f"{fingerprint} {now.isoformat()}".encode()).hexdigest()
    return f"QBR-{period}-{account.pk:04d}-{digest[:8]}"


def ask_for_pdf(snapshot: QbrSnapshot, *, now: datetime) -> bool:
    """Ask a worker for the PDF; False where one has it in hand, it is made, or this machine cannot print."""
    if not can_print():
        return False
    waiting = QbrSnapshot.objects.filter(pk=snapshot.pk).exclude(state__in=[*BUSY, PrintState.DONE])
    asked = waiting.update(
        state=PrintState.WAITING, queued_at=now, started_at=None, finished_at=None, error=""
    )
    if asked:
        jobs.enqueue(RENDER, required_workspace_id(), snapshot.pk)
    return bool(asked)


def render_snapshot(workspace_id: int, snapshot_id: int, *, now: datetime) -> PrintState | None:
    """A worker's part: take the PDF in hand, print it, keep it. None where somebody else has it.

    The document is made and kept in two short transactions; the printing between them holds no connection's lock.
    """
    with workspace_scope(workspace_id):
        mine = QbrSnapshot.objects.filter(pk=snapshot_id, state=PrintState.WAITING)
        if not mine.update(state=PrintState.RENDERING, started_at=now):
            return None
        snapshot = QbrSnapshot.objects.select_related("account").get(pk=snapshot_id)
        html = document_html(snapshot)
    began = time.perf_counter()
    try:
        printed = print_review(snapshot, html)
    except PdfFailed as failed:
        log.warning("qbr_not_printed", snapshot=snapshot.code, reason=failed.reason, detail=str(failed)[:500])
        with workspace_scope(workspace_id):
            return _fail(snapshot_id, failed.reason, now + timedelta(seconds=time.perf_counter() - began))
    with workspace_scope(workspace_id):
        return keep_pdf(snapshot, printed, now=now + timedelta(seconds=time.perf_counter() - began))


def keep_pdf(snapshot: QbrSnapshot, printed: Printed, *, now: datetime) -> PrintState:
    """Store a printed PDF with its snapshot and show it among the account's files; an older file of it goes."""
    before = StoredFile.objects.filter(pk=snapshot.file_id).first() if snapshot.file_id else None
    file = store_file(
        [printed.content], name=f"{snapshot.code}.pdf", content_type="application/pdf",
        by=snapshot.created_by, now=now,
    )  # fmt: skip
    QbrSnapshot.objects.filter(pk=snapshot.pk).update(
        state=PrintState.DONE, file=file, pages=printed.pages, finished_at=now, error=""
    )
    keep_with_account(
        snapshot.account,
        file,
        by=snapshot.created_by,
        now=now,
        instead_of=before,
        shows_money=snapshot.has_money,
    )
    if before is not None:
        discard_file(before)
    return PrintState.DONE


def _fail(snapshot_id: int, reason: Reason, now: datetime) -> PrintState:
    QbrSnapshot.objects.filter(pk=snapshot_id, state=PrintState.RENDERING).update(
        state=PrintState.FAILED, error=reason.value, finished_at=now
    )
    return PrintState.FAILED
