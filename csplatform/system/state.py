"""What the System page shows: read here, in the words of people."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import events
from core.links import href
from core.marks import BEAT_SECONDS, HEARTBEAT_KEY
from core.models import FailedTask, StoredEvent
from core.readiness import last_sweeps, redis_client
from csplatform.selectors import UNDER_WAY, PlatformFact, platform_facts, queue_lengths
from workspaces.models import Workspace
from workspaces.selectors.keyset import Slice, newest_first

PAGE = 25
#: Tasks in people's words; one that is not named here is shown by its own name.
TASKS = {
    "accounts.empty_bin": gettext_lazy("Emptying the bin"),
    "accounts.refresh_figures": gettext_lazy("Figures of accounts"),
    "core.deliver_events": gettext_lazy("Passing news on"),
    "health.recompute_due": gettext_lazy("Daily recompute of health"),
    "health.recompute_today": gettext_lazy("Recompute of health"),
    "health.recompute_history": gettext_lazy("Weekly history of health"),
    "health.rescore_accounts": gettext_lazy("Health after a change"),
    "integrations.mend_imports": gettext_lazy("Looking after imports and exports"),
    "integrations.work_on_import": gettext_lazy("Import"),
    "integrations.write_export": gettext_lazy("Export"),
    "lifecycle.place_accounts": gettext_lazy("Stages of imported accounts"),
    "lifecycle.mend_plan_prints": gettext_lazy("Looking after PDFs of success plans"),
    "lifecycle.render_plan": gettext_lazy("PDFs of success plans"),
    "lifecycle.run_day": gettext_lazy("Renewal reminders, handshakes, promises and churn of the day"),
    "notifications.mail_due": gettext_lazy("Mail about notices"),
    "notifications.tell_mentioned": gettext_lazy("Notices of mentions"),
    "playbooks.run_rule": gettext_lazy("One rule"),
    "playbooks.run_rules": gettext_lazy("Rules"),
    "playbooks.run_rules_on": gettext_lazy("Rules after a change"),
    "portal.decide_late_inquiries": gettext_lazy("Inquiries whose first answer is late"),
    "reports.mend_prints": gettext_lazy("Looking after reviews"),
    "reports.take_facts": gettext_lazy("Facts of a business review"),
    "reports.render_qbr": gettext_lazy("Business review as PDF"),
    "surveys.invite": gettext_lazy("Mails of surveys"),
    "surveys.run_day": gettext_lazy("Surveys of the day"),
    "workspaces.clear_stray_files": gettext_lazy("Clearing away stray files"),
    "workspaces.send_due_mail": gettext_lazy("Mail that is due"),
    "workspaces.send_mail": gettext_lazy("Mail"),
}
#: What the clock rings for.
SWEEPS = {
    "accounts.sweep_bins": gettext_lazy("Bins emptied"),
    "accounts.sweep_figures": gettext_lazy("Figures of accounts"),
    "core.sweep_events": gettext_lazy("News passed on"),
    "health.sweep_due_recomputes": gettext_lazy("Daily recompute of health"),
    "health.sweep_usage_months": gettext_lazy("Room for usage of the coming months"),
    "health.sweep_waiting_histories": gettext_lazy("Weekly histories of health"),
    "integrations.sweep_imports": gettext_lazy("Imports and exports"),
    "lifecycle.sweep_plan_prints": gettext_lazy("PDFs of success plans"),
    "lifecycle.sweep_due_days": gettext_lazy("Renewal reminders, handshakes, promises and churn"),
    "notifications.sweep_mail": gettext_lazy("Mail about notices"),
    "playbooks.sweep_rules": gettext_lazy("Rules"),
    "portal.sweep_late_inquiries": gettext_lazy("Late inquiries"),
    "portal.sweep_mailbox": gettext_lazy("Answers by mail"),
    "reports.sweep_prints": gettext_lazy("Business reviews"),
    "surveys.sweep_due_days": gettext_lazy("Surveys"),
    "workspaces.sweep_outbox": gettext_lazy("Mail"),
    "workspaces.sweep_stray_files": gettext_lazy("Stray files cleared away"),
}
NEWS = {
    events.ACCOUNT_FACTS_CHANGED: gettext_lazy("Facts of accounts changed"),
    events.ACCOUNT_MENTIONED: gettext_lazy("Somebody was mentioned"),
    events.BAND_CHANGED: gettext_lazy("Health changed its band"),
    events.RENEWAL_MILESTONE_REACHED: gettext_lazy("A renewal reached a milestone"),
}
STUCK = {("mail", "cut_off"), ("mail", "refused"), ("mail", "parked"), ("news", "parked"), ("task", "parked")}


@dataclass(frozen=True)
class Figure:
    """One figure of the strip."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class TaskRow:
    failed: FailedTask
    label: str
    is_parked: bool
    tries: str


@dataclass(frozen=True)
class NewsRow:
    event: StoredEvent
    label: str


