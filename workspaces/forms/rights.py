"""Forms of rights: one choice for each right that is open to one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from workspaces.choices import Right, Scope
from workspaces.selectors.rights import RightRow

Groups = Sequence[tuple[str, Sequence[RightRow]]]


class RightsForm(forms.Form):
    """What holds for a role, or with `of_person` what is otherwise for one person; `mark` against lost updates."""

    mark = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Groups, own: dict[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.groups, self.of_person = groups, own is not None
        for _label, rows in groups:
            for row in rows:
                if row.is_open:
                    self._add(row, own)

    def _add(self, row: RightRow, own: dict[str, str] | None) -> None:
        choices = [(choice.value, choice.label) for choice in row.choices]
        if own is not None:
            as_role = _("As the role: %(scope)s") % {"scope": row.usual_words}
            choices = [("", as_role), *choices]
        self.fields[row.right.value] = forms.ChoiceField(
            label=row.right.label,
            choices=choices,
            required=own is None,
            widget=forms.Select(attrs={"class": "cs-input cs-input-sm"}),
        )
        stored = own.get(row.right.value, "") if own is not None else row.held.value
        self.initial[row.right.value] = stored

    @property
    def lines(self) -> list[tuple[str, list[tuple[RightRow, Any]]]]:
        """The groups with the bound field of each right, None where nothing is open to a choice."""
        return [
            (
                label,
                [(row, self[row.right.value] if row.right.value in self.fields else None) for row in rows],
            )
            for label, rows in self.groups
        ]

    def scopes(self) -> dict[Right, Scope | None]:
        """What was chosen; None for as the role has it."""
        chosen = {Right(name): value for name, value in self.cleaned_data.items() if name in Right.values}
        return {right: Scope(value) if value else None for right, value in chosen.items()}
