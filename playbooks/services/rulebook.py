"""Rules: written, tried, let act, and rested."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from playbooks.choices import CtaKind, Priority
from playbooks.errors import UnknownTrigger
from playbooks.models import Playbook, Rule
from playbooks.models.rule import MOST_DUE_DAYS
from playbooks.ports import TRIGGERS, Trigger
from playbooks.services.editing import cleaned, locked, write
from workspaces.models import Member

NAME = 120


@dataclass(frozen=True, kw_only=True)
class RuleFields:
    """What people write about a rule; `due_days` are business days."""

    name: str
    playbook: Playbook | None = None
    cta_kind: str = CtaKind.RISK
    cta_priority: int = Priority.NORMAL
    due_days: int = 3


def trigger_of(key: str) -> Trigger:
    """The trigger of this key. Raises UnknownTrigger."""
    trigger: Trigger | None = TRIGGERS.get(key)
    if trigger is None:
        raise UnknownTrigger(_("Nothing here watches for “%(key)s”.") % {"key": key[:60]}, field="trigger")
    return trigger


def create_rule(
    trigger: str, fields: RuleFields, parameters: Mapping[str, Any], *, now: datetime, pack: str = ""
) -> Rule:
    """A rule that rests until somebody lets it act. Raises UnknownTrigger, DomainError with the field at fault."""
    trigger_of(trigger)
    wanted = _cleaned(fields) | {"parameters": dict(parameters)}
    return Rule.objects.create(trigger=trigger, created_at=now, pack=pack, **wanted)


def change_rule(rule: Rule, fields: RuleFields, parameters: Mapping[str, Any], *, version: int) -> Rule:
    """Other words or parameters; CTAs that it opened stay as they are. A rule that watches for something else now rests,
    until it was tried again. Raises ChangedMeanwhile, DomainError."""
    wanted = _cleaned(fields) | {"parameters": dict(parameters)}
    with transaction.atomic():
        current = locked(rule, version)
        if current.parameters != wanted["parameters"]:
            wanted |= {"is_active": False, "activated_at": None, "activated_by": None}
        write(current, wanted)
    return current


def activate_rule(rule: Rule, *, by: Member, now: datetime, version: int | None = None) -> Rule:
    """Let a rule act from the next sweep on. `version`: of the rule as it was tried; raises ChangedMeanwhile when it is
    past that, UnknownTrigger when nobody watches for it any more."""
    trigger_of(rule.trigger)
    with transaction.atomic():
        current = locked(rule, version)
        if not current.is_active:
            write(current, {"is_active": True, "activated_at": now, "activated_by": by})
    return current


def rest_rule(rule: Rule) -> Rule:
    """Let a rule act no more; CTAs that it opened stay."""
    with transaction.atomic():
        current = locked(rule)
        if current.is_active:
            write(current, {"is_active": False, "activated_at": None, "activated_by": None})
    return current


def delete_rule(rule: Rule) -> None:
    """Take a rule away; CTAs that it opened stay."""
    Rule.objects.filter(pk=rule.pk).delete()


def _cleaned(fields: RuleFields) -> dict[str, Any]:
    if fields.cta_kind not in CtaKind.values:
        raise DomainError(_("Choose one of the list."), field="cta_kind")
    if fields.cta_priority not in Priority.values:
        raise DomainError(_("Choose one of the list."), field="cta_priority")
    if not 0 <= fields.due_days <= MOST_DUE_DAYS:
        words = _("Write a whole number from %(least)s to %(most)s.")
        raise DomainError(words % {"least": 0, "most": MOST_DUE_DAYS}, field="due_days")
    values = {name: getattr(fields, name) for name in RuleFields.__dataclass_fields__}
    return values | {"name": cleaned(fields.name, NAME, "name", _("Give the rule a name."))}
