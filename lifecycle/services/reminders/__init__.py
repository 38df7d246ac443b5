"""Renewal reminders: what is due is decided, told in the app and put into the outbox, in one transaction."""

from lifecycle.services.reminders.sweep import Swept, sweep_due_milestones

__all__ = ["Swept", "sweep_due_milestones"]
