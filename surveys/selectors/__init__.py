"""Reads of surveys; what the apps above ask for is named here."""

from surveys.selectors.invitations import OpenInvitation, waiting_for_contact

__all__ = ["OpenInvitation", "waiting_for_contact"]
