"""Which workspace is in force: a context variable for Python, a transaction-local setting for PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum

from django.db import connection, transaction


class NoWorkspace(RuntimeError):
    """A tenant table was asked for while no workspace was in force."""


class WorkspaceMismatch(RuntimeError):
    """A second workspace was opened inside the first, or a row of another workspace was saved."""


class _Wide(Enum):
    OPEN = "open"


_current: ContextVar[int | _Wide | None] = ContextVar("workspace_id", default=None)


def current_workspace_id() -> int | None:
    """The id of the workspace in force, None outside a scope."""
    value = _current.get()
    return value if isinstance(value, int) else None


def required_workspace_id() -> int:
    """The id of the workspace in force; raises NoWorkspace outside a scope."""
    workspace_id = current_workspace_id()
    if workspace_id is None:
        raise NoWorkspace("No workspace is in force: open workspace_scope(id) first.")
    return workspace_id


def is_unscoped() -> bool:
    """True inside unscoped(): managers then add no filter (row-level security still holds)."""
    return _current.get() is _Wide.OPEN


@contextmanager
def workspace_scope(workspace_id: int) -> Iterator[int]:
    """Open one transaction in which exactly this workspace's rows are seen and written.

    Raises TypeError for anything but an int, WorkspaceMismatch inside another workspace's scope.
    Entering the same workspace again opens a savepoint only.
    """
    if type(workspace_id) is not int:
        raise TypeError(f"A workspace id is an int, not {workspace_id!r}.")
    inside = _current.get()
    if isinstance(inside, int) and inside != workspace_id:
        raise WorkspaceMismatch(f"Workspace {workspace_id} was opened inside workspace {inside}.")
    nested_in_transaction = connection.in_atomic_block
    with transaction.atomic():
        _set_local("app.workspace_id", str(workspace_id))
        token = _current.set(workspace_id)
        try:
            yield workspace_id
        finally:
            _current.reset(token)
        # SET LOCAL outlives RELEASE SAVEPOINT: without this an outer transaction would keep the workspace.
        if nested_in_transaction and not connection.needs_rollback:
            _set_local("app.workspace_id", str(inside) if isinstance(inside, int) else "")


@contextmanager
def person_scope(user_id: int) -> Iterator[None]:
    """Let one person read the own memberships of all workspaces (SELECT-only policy `person`)."""
    if type(user_id) is not int:
        raise TypeError(f"A user id is an int, not {user_id!r}.")
    with transaction.atomic():
        _set_local("app.user_id", str(user_id))
        with unscoped("a person's own memberships, narrowed by the policy `person`"):
            yield
        if not connection.needs_rollback:
            _set_local("app.user_id", "")


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Take the managers' filter away, for the stated reason; row-level security still applies."""
    if not reason:
        raise ValueError("unscoped() wants a reason.")
    token = _current.set(_Wide.OPEN)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def no_workspace() -> Iterator[None]:
    """Clear the workspace in force, as a worker does between tasks."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


def _set_local(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
