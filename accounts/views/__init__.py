"""Pages of accounts. Apps above build their tabs on account_frame."""

from accounts.views.frame import account_frame, past_day_asked

__all__ = ["account_frame", "past_day_asked"]
