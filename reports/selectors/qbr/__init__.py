"""Facts for a review, and the reviews that were made."""

from reports.selectors.qbr.collect import collect_facts
from reports.selectors.qbr.made import actions_before, made_of

__all__ = ["actions_before", "collect_facts", "made_of"]
