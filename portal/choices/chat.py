"""The words of live chat that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoomState(TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("In work")
    HANDED = "handed", _("Handed over")
    CLOSED = "closed", _("Closed")


class Side(TextChoices):
    """Who wrote a line: the customer's contact, one of staff, or the platform itself."""

    CUSTOMER = "customer", _("Customer")
    STAFF = "staff", _("Staff")
    PLATFORM = "platform", _("Platform")


class Event(TextChoices):
    """What a line of the platform tells."""

    NONE = "", _("None")
    TAKEN = "taken", _("Taken")
    HANDED = "handed", _("Handed over")
    ASKED = "asked", _("Asked to join")
    JOINED = "joined", _("Joined")
    ESCALATED = "escalated", _("Escalated")
    INQUIRY = "inquiry", _("Made an inquiry")
    CLOSED = "closed", _("Closed")
