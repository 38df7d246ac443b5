"""Forms of this app. All names from here."""

from lifecycle.forms.churn import ChurnForm, ReturnForm

__all__ = ["ChurnForm", "ReturnForm"]
