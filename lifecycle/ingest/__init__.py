"""Whole files of churn records, and what they say of the accounts."""

from lifecycle.ingest.churn import upsert_churn
from lifecycle.ingest.standing import apply_records

__all__ = ["apply_records", "upsert_churn"]
