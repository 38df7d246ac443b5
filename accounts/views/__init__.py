"""Pages of accounts. Apps above build their tabs on account_frame."""

from accounts.views.frame import account_frame

__all__ = ["account_frame"]
