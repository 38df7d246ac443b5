"""The words of this app that are stored, with what people read."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Mail(TextChoices):
    """When a notice is also told by mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In the daily digest")
    OFF = "off", _("Never")


class Group(TextChoices):
    """The parts of a digest, in their order."""

    LATE = "late", _("Late")
    DUE = "due", _("Due")
    FELL = "fell", _("Fell")
    NEWS = "news", _("Also new")


class Weekday(IntegerChoices):
    """As ISO counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Show(TextChoices):
    """Which notices a page lists."""

    ALL = "all", _("All")
    UNREAD = "unread", _("Unread")
    MENTIONS = "mentions", _("Mentions")
