"""Work of the portal by the clock; each subject has a module of its own."""

from portal.tasks import inquiries

__all__ = ["inquiries"]
