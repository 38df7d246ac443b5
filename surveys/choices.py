"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What is asked, and on which scale: NPS 0 to 10, CSAT 1 to 5 [000 §2.2]."""

    NPS = "nps", _("NPS, 0 to 10")
    CSAT = "csat", _("CSAT, 1 to 5")


class Cadence(TextChoices):
    ONCE = "once", _("Once")
    QUARTERLY = "quarterly", _("Every quarter")
    AFTER_INQUIRY = "after_inquiry", _("After an inquiry closes")


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    RUNNING = "running", pgettext_lazy("survey", "Running")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", pgettext_lazy("survey", "Ended")


class Group(TextChoices):
    """Where an answer stands. NPS knows all three; of CSAT 4 and 5 are positive, 3 lies between, 1 and 2 below."""

    PROMOTER = "promoter", _("Promoter")
    PASSIVE = "passive", _("Passive")
    DETRACTOR = "detractor", _("Detractor")


class Tone(TextChoices):
    """What a comment sounds like; unknown where there is none, or no engine for its language."""

    POSITIVE = "positive", _("Positive")
    NEUTRAL = "neutral", pgettext_lazy("tone", "Neutral")
    NEGATIVE = "negative", _("Negative")
    UNKNOWN = "unknown", _("Unknown")


class LeftOut(TextChoices):
    """Why a contact of the audience is not asked."""

    NO_EMAIL = "no_email", _("no e-mail address")
    STOPPED = "stopped", _("asked not to be asked")
    RESTING = "resting", _("asked a short time ago")
    TWICE = "twice", _("the address is asked under another name")


class Language(TextChoices):
    """The languages that surveys speak, each by its own name; the pages of the staff have their own list."""

    ENGLISH = "en", "English"
    FINNISH = "fi", "Suomi"
    UKRAINIAN = "uk", "Українська"
    RUSSIAN = "ru", "Русский"


#: Lowest and highest score of a kind.
SCALE: dict[str, tuple[int, int]] = {Kind.NPS: (0, 10), Kind.CSAT: (1, 5)}
