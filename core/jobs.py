"""Work for later: tasks that open their workspace, and enqueueing after commit.

Celery is the alarm clock, the database is the truth. `enqueue` may be lost with Redis; a sweep heals it.
"""

from collections.abc import Callable
from typing import Any

import structlog
from celery import Task, current_app, shared_task
from celery.exceptions import Ignore
from django.db import DatabaseError, InterfaceError, transaction
from django.db import OperationalError as DatabaseAway
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core import clock
from core.logs import redacted
from core.readiness import mark_sweep
from core.tenancy.scope import current_workspace_id, no_workspace, workspace_scope
from core.tracing import headers_for_task

log = structlog.get_logger(__name__)
DATABASE_PAUSE_SECONDS = 5.0


class WorkspaceTask(Task):
    """A task whose first argument is the workspace id; the body runs inside that workspace's scope."""

    abstract = True
    one_scope = True
    opens_workspace = True

    def __call__(self, workspace_id: int, *args: Any, **kwargs: Any) -> Any:
        if current_workspace_id() is not None:  # called in place, as a command or a test does
            return self.run(workspace_id, *args, **kwargs)
        with no_workspace():
            if self._came_back_too_often((workspace_id, *args)):
                # Gone from the queue, and no success: that would forget the row which tells of it.
                raise Ignore
            if not self.one_scope:
                return self.run(workspace_id, *args, **kwargs)
            with workspace_scope(workspace_id):
                return self.run(workspace_id, *args, **kwargs)

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        """In a worker: earlier failures of the same work are forgotten."""
        from core import failures

        if not self._is_of_a_workspace(args):
            return
        try:
            with no_workspace(), workspace_scope(args[0]):
                failures.settle(self.name, args[1:])
        except DatabaseError as error:
            log.warning("success_not_noted", task=self.name, reason=type(error).__name__)

    def on_failure(self, exc: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """In a worker: counted and tried again, or parked. Without a database the sweeps must heal it alone."""
        if self._is_of_a_workspace(args):
            self._count(args, f"{type(exc).__name__}: {exc}")

    def _came_back_too_often(self, args: Any) -> bool:
        """A message that is delivered again had a worker that died of it, or that was too slow: counted before
        it runs, for a worker that dies cannot count."""
        from core import failures

        delivery = self.request.delivery_info or {}
        if self.request.called_directly or not delivery.get("redelivered"):
            return False
        with workspace_scope(args[0]):
            failure = failures.note_failure(
                self.name, args[1:], error="The worker ended in the middle of it.", now=clock.now()
            )
        if failure.is_parked:
            log.error("task_parked", task=self.name, attempts=failure.attempts, see="Settings, System")
        return failure.is_parked

    def _count(self, args: Any, reason: str) -> None:
        from core import failures

        try:
            with no_workspace(), workspace_scope(args[0]):
                failure = failures.note_failure(self.name, args[1:], error=redacted(reason), now=clock.now())
        except (DatabaseAway, InterfaceError) as error:
            # No fault of the task: it comes again until the database is back.
            log.warning("failure_not_noted", task=self.name, reason=type(error).__name__)
            self._again(args, DATABASE_PAUSE_SECONDS)
            return
        except DatabaseError as error:
            log.error("failure_not_noted", task=self.name, reason=type(error).__name__)
            return
        if failure.is_parked:
            log.error("task_parked", task=self.name, attempts=failure.attempts, see="Settings, System")
            return
        self._again(args, failure.pause_seconds)

    def _again(self, args: Any, pause: float) -> None:
        try:
            send_or_raise(self.name, *args, after_seconds=pause)
        except (OperationalError, RedisError, OSError) as error:
            log.warning("task_not_sent", task=self.name, reason=type(error).__name__)

    def _is_of_a_workspace(self, args: Any) -> bool:
        return not self.request.called_directly and bool(args) and type(args[0]) is int


class LongWorkspaceTask(WorkspaceTask):
    """A task that opens a scope per batch itself, so that progress is seen and locks are short."""

    abstract = True
    one_scope = False


class SweepTask(Task):
    """A task of the clock, in no workspace; leaves a mark of when it ran last."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with no_workspace():
            done = self.run(*args, **kwargs)
        if not self.request.called_directly:
            try:
                mark_sweep(self.name)
            except RedisError as error:
                log.warning("sweep_not_marked", reason=type(error).__name__)
        return done


def workspace_task(name: str, *, queue: str = "default", long: bool = False, **options: Any) -> Callable:
    """Declare a task `app.verb` of a queue; its arguments are ids, `workspace_id` first."""
    base = LongWorkspaceTask if long else WorkspaceTask
    return shared_task(name=name, base=base, line=queue, acks_late=True, **options)


def sweep_task(name: str, **options: Any) -> Callable:
    """Declare a sweep: no workspace of its own, it hands one task per workspace on."""
    return shared_task(name=name, base=SweepTask, acks_late=True, **options)


def enqueue(name: str, workspace_id: int, *args: Any) -> None:
    """Send a task once the transaction in force has committed (at once outside one)."""
    transaction.on_commit(lambda: send(name, workspace_id, *args))


def send(name: str, *args: Any) -> bool:
    """Send a task now; False, and a line in the log, when Redis cannot be reached."""
    try:
        send_or_raise(name, *args)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("task_not_sent", task=name, reason=type(error).__name__)
        return False
    return True


def send_or_raise(name: str, *args: Any, after_seconds: float = 0) -> None:
    """Send a task now, to start at once or later; raises kombu's OperationalError when Redis cannot be reached."""
    if name not in current_app.tasks:
        # Only a worker imports all tasks at its start; without them nobody here knows the task's queue.
        current_app.loader.import_default_modules()
    task = current_app.tasks.get(name)
    queue = getattr(task, "line", "default")
    current_app.send_task(
        name,
        args=args,
        queue=queue,
        retry=False,
        countdown=after_seconds or None,
        headers=headers_for_task(),
    )
