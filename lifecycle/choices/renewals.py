"""Renewals, churn and their reasons."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MilestoneState(TextChoices):
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Skipped: a nearer milestone was sent")
    CLOSED = "closed", _("Closed before it was due")


class ChurnReason(TextChoices):
    NO_RETURN = "no_return", _("No return seen")
    SLOW_SETUP = "slow_setup", _("Slow set-up")
    UNMET_EXPECTATIONS = "unmet_expectations", _("Unmet expectations")
    LOW_ADOPTION = "low_adoption", _("Low adoption")
    MISSING_FEATURES = "missing_features", _("Missing features")
    POOR_QUALITY = "poor_quality", _("Poor quality")
    SPONSOR_LOST = "sponsor_lost", _("Sponsor lost")
    ACQUIRED = "acquired", _("Acquired")
    STRATEGY = "strategy", _("Change of strategy")
    WRONG_FIT = "wrong_fit", _("Wrong fit")
    RELATIONSHIP = "relationship", _("Relationship")
    PRICE = "price", _("Price or budget")
    COMPETITOR = "competitor", _("Went to a competitor")
    SUPPORT = "support", _("Support")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not told")


class RenewalOutcome(TextChoices):
    RENEWED_SAME = "renewed_same", _("Renewed at the same amount")
    RENEWED_UP = "renewed_up", _("Renewed at a higher amount")
    RENEWED_DOWN = "renewed_down", _("Renewed at a lower amount")
    CHURNED = "churned", _("Churned")
    POSTPONED = "postponed", _("Postponed")


class ClosingKind(TextChoices):
    """What people decide about a term that ends; the amounts say which of the outcomes a renewal is."""

    RENEWED = "renewed", _("Renewed")
    CHURNED = "churned", _("Not renewed")
    POSTPONED = "postponed", _("Postponed")


RENEWED = (RenewalOutcome.RENEWED_SAME, RenewalOutcome.RENEWED_UP, RenewalOutcome.RENEWED_DOWN)


@dataclass(frozen=True)
class AgendaItem:
    """One point of a milestone's agenda: a stable key and the sentence people read."""

    key: str
    text: Promise


@dataclass(frozen=True)
class Agenda:
    """What a milestone is for, in a few words and point by point [002 §4.4]."""

    purpose: Promise
    items: tuple[AgendaItem, ...]


AGENDAS: dict[int, Agenda] = {
    120: Agenda(
        _("Validate the renewal list"),
        (
            AgendaItem("renewal_list", _("Validate the list of contracts and items to renew.")),
            AgendaItem("usage", _("Review usage: licences and features against what was bought.")),
            AgendaItem("satisfaction", _("Review customer satisfaction.")),
            AgendaItem("tickets", _("Review support tickets.")),
        ),
    ),
    90: Agenda(
        _("Start the renewal talk"),
        (
            AgendaItem("renewal_talk", _("Start the renewal talk with the customer.")),
            AgendaItem("items", _("Confirm the items to renew.")),
            AgendaItem("value", _("Show the value realised and the outcomes met.")),
            AgendaItem("handshake", _("Complete handshake 3, Adopt to Renew.")),
        ),
    ),
    60: Agenda(
        _("Resolve objections"),
        (
            AgendaItem("objections", _("Resolve the customer’s objections, one by one.")),
            AgendaItem("price", _("Start the price negotiation.")),
        ),
    ),
    30: Agenda(
        _("Be ready to renew"),
        (
            AgendaItem("scope", _("Have the scope agreed.")),
            AgendaItem("price_agreed", _("Have the price agreed.")),
            AgendaItem("ready", _("Have the subscription ready for renewal.")),
        ),
    ),
}
"""Keyed by days before the term's end. Milestones and their order: lifecycle.rules.MILESTONES."""
