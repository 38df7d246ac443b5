"""What the pages of one CTA, task, run and playbook show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from accounts.access import visible_accounts
from playbooks.choices import PlaybookState, RunState, VersionStatus
from playbooks.models import Act, Cta, Playbook, PlaybookStep, PlaybookVersion, Run, Task
from playbooks.rules import Progress, progress_of
from workspaces.models import Member

MOST_ACTS, MOST_RUNS = 100, 20


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run with its tasks in their order."""

    run: Run
    tasks: tuple[Task, ...]
    progress: Progress

    @property
    def next(self) -> Task | None:
        """The first task that is still open."""
        return next((task for task in self.tasks if task.done_at is None), None)


@dataclass(frozen=True, slots=True)
class PlaybookShown:
    """A playbook in the list."""

    playbook: Playbook
    published: PlaybookVersion | None
    has_draft: bool
    steps: int
    running: int


def acts_of(thing: Cta | Task) -> list[Act]:
    """What was done to a CTA or a task, newest first. One query."""
    which = {"cta": thing} if isinstance(thing, Cta) else {"task": thing}
    return list(Act.objects.filter(**which).select_related("by__user").order_by("-at", "-pk")[:MOST_ACTS])


def runs_of_cta(cta: Cta) -> list[RunShown]:
    """The playbooks that run, or ran, for a CTA. Two queries."""
    return _shown(
        Run.objects.filter(cta=cta).select_related("playbook", "version").order_by("-started_at", "-pk")
    )


def runs_of_account(account_id: int) -> list[RunShown]:
    """The playbooks at work on an account, newest first. Two queries."""
    running = Run.objects.filter(account_id=account_id, state=RunState.RUNNING)
    return _shown(running.select_related("playbook", "version").order_by("-started_at", "-pk"))


def run_shown(run: Run) -> RunShown:
    """One run with its tasks. One query."""
    tasks = tuple(
        Task.objects.filter(run=run)
        .select_related("owner__user", "team", "done_by__user")
        .order_by("position", "pk")
    )
    return RunShown(run, tasks, progress_of(task.done_at is not None for task in tasks))


def free_tasks_of(cta: Cta) -> list[Task]:
    """The tasks of a CTA that come of no playbook. One query."""
    found = Task.objects.filter(cta=cta, run=None).select_related("owner__user", "team")
    return list(found.order_by("done_at", "due_on", "pk")[:50])


def playbooks_shown(member: Member) -> list[PlaybookShown]:
    """All playbooks, those in use first; runs are counted on the accounts that the member sees. Two queries."""
    seen = Q(runs__account__in=visible_accounts(member).values("pk"))
    runs = Count("runs", filter=seen & Q(runs__state=RunState.RUNNING))
    published = PlaybookVersion.objects.filter(status=VersionStatus.PUBLISHED).annotate(
        n_steps=Count("steps")
    )
    drafts = PlaybookVersion.objects.filter(playbook=OuterRef("pk"), status=VersionStatus.DRAFT)
    found = (
        Playbook.objects.annotate(n_running=runs, n_drafts=Exists(drafts))
        .prefetch_related(Prefetch("versions", queryset=published, to_attr="in_force"))
        .order_by("state", "name", "pk")
    )
    return [
        PlaybookShown(
            book,
            book.in_force[0] if book.in_force else None,
            bool(book.n_drafts),
            book.in_force[0].n_steps if book.in_force else 0,
            book.n_running,
        )
        for book in found
    ]


def startable() -> list[Playbook]:
    """The playbooks that can be started, by name. One query."""
    published = PlaybookVersion.objects.filter(playbook=OuterRef("pk"), status=VersionStatus.PUBLISHED)
    found = Playbook.objects.filter(Exists(published), state=PlaybookState.ACTIVE)
    return list(found.order_by("name", "pk"))


def steps_of(version: PlaybookVersion | None) -> list[PlaybookStep]:
    """The steps of a version in their order."""
    if version is None:
        return []
    return list(PlaybookStep.objects.filter(version=version).order_by("position"))


def versions_of(playbook: Playbook, member: Member) -> list[PlaybookVersion]:
    """All versions, newest first, each with how many runs it has on accounts that the member sees as `n_runs`."""
    found = PlaybookVersion.objects.filter(playbook=playbook).select_related(
        "published_by__user", "created_by__user"
    )
    return list(
        found.annotate(
            n_runs=Count("runs", filter=Q(runs__account__in=visible_accounts(member).values("pk")))
        ).order_by("-number")
    )


def _shown(runs: Sequence[Run]) -> list[RunShown]:
    chosen = list(runs[:MOST_RUNS])
    tasks: dict[int | None, list[Task]] = defaultdict(list)
    found = Task.objects.filter(run__in=[run.pk for run in chosen]).select_related(
        "owner__user", "team", "done_by__user"
    )
    for task in found.order_by("position", "pk") if chosen else ():
        tasks[task.run_id].append(task)
    return [
        RunShown(run, tuple(tasks[run.pk]), progress_of(task.done_at is not None for task in tasks[run.pk]))
        for run in chosen
    ]
