"""The form of a rule; what its trigger asks stands in a form of the trigger's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded, choice, number, text
from playbooks.choices import CtaKind
from playbooks.forms.work import PRIORITIES
from playbooks.models import Playbook, Rule
from playbooks.models.rule import MOST_DUE_DAYS
from playbooks.services.rulebook import NAME, RuleFields


class RuleForm(Guarded):
    name = text(_("Name"), NAME, required=True)
    playbook = choice(_("Start the playbook"), (), empty=_("none"))
    cta_kind = choice(_("Kind of the CTA"), CtaKind.choices)
    cta_priority = choice(_("Priority"), PRIORITIES)
    due_days = number(_("Due after, business days"), most=MOST_DUE_DAYS, required=True)

    def __init__(self, *args: Any, playbooks: list[Playbook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.books = {str(one.pk): one for one in playbooks}
        field = self.fields["playbook"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", say("none")), *((key, one.name) for key, one in self.books.items())]

    def rule_fields(self) -> RuleFields:
        given = self.cleaned_data
        return RuleFields(
            name=given["name"],
            playbook=self.books.get(given["playbook"]),
            cta_kind=given["cta_kind"],
            cta_priority=int(given["cta_priority"]),
            due_days=given["due_days"] or 0,
        )


def initial_of_rule(rule: Rule) -> dict[str, Any]:
    """What the form shows of a rule that is."""
    return {
        "name": rule.name, "playbook": str(rule.playbook_id or ""), "cta_kind": rule.cta_kind,
        "cta_priority": str(rule.cta_priority), "due_days": rule.due_days, "version": rule.version,
    }  # fmt: skip
