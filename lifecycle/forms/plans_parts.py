"""Forms of what stands in a plan: outcomes, KPIs, activities, barriers, and lines of the other sections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, Guarded, choice
from accounts.forms.fields import text as line
from lifecycle.choices import BARRIER_EXAMPLES, SHAPES, ActivityKind, BarrierKind, Direction, NoteKind
from lifecycle.forms.plans_fields import (
    SuggestedInput,
    ValueField,
    long_text,
    number_of,
    written_value,
)
from lifecycle.forms.promises import member_choices
from lifecycle.models import PlanActivity, PlanBarrier, PlanKpi, PlanNote, PlanOutcome
from lifecycle.models.plans_parts import NAME, TEXT, WHO
from lifecycle.services.plans import ActivityFields, BarrierFields, KpiFields, NoteFields, OutcomeFields
from workspaces.models import Member

PRIORITIES = [(str(number), str(number)) for number in range(1, 6)]


class OutcomeForm(Guarded):
    """A desired business outcome."""

    title = line(_("Business outcome"), NAME, required=True)
    initiative = line(_("Strategic initiative"), 300)
    priority = choice(_("Customer’s priority, 1 the highest"), PRIORITIES, empty=_("Not said"))
    success_factor = long_text(_("Critical success factor"), TEXT, rows=2)
    status_now = long_text(_("Status now"), TEXT, rows=2)
    goal_state = long_text(_("Goal"), TEXT, rows=2)

    def part_fields(self) -> OutcomeFields:
        values = self.values()
        return OutcomeFields(**{**values, "priority": number_of(values["priority"])})

    @staticmethod
    def of(row: PlanOutcome) -> dict[str, Any]:
        """What stands there already."""
        return {**_held(row, OutcomeForm), "priority": row.priority or ""}


class KpiForm(Guarded):
    """A SMART measure: specific, measurable, attainable, relevant, time-bound."""

    title = line(_("KPI"), NAME, required=True)
    unit = line(_("Unit"), 20)
    baseline = ValueField(label=_("Baseline"))
    target = ValueField(label=_("Target"))
    direction = choice(_("Better is"), Direction.choices)
    due_on = DayField(label=_("Due"))
    measured_how = line(_("How it is measured"), 300)
    measured_when = line(_("How often"), WHO)
    measured_by = line(_("By whom"), WHO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].help_text = _("Such as %, hours or orders.")

    def part_fields(self) -> KpiFields:
        return KpiFields(**self.values())

    @staticmethod
    def of(row: PlanKpi) -> dict[str, Any]:
        """What stands there already."""
        told = {"baseline": written_value(row.baseline), "target": written_value(row.target)}
        return {**_held(row, KpiForm), **told}


class ActivityForm(Guarded):
    """An adoption activity."""

    kind = choice(_("Kind"), ActivityKind.choices)
    title = line(_("Activity"), NAME, required=True)
    text = long_text(_("Description"), TEXT, rows=2)
    objective = line(_("Objective"), 300)
    audience = line(_("Audience"), NAME)
    starts_on = DayField(label=_("Starts"))
    due_on = DayField(label=_("Due"))
    developed_by = line(_("Developed by"), WHO)
    delivered_by = line(_("Delivered by"), WHO)
    by_customer = forms.BooleanField(
        label=_("The customer does it"), required=False, help_text=_("It is ticked in the portal.")
    )

    def __init__(self, *args: Any, held: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = choice(_("Owner"), member_choices(held), empty=_("Nobody yet"))

    def part_fields(self) -> ActivityFields:
        values = self.values()
        return ActivityFields(owner_id=number_of(values.pop("owner")), **values)

    @staticmethod
    def of(row: PlanActivity) -> dict[str, Any]:
        """What stands there already."""
        return {**_held(row, ActivityForm), "owner": row.owner_id or ""}


class BarrierForm(Guarded):
    """What stands in the way of adoption."""

    title = forms.CharField(
        label=_("Barrier"), max_length=300, widget=SuggestedInput(BARRIER_EXAMPLES),
        error_messages={"required": _("Fill this in.")},
    )  # fmt: skip
    kind = choice(_("Kind"), BarrierKind.choices)
    since_on = DayField(label=_("Since"))
    until_on = DayField(label=_("To be solved by"))
    mitigation = long_text(_("Mitigation"), TEXT)
    is_internal = forms.BooleanField(
        label=_("Internal"), required=False, help_text=_("The customer does not see it.")
    )

    def __init__(self, *args: Any, held: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = choice(_("Owner"), member_choices(held), empty=_("Nobody yet"))

    def part_fields(self) -> BarrierFields:
        values = self.values()
        return BarrierFields(owner_id=number_of(values.pop("owner")), **values)

    @staticmethod
    def of(row: PlanBarrier) -> dict[str, Any]:
        """What stands there already."""
        return {**_held(row, BarrierForm), "owner": row.owner_id or ""}


class NoteForm(Guarded):
    """A line of one of the other sections; its fields are those of the section."""

    def __init__(self, *args: Any, kind: NoteKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shape = SHAPES[kind]
        self.fields["title"] = line(shape.title, NAME, required=True)
        if shape.who:
            self.fields["who"] = line(shape.who, WHO)
        if shape.amount:
            self.fields["amount"] = forms.IntegerField(
                label=str(shape.amount), required=False, min_value=0, max_value=2**31 - 1
            )
        if shape.text:
            self.fields["text"] = long_text(shape.text, TEXT)
        if shape.more:
            self.fields["more"] = long_text(shape.more, TEXT)
        self.fields["is_internal"] = forms.BooleanField(
            label=_("Internal"), required=False, help_text=_("The customer does not see it.")
        )

    def part_fields(self) -> NoteFields:
        return NoteFields(**self.values())

    @staticmethod
    def of(row: PlanNote) -> dict[str, Any]:
        """What stands there already."""
        names = ("title", "who", "amount", "text", "more", "is_internal", "version")
        return {name: getattr(row, name) for name in names}


def _held(row: Any, form: type[Guarded]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
