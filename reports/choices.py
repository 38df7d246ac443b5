"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Edition(TextChoices):
    """For whom a review is made; the two are never mixed [domain.md, Reviews]."""

    CUSTOMER = "customer", _("Customer edition")
    INTERNAL = "internal", _("Internal edition")


class Paper(TextChoices):
    A4 = "a4", _("A4")
    LETTER = "letter", _("Letter")


class Language(TextChoices):
    """The languages that a review is printed in, each by its own name; the pages around it have their own list."""

    ENGLISH = "en", "English"
    FINNISH = "fi", "Suomi"
    UKRAINIAN = "uk", "Українська"


class PrintState(TextChoices):
    """How far a snapshot is: its facts first, then its PDF."""

    TAKING = "taking", _("Facts being taken")
    NONE = "none", _("Not made yet")
    WAITING = "waiting", _("Waiting for a worker")
    RENDERING = "rendering", _("Being made")
    DONE = "done", _("Made")
    FAILED = "failed", _("Failed")


#: States in which a worker has, or is about to have, the snapshot in hand.
BUSY = (PrintState.TAKING, PrintState.WAITING, PrintState.RENDERING)


class Section(TextChoices):
    """The chapters that may be left out; cover, summary and definitions always stand."""

    VALUE = "value", _("Value realised")
    HEALTH = "health", _("Health")
    USAGE = "usage", _("Adoption and usage")
    SUPPORT = "support", _("Support and satisfaction")
    PEOPLE = "people", _("People")
    RENEWAL = "renewal", _("Contracts and renewal")
    CORRECTIVE = "corrective", _("Check-in and corrective actions")
    ACTIONS = "actions", _("Action items")


#: What each edition may hold, in its order. Only the internal one says what we would do about the account, and shows of
#: the success plan what is ours alone.
SECTIONS: dict[str, tuple[Section, ...]] = {
    Edition.CUSTOMER: tuple(section for section in Section if section != Section.CORRECTIVE),
    Edition.INTERNAL: tuple(Section),
}