@dataclass(frozen=True)
class Sweep:
    """`at` is None when no mark is left: Redis was emptied, or it never ran."""

    label: str
    at: datetime | None


@dataclass(frozen=True)
class Pulse:
    """Whether worker and clock live; `reachable` False when Redis does not answer."""

    reachable: bool
    worker: bool = False
    clock: bool = False
    sweeps: tuple[Sweep, ...] = ()


@dataclass(frozen=True)
class Whole:
    """For the operator alone: the platform over all workspaces."""

    queues: tuple[tuple[str, int], ...]
    stuck: tuple[tuple[str, str, int], ...]
    versions: tuple[tuple[str, str], ...]


def figures(facts: Sequence[PlatformFact]) -> tuple[Figure, ...]:
    """The strip: mail, news and long work of the workspace in force."""
    held = {(fact.kind, fact.state): fact for fact in facts}

    def number(kind: str, *states: str) -> int:
        return int(sum(held[kind, state].number for state in states if (kind, state) in held))

    recompute = held.get(("recompute", "done"))
    return (
        Figure(
            _("Mail that waits"), str(number("mail", "waiting")),
            _("%(count)s for you to decide") % {"count": number("mail", "cut_off", "refused", "parked")},
            href("workspaces:outbox"),
        ),
        Figure(
            _("News not passed on yet"), str(number("news", "waiting")),
            _("%(count)s parked") % {"count": number("news", "parked")},
        ),
        Figure(
            _("Imports, exports and reviews under way"),
            str(
                number("import", "reading", "checking", "running")
                + number("export", "queued", "running")
                + number("print", "waiting", "rendering")
            ),
        ),
        Figure(
            _("Last recompute of health"),
            _("%(hours)s h ago") % {"hours": f"{recompute.oldest_seconds / 3600:.1f}"} if recompute else "–",
            _("took %(seconds)s s") % {"seconds": f"{recompute.number:.1f}"} if recompute else "",
        ),
    )  # fmt: skip


def failed_tasks(after: str) -> Slice[TaskRow]:
    """Tasks of the workspace in force that failed, the newest first."""
    page = newest_first(FailedTask.objects.all(), "last_failed_at", after=after, size=PAGE)
    return Slice([_task_row(row) for row in page.rows], page.next_mark)


def parked_news(after: str) -> Slice[NewsRow]:
    """News of the workspace in force whose subscribers kept failing, the newest first."""
    parked = StoredEvent.objects.filter(delivered_at=None).exclude(parked_at=None)
    page = newest_first(parked, "created_at", after=after, size=PAGE)
    return Slice([NewsRow(row, str(NEWS.get(row.name, row.name))) for row in page.rows], page.next_mark)


def pulse(names: Sequence[str], *, now: datetime) -> Pulse:
    """Worker, clock, and when each sweep of `names` ran last."""
    try:
        marks = last_sweeps()
        worker = bool(redis_client().get(HEARTBEAT_KEY))
    except redis.RedisError:
        return Pulse(reachable=False)
    found = tuple(
        Sweep(
            str(SWEEPS.get(name, name)), datetime.fromtimestamp(marks[name], UTC) if name in marks else None
        )
        for name in sorted(names)
    )
    newest = max((sweep.at for sweep in found if sweep.at), default=None)
    alive = newest is not None and (now - newest).total_seconds() < BEAT_SECONDS
    return Pulse(True, worker, alive, found)


def whole_platform() -> Whole:
    """Queues, what is stuck in which workspace, and versions. Only for the operator."""
    try:
        lengths = queue_lengths()
    except redis.RedisError:
        lengths = {}
    names = dict(Workspace.objects.values_list("pk", "name"))
    stuck: dict[str, dict[str, int]] = {}
    for fact in platform_facts():
        if (fact.kind, fact.state) in STUCK:
            of_one = stuck.setdefault(names.get(fact.workspace_id, str(fact.workspace_id)), {})
            of_one[fact.kind] = of_one.get(fact.kind, 0) + int(fact.number)
    kinds = {"mail": _("Mail"), "news": _("News"), "task": _("Tasks")}
    labels = {UNDER_WAY: _("in workers' hands")}
    return Whole(
        tuple((str(labels.get(queue, queue)), length) for queue, length in lengths.items()),
        tuple((name, kinds[kind], count) for name, of in sorted(stuck.items()) for kind, count in of.items()),
        _versions(),
    )


def _versions() -> tuple[tuple[str, str], ...]:
    server: Any = connection.connection.server_version
    return (
        ("CS Platform", settings.VERSION),
        ("Python", sys.version.partition(" ")[0]),
        ("Django", version("django")),
        ("Celery", version("celery")),
        ("PostgreSQL", f"{server // 10_000}.{server % 10_000}"),
    )


def _task_row(row: FailedTask) -> TaskRow:
    tries = _("failed %(count)s×") % {"count": row.attempts}
    return TaskRow(row, str(TASKS.get(row.name, row.name)), row.parked_at is not None, tries)
