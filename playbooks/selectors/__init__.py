"""Reads of this app; the narrow doors that other apps use by name."""

from playbooks.selectors.customers import customer_tasks
from playbooks.selectors.owners import holders_of

__all__ = ["customer_tasks", "holders_of"]
