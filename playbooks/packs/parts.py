"""What a ready-made pack is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.choices import OwnerRole
from playbooks.choices import CtaKind, DayKind, Priority
from playbooks.ports import Text


@dataclass(frozen=True, kw_only=True)
class StepText:
    """A step in words that are translated as the pack is installed; days are counted from the start."""

    title: Text
    instructions: Text = ""
    day: int
    role: OwnerRole | None = None
    checklist: tuple[Text, ...] = ()
    customer: bool = False
    kind: DayKind = DayKind.CALENDAR


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """The rule that comes with a pack, at rest until somebody tried it; left out where nobody hands in its trigger.
    `parameters` stand over the defaults of the trigger's form."""

    name: Text
    trigger: str
    kind: CtaKind
    priority: Priority = Priority.NORMAL
    due_days: int = 3
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A playbook to start from."""

    key: str
    name: Text
    description: Text
    steps: tuple[StepText, ...]
    rules: tuple[RuleText, ...] = ()
