"""The words of this app that are stored, with what people read."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CtaKind(TextChoices):
    RISK = "risk", _("Risk")
    ONBOARDING = "onboarding", _("Onboarding")
    ADOPTION = "adoption", _("Adoption")
    SATISFACTION = "satisfaction", _("Satisfaction")
    RELATIONSHIP = "relationship", _("Relationship")
    RENEWAL = "renewal", _("Renewal")
    EXPAND = "expand", _("Expand")
    HANDSHAKE = "handshake", _("Handshake")
    OTHER = "other", _("Other")


class Priority(IntegerChoices):
    """The smaller, the sooner: lists sort by the number."""

    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")


class Outcome(TextChoices):
    """How a CTA ended."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly done")
    WITHOUT_EFFECT = "without_effect", _("Done, without effect")
    NOT_NEEDED = "not_needed", _("Not needed")


class PlaybookState(TextChoices):
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")


class VersionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Replaced by a newer version")


class DayKind(TextChoices):
    BUSINESS = "business", _("business days")
    CALENDAR = "calendar", _("calendar days")


class RunState(TextChoices):
    RUNNING = "running", pgettext_lazy("playbook", "Running")
    DONE = "done", pgettext_lazy("playbook", "Done")
    STOPPED = "stopped", pgettext_lazy("playbook", "Stopped")


class ActKind(TextChoices):
    """What somebody did to a CTA or a task."""

    OPENED = "opened", _("opened")
    CHANGED = "changed", _("changed")
    ASSIGNED = "assigned", _("assigned")
    SNOOZED = "snoozed", _("snoozed")
    WOKEN = "woken", _("took out of snooze")
    TICKED = "ticked", _("ticked")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")


class Origin(TextChoices):
    """Who raised a CTA. Apps above hand in words of their own; these are ours."""

    PERSON = "person", _("a person")
    RULE = "rule", _("a rule")
