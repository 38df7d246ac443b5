"""How long what was deleted can come back."""

from datetime import timedelta

KEPT_IN_BIN = timedelta(days=30)
