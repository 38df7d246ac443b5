"""Facts taken by a worker: the page asks for them and answers at once, since use is held beside the whole book.

What was asked for is a row in the state "taking", without facts and so without a fingerprint. The worker makes it the
snapshot; where the same snapshot is there already, the row points to that one, and a sweep clears it away.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Account
from core import jobs
from core.tenancy import required_workspace_id, workspace_scope
from reports.choices import PrintState
from reports.models import QbrSnapshot
from reports.rules import Quarter, quarter_named
from reports.services.qbr import Wanted, code_of, prepare_review, sections_of
from workspaces.models import Member, Workspace

TAKE = "reports.take_facts"


def ask_for_facts(
    account: Account, quarter: Quarter, *, wanted: Wanted, with_money: bool, by: Member, now: datetime
) -> QbrSnapshot:
    """The row that asks a worker for the facts of a quarter; `with_money` is the asker's right, decided here.

    Idempotent while it waits: the same wish of the same person is the same row.
    """
    shape: dict[str, Any] = {
        "period": str(quarter), "edition": wanted.edition, "paper": wanted.paper, "language": wanted.language,
        "sections": sections_of(wanted), "has_money": with_money,
    }  # fmt: skip
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # a double click: the second finds the first
        asked = QbrSnapshot.objects.filter(account=account, created_by=by, state=PrintState.TAKING, **shape)
        waiting = asked.first()
        if waiting is not None:
            return waiting
        row = QbrSnapshot.objects.create(
            account=account, code=code_of(account, str(quarter), f"{shape} {by.pk}", now), data={}, fingerprint="",
            taken_at=now, created_by=by, state=PrintState.TAKING, queued_at=now, **shape,
        )  # fmt: skip
        jobs.enqueue(TAKE, required_workspace_id(), row.pk)
    return row


def ask_again(row: QbrSnapshot, *, now: datetime) -> None:
    """Ask once more for facts that could not be taken; nothing where they were, or a worker has them in hand."""
    failed = QbrSnapshot.objects.filter(pk=row.pk, fingerprint="", state=PrintState.FAILED)
    if failed.update(state=PrintState.TAKING, queued_at=now, taken_at=now, error=""):
        jobs.enqueue(TAKE, required_workspace_id(), row.pk)


def take_facts(workspace_id: int, snapshot_id: int, *, now: datetime) -> QbrSnapshot | None:
    """A worker's part: collect, draft, freeze, in one transaction that holds the row. None where somebody else did.

    What raises leaves the row as it was: the task is counted and tried again, and the sweep ends it.
    """
    with workspace_scope(workspace_id):
        rows = QbrSnapshot.objects.select_for_update(of=("self",)).select_related("account", "created_by")
        row = rows.filter(pk=snapshot_id, state=PrintState.TAKING).first()
        quarter = quarter_named(row.period) if row else None
        if row is None or quarter is None:
            return None
        return prepare_review(
            row.account,
            quarter,
            workspace=Workspace.objects.get(pk=workspace_id),
            wanted=Wanted(edition=row.edition, paper=row.paper, language=row.language, sections=row.sections),
            with_money=row.has_money,
            by=row.created_by,
            now=now,
            into=row,
        )
