"""Forms of CTAs and tasks."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, Guarded, choice, text
from accounts.models import Account
from core.business_days import business_days_later
from playbooks.choices import CtaKind, Outcome, Priority
from playbooks.forms.fields import (
    choice_of_holder,
    holder_field,
    holder_of_choice,
    lines_of,
    long_text,
    offer_holders,
)
from playbooks.models import Cta, Task
from playbooks.models.cta import NOTE, REASON
from playbooks.models.playbook import INSTRUCTIONS
from playbooks.rules import Holder
from playbooks.services.tasks import TITLE, TaskFields

PRIORITIES = tuple((str(value), label) for value, label in Priority.choices)


class CtaForm(Guarded):
    """A CTA that a person raises or changes; the owner is chosen while it is raised, and given on later."""

    reason = text(_("What is to be done, or why"), REASON, required=True)
    kind = choice(_("Kind"), CtaKind.choices)
    priority = choice(_("Priority"), PRIORITIES)
    due_on = DayField(label=_("Due"))
    owner = holder_field(_("Owner"))

    def __init__(self, *args: Any, account: Account, raising: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if raising:
            offer_holders(self.fields["owner"], account, empty=say("Who looks after the account"))
        else:
            del self.fields["owner"]

    def holder(self) -> Holder | None:
        return holder_of_choice(self.cleaned_data.get("owner", ""))

    def priority_value(self) -> int:
        return int(self.cleaned_data["priority"])


def initial_of_cta(cta: Cta) -> dict[str, Any]:
    """What the form shows of a CTA that is."""
    return {
        "reason": cta.reason, "kind": cta.kind, "priority": str(cta.priority), "due_on": cta.due_on,
        "version": cta.version,
    }  # fmt: skip


class ClosureForm(forms.Form):
    """How a CTA ended."""

    outcome = choice(_("How did it end?"), Outcome.choices)
    note = long_text(
        _("Note"), NOTE, hint=_("What was done, and what came of it. It stands in the timeline.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class TaskForm(Guarded):
    """A free task, or the words of one."""

    title = text(_("What is to be done"), TITLE, required=True)
    due_on = DayField(label=_("Due"))
    owner = holder_field(_("Owner"))
    instructions = long_text(_("Instructions"), INSTRUCTIONS)
    checklist = long_text(_("Checklist"), INSTRUCTIONS, hint=_("One item on each line."))
    visible_to_customer = forms.BooleanField(
        label=_("The customer sees this task, and can tick it in the portal"), required=False
    )

    def __init__(self, *args: Any, account: Account, adding: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if adding:
            offer_holders(self.fields["owner"], account)
        else:
            del self.fields["owner"]

    def holder(self) -> Holder:
        return holder_of_choice(self.cleaned_data.get("owner", "")) or Holder()

    def task_fields(self) -> TaskFields:
        given = self.cleaned_data
        return TaskFields(
            title=given["title"],
            instructions=given["instructions"],
            due_on=given["due_on"],
            visible_to_customer=given["visible_to_customer"],
            checklist=lines_of(given["checklist"]),
        )


def initial_of_task(task: Task) -> dict[str, Any]:
    """What the form shows of a task that is."""
    return {
        "title": task.title, "due_on": task.due_on, "instructions": task.instructions,
        "checklist": "\n".join(item["text"] for item in task.checklist),
        "visible_to_customer": task.visible_to_customer, "version": task.version,
    }  # fmt: skip


class OwnerForm(forms.Form):
    """Who does it from now on."""

    owner = holder_field(_("Owner"))

    def __init__(self, *args: Any, thing: Cta | Task, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("initial", {"owner": choice_of_holder(thing.owner, thing.team)})
        super().__init__(*args, **kwargs)
        offer_holders(self.fields["owner"], thing.account)
        self.fields["owner"].required = True

    def holder(self) -> Holder:
        return holder_of_choice(self.cleaned_data["owner"]) or Holder()


class SnoozeForm(forms.Form):
    """Until when; empty takes it out of snooze."""

    until = DayField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def snooze_days(today: date) -> list[tuple[Any, date]]:
    """The usual days to snooze until."""
    return [
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("In three business days"), business_days_later(today, 3)),
        (_("Next Monday"), today + timedelta(days=7 - today.weekday())),
        (_("In a month"), today + timedelta(days=30)),
    ]
