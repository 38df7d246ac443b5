"""Starting a playbook: its published steps become tasks with owners and due dates; and stopping it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from core.errors import NotFound
from playbooks.choices import ActKind, PlaybookState, RunState, VersionStatus
from playbooks.errors import NotPublished
from playbooks.models import Act, Cta, Playbook, PlaybookStep, PlaybookVersion, Run, Task
from playbooks.rules import Holder, due_day, holder_of, roles_for
from playbooks.selectors.owners import country_in_force, holders_of
from playbooks.services.telling import tell_started
from workspaces.models import Member

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Start:
    """One account on which a playbook starts, of which CTA, and who owns that."""

    account_id: int
    cta_id: int | None = None
    cta_owner: Holder | None = None


def start_playbook(
    account: Account,
    playbook: str | Playbook | PlaybookVersion,
    *,
    cta: Cta | None = None,
    by: Member | None,
    today: date,
    now: datetime,
) -> Run:
    """Apply the published version of a playbook (by key or row), or a version of it, to an account. Steps become tasks
    of the account's owners in their roles, else of the CTA's owner, else of the account's, due by their offset from
    today.

    Whoever gets tasks by it is told, but not `by`. Of one CTA a playbook runs once: a second call answers that run. Without a CTA each call starts another. Raises
    NotFound for an unknown key, NotPublished.
    """
    version = playbook if isinstance(playbook, PlaybookVersion) else published_version(playbook)
    owner = Holder(cta.owner_id, cta.team_id) if cta else None
    start = Start(account.pk, cta.pk if cta else None, owner)
    with transaction.atomic():
        started = start_on([start], version, by=by, today=today, now=now)
        if by is not None:
            tell_started(started, by=by, now=now)
    if started:
        return started[0]
    assert cta is not None
    return Run.objects.select_related("version", "playbook").get(cta=cta, playbook_id=version.playbook_id)


def published_version(playbook: str | Playbook) -> PlaybookVersion:
    """The version in force. Raises NotFound for an unknown key, NotPublished for a playbook without one or archived."""
    found = playbook
    if isinstance(found, str):
        known = Playbook.objects.filter(key=found).first()
        if known is None:
            raise NotFound(_("Not found."))
        found = known
    if found.state == PlaybookState.ARCHIVED:
        raise NotPublished(_("“%(name)s” is archived. Bring it back to start it.") % {"name": found.name})
    version = found.versions.filter(status=VersionStatus.PUBLISHED).first()
    if version is None:
        raise NotPublished(
            _("“%(name)s” has no published version yet. Publish its draft.") % {"name": found.name}
        )
    return version


def start_on(
    starts: Sequence[Start], version: PlaybookVersion, *, by: Member | None, today: date, now: datetime
) -> list[Run]:
    """Start a version on many accounts, in a handful of statements; runs that a CTA has already are left out."""
    runs = [
        Run(
            account_id=start.account_id, playbook_id=version.playbook_id, version=version, cta_id=start.cta_id,
            started_on=today, started_at=now, started_by=by,
        )
        for start in _without_run(starts, version)
    ]  # fmt: skip
    Run.objects.bulk_create(runs, batch_size=AT_ONCE)
    steps = list(PlaybookStep.objects.filter(version=version).order_by("position"))
    owners = holders_of({run.account_id for run in runs})
    country = country_in_force() if runs else ""
    of_cta = {start.cta_id: start.cta_owner for start in starts if start.cta_id is not None}
    tasks = [
        _task(
            run, step, owners.get(run.account_id, {}), of_cta.get(run.cta_id or 0), by, (today, country), now
        )
        for run in runs
        for step in steps
    ]
    Task.objects.bulk_create(tasks, batch_size=AT_ONCE)
    return runs


def stop_run(run: Run, *, by: Member, now: datetime) -> Run:
    """Stop a run: what is still open is skipped. One that has ended stays as it ended."""
    with transaction.atomic():
        # tasks before their run, as whoever ends a task takes them
        tasks = list(Task.objects.select_for_update().filter(run=run, done_at=None).order_by("pk"))
        current = Run.objects.select_for_update().get(pk=run.pk)
        if current.state != RunState.RUNNING:
            return current
        ids = [task.pk for task in tasks]
        Task.objects.filter(pk__in=ids).update(done_at=now, done_by=by, is_skipped=True, snoozed_until=None)
        Act.objects.bulk_create(
            [Act(task_id=pk, kind=ActKind.CLOSED, at=now, by=by, detail={"skipped": True}) for pk in ids]
        )
        current.state, current.ended_at, current.ended_by = RunState.STOPPED, now, by
        current.save(update_fields=["state", "ended_at", "ended_by"])
    return current


def _without_run(starts: Sequence[Start], version: PlaybookVersion) -> list[Start]:
    """Those whose CTA has no run of this playbook; the CTAs are locked, so that two who ask at once take turns."""
    asked = [start.cta_id for start in starts if start.cta_id is not None]
    if not asked:
        return list(starts)
    list(Cta.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))
    there = Run.objects.filter(cta_id__in=asked, playbook_id=version.playbook_id)
    running = set(there.values_list("cta_id", flat=True))
    return [start for start in starts if start.cta_id not in running]


def _task(
    run: Run,
    step: PlaybookStep,
    owners: Mapping[str, Holder],
    of_cta: Holder | None,
    by: Member | None,
    begins: tuple[date, str],
    now: datetime,
) -> Task:
    holder = holder_of(owners, [step.owner_role]) if step.owner_role else Holder()
    if holder.is_nobody and of_cta is not None:
        holder = of_cta
    if holder.is_nobody:
        holder = holder_of(owners, roles_for(""))
    return Task(
        account_id=run.account_id,
        run=run,
        step=step,
        cta_id=run.cta_id,
        position=step.position,
        title=step.title,
        instructions=step.instructions,
        owner_id=holder.member_id,
        team_id=holder.team_id,
        due_on=due_day(begins[0], step.offset_days, step.day_kind, begins[1]),
        checklist=[{"text": text, "done": False} for text in step.checklist],
        visible_to_customer=step.visible_to_customer,
        created_at=now,
        created_by=by,
    )
