"""Writes of this app. All names from here."""

from lifecycle.services.churn import apply_due_records, record_churn, record_return

__all__ = ["apply_due_records", "record_churn", "record_return"]
