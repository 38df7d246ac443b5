"""Inquiries: what customers ask, how urgent it is, how it stands, and what its history tells."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InquiryKind(TextChoices):
    QUESTION = "question", _("Question")
    PROBLEM = "problem", _("Problem")
    REQUEST = "request", _("Request for a change")
    CONTRACT = "contract", _("Contract or invoice")
    FEEDBACK = "feedback", _("Feedback")


class InquiryStatus(TextChoices):
    """Whose turn it is: of the staff while new and in work, of the customer while waiting."""

    NEW = "new", pgettext_lazy("inquiry", "New")
    OPEN = "open", pgettext_lazy("inquiry", "In work")
    WAITING = "waiting", _("Waiting for the customer")
    CLOSED = "closed", _("Solved")


OPEN_STATUSES = (InquiryStatus.NEW, InquiryStatus.OPEN, InquiryStatus.WAITING)
OUR_TURN = (InquiryStatus.NEW, InquiryStatus.OPEN)


class InquirySource(TextChoices):
    PORTAL = "portal", _("Portal")
    MAIL = "mail", _("E-mail")
    CHAT = "chat", _("Chat")
    STAFF = "staff", _("Opened by a colleague")


class InquiryStepKind(TextChoices):
    """A line of the history, which nobody edits."""

    OPENED = "opened", pgettext_lazy("inquiry", "opened it")
    ANSWERED = "answered", pgettext_lazy("inquiry", "answered")
    WROTE = "wrote", pgettext_lazy("inquiry", "wrote")
    NOTED = "noted", pgettext_lazy("inquiry", "left a note")
    ASSIGNED = "assigned", pgettext_lazy("inquiry", "handed it to")
    STATUS = "status", pgettext_lazy("inquiry", "set the status:")
    PRIORITY = "priority", pgettext_lazy("inquiry", "set the priority:")
    KIND = "kind", pgettext_lazy("inquiry", "set the type:")
    BREACHED = "breached", pgettext_lazy("inquiry", "saw the first answer late")
    ESCALATED = "escalated", pgettext_lazy("inquiry", "escalated it")
    CALMED = "calmed", pgettext_lazy("inquiry", "ended the escalation")
    CLOSED = "closed", pgettext_lazy("inquiry", "closed it as solved")
    REOPENED = "reopened", pgettext_lazy("inquiry", "reopened it")
    RATED = "rated", pgettext_lazy("inquiry", "rated it:")


#: The lines that a customer sees, of whoever did it.
FOR_CUSTOMERS = (
    InquiryStepKind.OPENED,
    InquiryStepKind.ASSIGNED,
    InquiryStepKind.ESCALATED,
    InquiryStepKind.CLOSED,
    InquiryStepKind.REOPENED,
    InquiryStepKind.RATED,
)


class MailOutcome(TextChoices):
    """What became of a mail that came in."""

    TAKEN = "taken", _("Taken into the inquiry")
    REPEATED = "repeated", _("Taken before")
    AUTOMATIC = "automatic", _("An automatic answer, ignored")
    PARKED = "parked", _("Parked for an admin")
    REFUSED = "refused", _("Refused: for no workspace")


class ParkedReason(TextChoices):
    NO_TOKEN = "no_token", _("The address names no inquiry")
    BAD_TOKEN = "bad_token", _("The address was not made by this platform")
    OTHER_SENDER = "other_sender", _("Sent by somebody else than the contact asked")
    NO_CONTACT = "no_contact", _("The contact or the inquiry is gone")
    EMPTY = "empty", _("Nothing is left beside the quoted text")
    TOO_OFTEN = "too_often", _("The contact wrote sixty times within an hour")


class Face(TextChoices):
    """How a customer rates a solved inquiry; the score of each is of five."""

    BAD = "bad", pgettext_lazy("rating", "Bad")
    FAIR = "fair", pgettext_lazy("rating", "Fair")
    GOOD = "good", pgettext_lazy("rating", "Good")


SCORES: dict[str, int] = {Face.BAD: 1, Face.FAIR: 3, Face.GOOD: 5}


def face_of(score: int) -> str:
    """The word of a score of five, which surveys give too: 4 is good, 2 is bad."""
    return str((Face.GOOD if score >= 4 else Face.FAIR if score == SCORES[Face.FAIR] else Face.BAD).label)
