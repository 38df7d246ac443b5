"""Work for later: tasks that open their workspace, and enqueueing after commit.

Celery is the alarm clock, the database is the truth. `enqueue` may be lost with Redis; a sweep heals it.
"""

from collections.abc import Callable
from typing import Any

import structlog
from celery import Task, current_app, shared_task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.tenancy.scope import current_workspace_id, no_workspace, workspace_scope

log = structlog.get_logger(__name__)


class WorkspaceTask(Task):
    """A task whose first argument is the workspace id; the body runs inside that workspace's scope."""

    abstract = True
    one_scope = True

    def __call__(self, workspace_id: int, *args: Any, **kwargs: Any) -> Any:
        if current_workspace_id() is not None:  # called in place, as a command or a test does
            return self.run(workspace_id, *args, **kwargs)
        with no_workspace():
            if not self.one_scope:
                return self.run(workspace_id, *args, **kwargs)
            with workspace_scope(workspace_id):
                return self.run(workspace_id, *args, **kwargs)


class LongWorkspaceTask(WorkspaceTask):
    """A task that opens a scope per batch itself, so that progress is seen and locks are short."""

    abstract = True
    one_scope = False


def workspace_task(name: str, *, queue: str = "default", long: bool = False, **options: Any) -> Callable:
    """Declare a task `app.verb` of a queue; its arguments are ids, `workspace_id` first."""
    base = LongWorkspaceTask if long else WorkspaceTask
    return shared_task(name=name, base=base, line=queue, acks_late=True, **options)


def sweep_task(name: str, **options: Any) -> Callable:
    """Declare a sweep: no workspace of its own, it hands one task per workspace on."""
    return shared_task(name=name, acks_late=True, **options)


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
    task = current_app.tasks.get(name)
    queue = getattr(task, "line", "default")
    current_app.send_task(name, args=args, queue=queue, retry=False, countdown=after_seconds or None)
