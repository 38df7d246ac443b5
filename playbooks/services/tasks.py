"""Tasks: added, changed, given away, put off, ticked item by item, done by a member or by a customer's contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from core.errors import DomainError, NotFound
from playbooks.choices import ActKind
from playbooks.errors import TaskDone
from playbooks.models import Cta, Task
from playbooks.models.playbook import INSTRUCTIONS
from playbooks.rules import Holder
from playbooks.services.acts import note_act
from playbooks.services.checklists import cleaned_items
from playbooks.services.ctas import check_snooze
from playbooks.services.editing import (
    changes,
    cleaned,
    cleaned_text,
    holder_words,
    locked,
    opened,
    opened_as_seen,
    write,
)
from playbooks.services.finishing import settle_run
from playbooks.services.telling import tell_owner
from workspaces.models import Member

TITLE = 160


@dataclass(frozen=True, kw_only=True)
class TaskFields:
    """What people write about a task."""

    title: str
    instructions: str = ""
    due_on: date | None = None
    visible_to_customer: bool = False
    checklist: Sequence[str] = ()


def add_task(
    account: Account, fields: TaskFields, *, holder: Holder, cta: Cta | None = None, by: Member, now: datetime
) -> Task:
    """A free task on an account, or of a CTA; its owner is told. Raises DomainError with the field at fault."""
    wanted = _cleaned(fields)
    task = Task(
        account=account,
        cta=cta,
        owner_id=holder.member_id,
        team_id=holder.team_id,
        created_at=now,
        created_by=by,
        checklist=[{"text": text, "done": False} for text in cleaned_items(fields.checklist)],
        **wanted,
    )
    with transaction.atomic():
        task.save(force_insert=True)
        note_act(task, ActKind.OPENED, by=by, now=now)
        tell_owner(task, by=by, now=now)
    return task


def change_task(task: Task, fields: TaskFields, *, version: int, by: Member, now: datetime) -> Task:
    """Change what a task says; items of the checklist that stay keep their tick. Raises
    accounts.errors.ChangedMeanwhile with both values, TaskDone, DomainError."""
    wanted = _cleaned(fields)
    items = cleaned_items(fields.checklist)
    with transaction.atomic():
        wanted["checklist"] = [{"text": text, "done": False} for text in items]
        current: Task = opened_as_seen(task, version, wanted)
        ticked = {item["text"] for item in current.checklist if item["done"]}
        wanted["checklist"] = [{"text": text, "done": text in ticked} for text in items]
        differing = changes(current, {key: value for key, value in wanted.items() if key != "checklist"})
        if differing or wanted["checklist"] != current.checklist:
            write(current, wanted)
            note_act(current, ActKind.CHANGED, by=by, now=now, detail=differing)
    return current


def complete_task(task: Task, *, skipped: bool = False, by: Member, now: datetime) -> Task:
    """Note that a task is done, or with `skipped` that it is not needed; one that has ended stays as it ended. The run
    is done with its last task."""
    return _end(task, by=by, contact_name="", skipped=skipped, now=now)


def reopen_task(task: Task, *, by: Member, now: datetime) -> Task:
    """Take the end of a task back; a run that was done runs again, one that was stopped stays so. Raises TaskDone then."""
    with transaction.atomic():
        current = locked(task)
        if current.done_at is None:
            return current
        ended = {"done_at": None, "done_by": None, "done_by_contact": "", "is_skipped": False}
        write(current, ended)
        note_act(current, ActKind.REOPENED, by=by, now=now)
        if not settle_run(current.run_id, by=by, now=now):
            raise TaskDone(_("The playbook was stopped. Start it again, or add a task of its own."))
    return current


def assign_task(task: Task, holder: Holder, *, by: Member, now: datetime) -> Task:
    """Give a task to a member, a team or nobody; who it belongs to now is told. Raises TaskDone."""
    with transaction.atomic():
        current: Task = opened(task)
        before = Holder(current.owner_id, current.team_id)
        if before != holder:
            write(current, {"owner_id": holder.member_id, "team_id": holder.team_id})
            detail = {str(_("Owner")): [holder_words(before), holder_words(holder)]}
            note_act(current, ActKind.ASSIGNED, by=by, now=now, detail=detail)
            tell_owner(current, by=by, now=now)
    return current


def snooze_task(task: Task, until: date | None, *, by: Member, today: date, now: datetime) -> Task:
    """Put a task off until a day ahead, or with None take it out of snooze. Raises DomainError (field `until`), TaskDone."""
    check_snooze(until, today)
    with transaction.atomic():
        current: Task = opened(task)
        if current.snoozed_until != until:
            write(current, {"snoozed_until": until})
            kind = ActKind.SNOOZED if until else ActKind.WOKEN
            note_act(current, kind, by=by, now=now, detail={"until": until.isoformat()} if until else {})
    return current


def tick_item(task: Task, place: int, *, done: bool, by: Member | None, who: str = "", now: datetime) -> Task:
    """Tick an item of the checklist, or take the tick back; `place` from 0. Raises NotFound for no such item, TaskDone."""
    with transaction.atomic():
        current: Task = opened(task)
        if not 0 <= place < len(current.checklist):
            raise NotFound(_("Not found."))
        item = current.checklist[place]
        if item["done"] != done:
            items = [*current.checklist[:place], {**item, "done": done}, *current.checklist[place + 1 :]]
            write(current, {"checklist": items})
            detail = {"item": item["text"], "done": done}
            note_act(current, ActKind.TICKED, by=by, who=who, now=now, detail=detail)
    return current


def tick_customer_task(task: Task, *, contact_name: str, now: datetime) -> Task:
    """A contact says in the portal that a task is done; the name is kept. A task that has ended stays as it ended.
    Raises NotFound for one that customers do not see, DomainError without a name."""
    if not task.visible_to_customer:
        raise NotFound(_("Not found."))
    name = cleaned(contact_name, 200, "contact_name", _("Say who did it."))
    return _end(task, by=None, contact_name=name, skipped=False, now=now)


def untick_customer_task(task: Task, *, contact_name: str, now: datetime) -> Task:
    """A contact takes back in the portal what a contact had ticked there; a task that is open stays open. Raises NotFound
    for one that customers do not see, TaskDone for one that a member ended and where the playbook was stopped."""
    if not task.visible_to_customer:
        raise NotFound(_("Not found."))
    name = cleaned(contact_name, 200, "contact_name", _("Say who did it."))
    with transaction.atomic():
        current = locked(task)
        if current.done_at is None:
            return current
        if not current.done_by_contact:
            raise TaskDone(_("This was ended by the other side, and is not opened again here."))
        write(current, {"done_at": None, "done_by_contact": "", "is_skipped": False})
        note_act(current, ActKind.REOPENED, by=None, who=name, now=now)
        if not settle_run(current.run_id, by=None, now=now):
            raise TaskDone(_("The playbook was stopped, so nothing of it is opened again."))
    return current


def _end(task: Task, *, by: Member | None, contact_name: str, skipped: bool, now: datetime) -> Task:
    with transaction.atomic():
        current = locked(task)
        if current.done_at is not None:
            return current
        write(
            current,
            {
                "done_at": now,
                "done_by": by,
                "done_by_contact": contact_name,
                "is_skipped": skipped,
                "snoozed_until": None,
            },
        )
        detail = {"skipped": True} if skipped else {}
        note_act(current, ActKind.CLOSED, by=by, who=contact_name, now=now, detail=detail)
        settle_run(current.run_id, by=by, now=now)
    return current


def _cleaned(fields: TaskFields) -> dict[str, Any]:
    if fields.due_on is not None and not date(1950, 1, 1) <= fields.due_on <= date(2200, 12, 31):
        raise DomainError(_("The day lies outside 1950 to 2200. Look at the year."), field="due_on")
    return {
        "title": cleaned(fields.title, TITLE, "title", _("Write what is to be done.")),
        "instructions": cleaned_text(fields.instructions, INSTRUCTIONS, "instructions"),
        "due_on": fields.due_on,
        "visible_to_customer": fields.visible_to_customer,
    }
