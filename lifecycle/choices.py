"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MilestoneState(TextChoices):
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Skipped: a nearer milestone was sent")


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
