"""Refusals of this app."""

from core.errors import Conflict, DomainError


class CtaClosed(Conflict):
    """The CTA is closed; reopen it first."""

    code = "cta_closed"


class TaskDone(Conflict):
    """The task is done; reopen it first."""

    code = "task_done"


class ChangedMeanwhile(Conflict):
    """Somebody saved between opening and saving; nothing was written."""

    code = "changed_meanwhile"


class NotPublished(Conflict):
    """A playbook without a published version cannot be started."""

    code = "not_published"


class UnknownTrigger(DomainError):
    """No app hands in a trigger of this key."""

    code = "unknown_trigger"
