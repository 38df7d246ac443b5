"""Writes of this app. All names from here."""

from lifecycle.services.churn import apply_due_records, record_churn, record_return
from lifecycle.services.reminders import Swept, sweep_due_milestones

__all__ = ["Swept", "apply_due_records", "record_churn", "record_return", "sweep_due_milestones"]
