"""The form that closes a renewal: how it ended, then what that asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import LineKind
from accounts.forms.contract import lines_of
from accounts.forms.fields import DayField, Guarded, choice, text
from accounts.models import Contract
from lifecycle.choices import ChurnReason, ClosingKind
from lifecycle.services.closings import ClosingFields

COMMENT_LENGTH = 1000


class ClosingForm(Guarded):
    """The fields of the ways in which it did not end are not looked at."""

    term_ends_on = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    kind = forms.ChoiceField(
        label=_("How did it end?"),
        choices=ClosingKind.choices,
        initial=ClosingKind.RENEWED,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how the renewal ended."),
            "invalid_choice": _("Choose how the renewal ended."),
        },
    )
    next_contract = choice(_("Carried on by"), (), empty=_("a new contract, as below"))
    renewed_until = DayField(label=_("Renewed until"))
    external_id = text(_("Number of the new contract"), 100)
    change_reason = choice(_("Why another amount"), ChurnReason.choices, empty=_("not told"))
    reason = choice(_("Main reason"), ChurnReason.choices, empty=_("Choose the main reason"))
    account_leaves = forms.BooleanField(label=_("The customer leaves with it"), required=False)
    postponed_to = DayField(label=_("The contract runs on until"))
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Shorten the comment to 1,000 characters.")},
    )

    def __init__(self, *args: Any, after: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if after:
            known = self.fields["next_contract"]
            assert isinstance(known, forms.ChoiceField)
            known.choices = [("", _("a new contract, as below")), *after]
        else:
            del self.fields["next_contract"]
        self.has_contracts = bool(after)

    @property
    def is_renewal(self) -> bool:
        """Whether lines are asked for."""
        return bool(self.cleaned_data.get("kind") == ClosingKind.RENEWED)

    def closing_fields(self, lines: Any) -> ClosingFields:
        """What was decided; `lines` None keeps the present ones."""
        given = self.cleaned_data
        renewed, churned = self.is_renewal, given["kind"] == ClosingKind.CHURNED
        there = renewed and bool(given.get("next_contract"))
        made = renewed and not there
        return ClosingFields(
            kind=given["kind"],
            term_ends_on=given["term_ends_on"],
            next_id=int(given["next_contract"]) if there else None,
            renewed_until=given["renewed_until"] if made else None,
            external_id=given["external_id"] if made else "",
            lines=lines if made else None,
            reason=given["reason"] if churned else given["change_reason"] if renewed else "",
            account_leaves=churned and given["account_leaves"],
            postponed_to=given["postponed_to"],
            comment=given["comment"],
        )


def renewed_lines(contract: Contract) -> list[dict[str, Any]]:
    """The lines that go on, for the form."""
    return [line for line in lines_of(contract) if line["kind"] == LineKind.RECURRING]
