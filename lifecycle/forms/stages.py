"""Forms of stages: a move with its criteria, and the settings of one stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from accounts.forms.fields import Guarded, choice, number, text
from lifecycle.choices import CriterionKind
from lifecycle.models import SubStage
from lifecycle.models.stages import NAME, REASON, TEXT
from lifecycle.rules.stages import MOST_SHARE, Asked
from lifecycle.selectors.stages import StageRow
from lifecycle.services.stages import CriterionLine, StageValues, SubStageLine

CRITERION = "criterion-"


class MoveForm(Guarded):
    """Where to, what holds, and why. `steps`: the sub-stages of the stage aimed at; `asked`: its criteria."""

    def __init__(
        self, *args: Any, steps: Sequence[SubStage], asked: Sequence[Asked], ticked: set[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["step"] = choice(_("Sub-stage"), [(str(one.pk), one.name) for one in steps])
        self.fields["step"].required = False
        for one in asked:
            label = say("%(criterion)s Required.") % {"criterion": one.text} if one.is_required else one.text
            self.fields[f"{CRITERION}{one.id}"] = forms.BooleanField(
                label=label, required=False, initial=one.id in ticked
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            required=False,
            max_length=REASON,
            help_text=_("Needed where something does not hold.") if asked else "",
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"max_length": _("Shorten the reason to 1,000 characters.")},
        )

    @property
    def criteria(self) -> list[forms.BoundField]:
        """The checkboxes."""
        return [self[f"{CRITERION}{one.id}"] for one in self.asked]

    @property
    def ticked(self) -> set[int]:
        return {one.id for one in self.asked if self.cleaned_data[f"{CRITERION}{one.id}"]}

    @property
    def step_id(self) -> int | None:
        chosen = self.cleaned_data.get("step") or ""
        return int(chosen) if chosen else None


class StageForm(Guarded):
    """One stage: its owner role, a line per sub-stage and per criterion, and empty lines for new ones."""

    owner_role = choice(_("Answers for it"), OwnerRole.choices)

    def __init__(self, *args: Any, row: StageRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        shares = row.setting.shares if row.setting and isinstance(row.setting.shares, dict) else {}
        for role in OwnerRole:
            self.fields[f"share-{role.value}"] = number(role.label, most=MOST_SHARE)
            self.initial[f"share-{role.value}"] = shares.get(role.value, 0)
        for place, step in enumerate(row.sub_stages, start=1):
            self._line(f"step-{step.pk}", _("Sub-stage"), NAME, step.name, place)
        self._line("step-new", _("New sub-stage"), NAME, "", len(row.sub_stages) + 1)
        for kind, held in ((CriterionKind.ENTRY, row.entry), (CriterionKind.EXIT, row.exit)):
            for place, one in enumerate(held, start=1):
                self._line(f"{kind}-{one.pk}", kind.label, TEXT, one.text, place, one.is_required)
            self._line(f"{kind}-new", _("New criterion"), TEXT, "", len(held) + 1, False)

    def _line(
        self, key: str, label: Any, most: int, value: str, place: int, required: bool | None = None
    ) -> None:
        self.fields[f"{key}-name"] = text(label, most)
        self.initial[f"{key}-name"] = value
        self.fields[f"{key}-place"] = number(_("Place"), most=99)
        self.initial[f"{key}-place"] = place
        if required is not None:
            self.fields[f"{key}-required"] = forms.BooleanField(label=_("Required"), required=False)
            self.initial[f"{key}-required"] = required
        if not key.endswith("-new"):
            self.fields[f"{key}-gone"] = forms.BooleanField(label=_("Take away"), required=False)

    def lines(self, kind: str) -> list[dict[str, Any]]:
        """The lines of one part, each with its fields and, for sub-stages, how many accounts stand there."""
        rows: Sequence[Any] = {
            "step": self.row.sub_stages, CriterionKind.ENTRY: self.row.entry, CriterionKind.EXIT: self.row.exit
        }[kind]  # fmt: skip
        keys = [(f"{kind}-{row.pk}", row) for row in rows]
        return [self._shown(key, row) for key, row in [*keys, (f"{kind}-new", None)]]

    def _shown(self, key: str, row: Any) -> dict[str, Any]:
        parts = {part: f"{key}-{part}" for part in ("name", "place", "required", "gone")}
        found: dict[str, Any] = {part: self[name] for part, name in parts.items() if name in self.fields}
        found["standing"] = getattr(row, "standing", 0)
        return found

    @property
    def shares(self) -> list[forms.BoundField]:
        """How far each role shares the account."""
        return [self[f"share-{role.value}"] for role in OwnerRole]

    @property
    def steps(self) -> list[dict[str, Any]]:
        return self.lines("step")

    @property
    def entry(self) -> list[dict[str, Any]]:
        return self.lines(CriterionKind.ENTRY)

    @property
    def exit(self) -> list[dict[str, Any]]:
        return self.lines(CriterionKind.EXIT)

    def stage_values(self) -> StageValues:
        """What the service takes; an empty line of a new thing is none."""
        values = self.cleaned_data
        steps = [
            SubStageLine(row_id, values[f"{key}-name"], self._place(key), self._gone(key))
            for key, row_id in self._keys("step", self.row.sub_stages)
        ]
        criteria = [
            CriterionLine(
                row_id, kind, values[f"{key}-name"], values[f"{key}-required"], self._place(key), self._gone(key)
            )
            for kind, held in ((CriterionKind.ENTRY, self.row.entry), (CriterionKind.EXIT, self.row.exit))
            for key, row_id in self._keys(kind, held)
        ]  # fmt: skip
        shares = {role.value: values[f"share-{role.value}"] or 0 for role in OwnerRole}
        return StageValues(values["owner_role"], steps, criteria, {k: n for k, n in shares.items() if n})

    def _keys(self, kind: str, rows: Sequence[Any]) -> list[tuple[str, int | None]]:
        keys: list[tuple[str, int | None]] = [(f"{kind}-{row.pk}", row.pk) for row in rows]
        if self.cleaned_data[f"{kind}-new-name"].strip():
            keys.append((f"{kind}-new", None))
        return keys

    def _place(self, key: str) -> int:
        return self.cleaned_data.get(f"{key}-place") or 0

    def _gone(self, key: str) -> bool:
        """Taken away, or emptied."""
        emptied = not self.cleaned_data[f"{key}-name"].strip()
        return bool(self.cleaned_data.get(f"{key}-gone")) or emptied
