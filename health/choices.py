"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Band(TextChoices):
    HEALTHY = "healthy", _("Healthy")
    MONITOR = "monitor", _("Monitor")
    AT_RISK = "at_risk", _("At risk")
    UNKNOWN = "unknown", _("Unknown")


class VersionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class ReadingSource(TextChoices):
    USAGE = "usage", _("Product usage")
    TICKETS = "tickets", _("Support tickets")
    CONTRACTS = "contracts", _("Contracts")
    SATISFACTION = "satisfaction", _("Satisfaction scores")
    MANUAL = "manual", _("By hand")
    IMPORT = "import", _("Imported")


class ScoreOrigin(TextChoices):
    LIVE = "live", _("Computed on the day")
    HISTORY = "history", _("Computed back over imported data")
    ON_DEMAND = "on_demand", _("Computed for a chosen date")
