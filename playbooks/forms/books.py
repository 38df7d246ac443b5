"""Forms of playbooks, their steps, and of starting one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from accounts.forms.fields import Guarded, choice, number, text
from playbooks.choices import DayKind
from playbooks.forms.fields import lines_of, long_text
from playbooks.models import Cta, Playbook, PlaybookStep
from playbooks.models.playbook import INSTRUCTIONS, MOST_OFFSET
from playbooks.services.books import DESCRIPTION, NAME, TITLE, StepFields


class PlaybookForm(Guarded):
    name = text(_("Name"), NAME, required=True)
    description = long_text(
        _("Description"), DESCRIPTION, rows=3, hint=_("When to start it, and what it is for.")
    )


class StepForm(Guarded):
    """A step; `version` counts the edits of the draft."""

    title = text(_("What is to be done"), TITLE, required=True)
    offset_days = number(_("Due after"), most=MOST_OFFSET, required=True)
    day_kind = choice(_("Counted in"), DayKind.choices)
    owner_role = choice(_("Owner"), OwnerRole.choices, empty=_("Who owns the CTA"))
    instructions = long_text(_("Instructions"), INSTRUCTIONS)
    checklist = long_text(_("Checklist"), INSTRUCTIONS, hint=_("One item on each line."))
    visible_to_customer = forms.BooleanField(
        label=_("The customer sees this step, and can tick it in the portal"), required=False
    )

    def step_fields(self) -> StepFields:
        given = self.cleaned_data
        return StepFields(
            title=given["title"],
            instructions=given["instructions"],
            owner_role=given["owner_role"],
            offset_days=given["offset_days"] or 0,
            day_kind=given["day_kind"],
            checklist=lines_of(given["checklist"]),
            visible_to_customer=given["visible_to_customer"],
        )


def initial_of_step(step: PlaybookStep) -> dict[str, Any]:
    """What the form shows of a step that is."""
    return {
        "title": step.title, "offset_days": step.offset_days, "day_kind": step.day_kind, "owner_role": step.owner_role,
        "instructions": step.instructions, "checklist": "\n".join(step.checklist),
        "visible_to_customer": step.visible_to_customer, "version": step.version.edits,
    }  # fmt: skip


class StartForm(Guarded):
    """Which playbook to start, and for which CTA of the account."""

    playbook = choice(_("Playbook"), ())
    cta = choice(_("For the CTA"), (), empty=_("none"))

    def __init__(self, *args: Any, playbooks: list[Playbook], ctas: list[Cta], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.books = {str(one.pk): one for one in playbooks}
        self.ctas = {str(one.pk): one for one in ctas}
        self._offer("playbook", [(key, one.name) for key, one in self.books.items()])
        self._offer("cta", [("", say("none")), *((key, one.reason) for key, one in self.ctas.items())])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def playbook_chosen(self) -> Playbook:
        return self.books[self.cleaned_data["playbook"]]

    def cta_chosen(self) -> Cta | None:
        return self.ctas.get(self.cleaned_data["cta"])
