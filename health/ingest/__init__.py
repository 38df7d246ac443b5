"""What comes in at volume: usage events and readings, from staged rows, in set-based SQL."""

from health.ingest.readings import upsert_readings
from health.ingest.usage import record_usage

__all__ = ["record_usage", "upsert_readings"]
