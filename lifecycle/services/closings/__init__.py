"""The renewal of a contract's term closed with an outcome, and taken back."""

from lifecycle.services.closings.closing import ClosingFields, close_renewal
from lifecycle.services.closings.reopening import reopen_renewal

__all__ = ["ClosingFields", "close_renewal", "reopen_renewal"]
