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
    INVOICES = "invoices", _("Invoices")
    SATISFACTION = "satisfaction", _("Satisfaction scores")
    MANUAL = "manual", _("By hand")
    IMPORT = "import", _("Imported")


class Measure(TextChoices):
    """By which rule a reading was rated: what its value and basis mean. Both are thousandths."""

    HAND = "hand", _("Assessed by hand")
    FEATURES_OF_LIST = "features_list", _("Features used of those in the product's list, 30 days")
    FEATURES_OF_MEDIAN = "features_median", _("Features used against the median of the book, 30 days")
    LICENCES = "licences", _("Active licences of those bought, 30 days")
    TICKETS_ESCALATED = "tickets_escalated", _("Tickets in 90 days; one escalated in the last 30")
    TICKETS_URGENT = "tickets_urgent", _("Tickets in 90 days; too many urgent ones")
    TICKETS_OPEN = "tickets_open", _("Tickets in 90 days; too many open")
    TICKETS_SWIFT = "tickets_swift", _("Tickets in 90 days; few open, solved within a day")
    TICKETS_SLOW = "tickets_slow", _("Tickets in 90 days; neither troubled nor swift")
    TICKETS_NONE = "tickets_none", _("No ticket in 90 days")
    CSAT = "csat", _("Mean satisfaction of 5, 180 days")
    NPS = "nps", _("NPS, 180 days")
    PAID_ON_TIME = "paid_on_time", _("Invoices paid on time of those due in 12 months")
    GROWTH = "growth", _("ARR in percent of the first contract year's")
    USAGE = "usage", _("Use of the product, in all")
    USAGE_PER_SEAT = "usage_per_seat", _("Use of the product per licence bought")


class Voice(TextChoices):
    """What a customer was asked, and so the scale of the answer: 0 to 10, 1 to 5."""

    NPS = "nps", _("NPS")
    CSAT = "csat", _("CSAT")


class ScoreOrigin(TextChoices):
    LIVE = "live", _("Computed on the day")
    HISTORY = "history", _("Computed back over imported data")
    ON_DEMAND = "on_demand", _("Computed for a chosen date")


class RecomputeKind(TextChoices):
    DAY = "day", _("As of a day")
    HISTORY = "history", _("Weekly history")


class MetricKey(TextChoices):
    """The default metrics [002 table 3.2.2], in the order in which every page lists them."""

    UTILISATION_FEATURES = "utilisation_features", _("Utilisation – product features")
    UTILISATION_LICENCES = "utilisation_licences", _("Utilisation – licence activation")
    SUPPORT_TICKETS = "support_tickets", _("Support tickets")
    SENTIMENT = "sentiment", _("Customer sentiment")
    SPONSOR_COVERAGE = "sponsor_coverage", _("Sponsor coverage / advocacy")
    FINANCIAL_HEALTH = "financial_health", _("Customer financial health")
    GROWTH = "growth", _("Customer growth")


class MetricGroup(TextChoices):
    """Under which heading a metric stands: the stages of customer success [003], and money."""

    ONBOARDING = "onboarding", _("Onboarding")
    ADOPTION = "adoption", _("Adoption")
    HEALTH_CHECK = "health_check", _("Health check")
    VOICE = "voice", _("Voice of customer")
    MONEY = "money", _("Money and growth")


class UsageFigure(TextChoices):
    """What a usage metric counts in its window."""

    QUANTITY = "quantity", _("Uses")
    EVENTS = "events", _("Events")
    USERS = "users", _("Active users")
    DAYS = "days", _("Days with use")
    FEATURES = "features", _("Different features used")
    HOURS = "hours", _("Hours of use")
    ERRORS = "errors", _("Errors met")


class Cause(TextChoices):
    """Why a metric's points differ between two scores."""

    RATING_ROSE = "rating_rose", _("Rating rose")
    RATING_FELL = "rating_fell", _("Rating fell")
    BECAME_KNOWN = "became_known", _("Measured again")
    BECAME_STALE = "became_stale", _("Reading ran out")
    BECAME_MISSING = "became_missing", _("No longer measured")
    ADDED = "added", _("New on the scorecard")
    REMOVED = "removed", _("No longer on the scorecard")
    WEIGHT_CHANGED = "weight_changed", _("Weight changed")
    SCALE_CHANGED = "scale_changed", _("Rating scale changed")
    RESCALED = "rescaled", _("Share changed because other metrics came or went")
