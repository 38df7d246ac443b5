"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Segment(TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    MID_MARKET = "mid_market", _("Mid-Market")
    SMB = "smb", _("SMB")


class Touch(TextChoices):
    HIGH = "high", _("High touch")
    LOW = "low", _("Low touch")
    DIGITAL = "digital", _("Digital touch")


class Stage(TextChoices):
    LAND = "land", _("Land")
    ADOPT = "adopt", _("Adopt")
    EXPAND = "expand", _("Expand")
    RENEW = "renew", _("Renew")


class AccountStatus(TextChoices):
    """Prospect: no contract has started yet. Active: has or had one. Churned: the last fact is a churn."""

    PROSPECT = "prospect", _("Prospect")
    ACTIVE = "active", _("Active")
    CHURNED = "churned", _("Churned")


class OwnerRole(TextChoices):
    CSM = "csm", _("CSM")
    AM = "am", _("Account Manager")
    DM = "dm", _("Delivery Manager")
    RM = "rm", _("Renewal Manager")


class StakeholderRole(TextChoices):
    SPONSOR = "sponsor", _("Sponsor")
    CHAMPION = "champion", _("Champion")
    ECONOMIC_BUYER = "economic_buyer", _("Economic buyer")
    DECISION_MAKER = "decision_maker", _("Decision maker")
    INFLUENCER = "influencer", _("Influencer")
    END_USER = "end_user", _("End user")
    IT = "it", _("IT")
    FINANCE = "finance", _("Finance")
    OTHER = "other", _("Other")


class ContactLevel(TextChoices):
    C_LEVEL = "c_level", _("C-level")
    DIRECTOR = "director", _("Director")
    MANAGER = "manager", _("Manager")
    SPECIALIST = "specialist", _("Specialist")


class Influence(TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Stance(TextChoices):
    PROMOTER = "promoter", _("Promoter")
    SUPPORTER = "supporter", _("Supporter")
    NEUTRAL = "neutral", _("Neutral")
    CRITIC = "critic", _("Critic")
    DETRACTOR = "detractor", _("Detractor")


class LineKind(TextChoices):
    RECURRING = "recurring", _("Recurring")
    ONE_OFF = "one_off", _("One-off")
    ADOPTION_SERVICE = "adoption_service", _("Adoption service")


class BillingFrequency(TextChoices):
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", _("Half-yearly")
    ANNUAL = "annual", _("Annual")


class EntryKind(TextChoices):
    """What somebody wrote down about an account."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    EMAIL = "email", _("E-mail")


class TicketPriority(TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class TicketStatus(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class InvoiceState(TextChoices):
    """Follows from payments and the due date: accounts.rules.invoice_state."""

    OPEN = "open", pgettext_lazy("invoice", "Open")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
    CREDITED = "credited", _("Credited")


class PaymentKind(TextChoices):
    PAYMENT = "payment", _("Payment")
    CREDIT_NOTE = "credit_note", _("Credit note")


class StatusWarning(TextChoices):
    """A contradiction that was kept: the facts do not agree on whether the account is a customer."""

    OPEN_DESPITE_CHURN = (
        "open_despite_churn",
        _("A churn is recorded, but contracts that began before it are still open."),
    )
    RETURN_NOT_RECORDED = (
        "return_not_recorded",
        _("A contract begins after the recorded churn, but no return is recorded."),
    )
    CHURN_AHEAD = "churn_ahead", _("A churn is recorded for a later date.")
    DECLARED_CHURNED = (
        "declared_churned",
        _("The source calls the account churned, but its contracts and churn records do not."),
    )
