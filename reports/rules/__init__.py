"""Arithmetic of reports: no database, no clock. All names from here."""

from reports.rules.figures import FEWEST_PEERS, share_of
from reports.rules.quarters import Quarter, quarter_named, quarter_of

__all__ = ["FEWEST_PEERS", "Quarter", "quarter_named", "quarter_of", "share_of"]
