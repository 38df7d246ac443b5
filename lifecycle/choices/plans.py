"""Success plans [002 §4.2.1; 004]: how far one is, and the kinds of what stands in it."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Waiting for sign-off")
    SIGNED = "signed", _("Signed off")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


#: What the customer sees of plans.
SEEN_BY_CUSTOMER = (PlanStatus.SHARED, PlanStatus.SIGNED, PlanStatus.ACTIVE, PlanStatus.CLOSED)
#: In which activities are carried out and goals measured.
RUNNING = (PlanStatus.SHARED, PlanStatus.SIGNED, PlanStatus.ACTIVE)


class OutcomeState(TextChoices):
    OPEN = "open", pgettext_lazy("outcome", "In progress")
    ACHIEVED = "achieved", pgettext_lazy("outcome", "Achieved")
    DROPPED = "dropped", pgettext_lazy("outcome", "Dropped")


class Direction(TextChoices):
    UP = "up", _("Up: more is better")
    DOWN = "down", _("Down: less is better")


class ActivityKind(TextChoices):
    COMMUNICATION = "communication", _("Communication")
    TRAINING = "training", _("Training")
    SUPPORT = "support", _("Support")


class BarrierKind(TextChoices):
    BUSINESS = "business", _("Business")
    TECHNICAL = "technical", _("Technical")


class BarrierState(TextChoices):
    OPEN = "open", pgettext_lazy("barrier", "Open")
    IN_HAND = "in_hand", pgettext_lazy("barrier", "Being solved")
    SOLVED = "solved", pgettext_lazy("barrier", "Solved")


#: The thirteen examples of 004, offered while one writes.
BARRIER_EXAMPLES: tuple[Promise, ...] = (
    _("Sales resists working together"),
    _("The customer does not measure the value of the agreement"),
    _("The customer does not tell the cost of the agreement"),
    _("The deployment is not finished"),
    _("A competing product is in use"),
    _("No business sponsor"),
    _("End users do not know what the features give them"),
    _("The customer lacks people to deploy or support the features"),
    _("The network is not fit for the features"),
    _("Technical integration or compatibility problems"),
    _("Features are not documented"),
    _("No executive sponsor for adoption"),
    _("The product is too hard to use"),
)


class NoteKind(TextChoices):
    """The sections of a plan whose lines share one shape."""

    SOLUTION = "solution", _("Sold solution")
    PERSON = "person", _("Team and roles")
    USE_CASE = "use_case", _("Use cases")
    OBJECTIVE = "objective", _("Adoption objectives")
    GROUP = "group", _("Impacted groups")
    PROCESS = "process", _("Business-process changes")
    START = "start", _("Practices to start")
    STOP = "stop", _("Practices to stop")
    MESSAGE = "message", _("Communication plan")
    RESOURCE = "resource", _("Resources plan")
    RISK = "risk", _("Risks")
    WIN = "win", _("Key wins")


class PlanStepKind(TextChoices):
    """A line of the record, which nobody edits."""

    CREATED = "created", pgettext_lazy("plan", "began the plan")
    CHANGED = "changed", pgettext_lazy("plan", "changed the plan")
    ADDED = "added", pgettext_lazy("plan", "added")
    EDITED = "edited", pgettext_lazy("plan", "changed")
    REMOVED = "removed", pgettext_lazy("plan", "removed")
    MEASURED = "measured", pgettext_lazy("plan", "measured")
    REACHED = "reached", pgettext_lazy("plan", "reached the target of")
    DONE = "done", pgettext_lazy("plan", "completed")
    UNDONE = "undone", pgettext_lazy("plan", "reopened")
    ACHIEVED = "achieved", pgettext_lazy("plan", "achieved")
    SOLVED = "solved", pgettext_lazy("plan", "solved")
    SHARED = "shared", pgettext_lazy("plan", "shared the plan")
    WITHDRAWN = "withdrawn", pgettext_lazy("plan", "took the plan back")
    SIGNED = "signed", pgettext_lazy("plan", "signed the plan off")
    ACTIVE = "active", pgettext_lazy("plan", "started the plan")
    CLOSED = "closed", pgettext_lazy("plan", "closed the plan")
    REOPENED = "reopened", pgettext_lazy("plan", "reopened the plan")


class PlanPrint(TextChoices):
    """How far the PDF of a plan is."""

    WAITING = "waiting", _("Waiting for a worker")
    RENDERING = "rendering", _("Being made")
    DONE = "done", _("Made")
    FAILED = "failed", _("Failed")


PRINTING = (PlanPrint.WAITING, PlanPrint.RENDERING)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns of a line mean in its section; a column without words is not asked for."""

    one: Promise
    title: Promise
    text: Promise | str = ""
    more: Promise | str = ""
    who: Promise | str = ""
    amount: Promise | str = ""


SHAPES: dict[NoteKind, Shape] = {
    NoteKind.SOLUTION: Shape(
        _("Solution"), _("Product or solution"), _("Licences, serial numbers, versions, support coverage"),
        _("Why it was bought, and what it depends on"), amount=_("Quantity"),
    ),
    NoteKind.PERSON: Shape(_("Person"), _("Name"), _("Role and responsibility"), who=_("Group")),
    NoteKind.USE_CASE: Shape(
        _("Use case"), _("As a"), _("I want"), _("so that"), _("Responsible"),
    ),
    NoteKind.OBJECTIVE: Shape(
        _("Adoption objective"), _("Objective"), _("The initiative it supports, and what is gained"), who=_("Owner"),
    ),
    NoteKind.GROUP: Shape(
        _("Impacted group"), _("Group"), _("What changes for it"), _("Pilot and champions"), amount=_("Headcount"),
    ),
    NoteKind.PROCESS: Shape(
        _("Process change"), _("Process or sub-process"), _("How it runs today"), _("What changes"), _("Owner"),
    ),
    NoteKind.START: Shape(_("Practice to start"), _("Practice"), _("Why")),
    NoteKind.STOP: Shape(_("Practice to stop"), _("Practice"), _("Why")),
    NoteKind.MESSAGE: Shape(
        _("Line of the communication plan"), _("Message"), _("Channel"), _("How often"), _("To whom, at which level"),
    ),
    NoteKind.RESOURCE: Shape(
        _("Resource"), _("Resource"), _("What for"), who=_("Given by"), amount=_("Days of work"),
    ),
    NoteKind.RISK: Shape(_("Risk"), _("Risk"), _("What it would do"), _("Mitigation"), _("Owner")),
    NoteKind.WIN: Shape(_("Key win"), _("Key win"), _("Description")),
}  # fmt: skip
