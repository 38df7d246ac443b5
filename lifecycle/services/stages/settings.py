"""Settings of one stage: who answers for it, its sub-stages and criteria, written as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OwnerRole, Stage
from core.errors import Conflict, DomainError, DomainErrors
from core.text import format_number, name_key
from lifecycle.choices import CriterionKind
from lifecycle.models import AccountStage, Criterion, StageSetting, SubStage
from lifecycle.models.stages import NAME, TEXT
from lifecycle.rules.stages import MOST_SHARE
from workspaces.choices import SecurityActKind
from workspaces.models import Member
from workspaces.services.trail import record_act

MOST = 12


@dataclass(frozen=True, slots=True)
class SubStageLine:
    """A sub-stage as the page has it: without an id a new one; `is_gone` takes it away."""

    id: int | None
    name: str
    position: int = 0
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as the page has it."""

    id: int | None
    kind: str
    text: str
    is_required: bool = False
    position: int = 0
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class StageValues:
    """A stage's settings; `shares` by role, 0 to 110."""

    owner_role: str
    sub_stages: Sequence[SubStageLine]
    criteria: Sequence[CriterionLine]
    shares: Mapping[str, int] = field(default_factory=dict)


def change_stage(stage: str, values: StageValues, *, version: int, by: Member, now: datetime) -> StageSetting:
    """Write the settings of a stage, if they are still of `version`; what is not named stays as it is.

    Raises Conflict when somebody changed them meanwhile, and for a sub-stage in which accounts stand, which is never
    taken away; DomainErrors for names that are empty, too long or there twice, and for a stage without a sub-stage.
    """
    _check(values)
    with transaction.atomic():
        setting = StageSetting.objects.select_for_update().get(stage=Stage(stage))
        if setting.version != version:
            raise Conflict(
                _("Somebody saved this stage meanwhile. Nothing of yours was written; look at it again."),
                code="changed_meanwhile",
            )
        _write_sub_stages(stage, values.sub_stages)
        _write_criteria(stage, values.criteria)
        setting.owner_role, setting.shares = values.owner_role, dict(values.shares)
        setting.version += 1
        setting.save(update_fields=["owner_role", "shares", "version"])
        record_act(
            SecurityActKind.SETTINGS_CHANGED, by=by, now=now, subject=stage, detail={"changed": ["stage"]}
        )
    return setting


def _check(values: StageValues) -> None:
    errors = []
    if values.owner_role not in OwnerRole.values:
        errors.append(DomainError(_("Choose one of the list."), field="owner_role"))
    if any(
        role not in OwnerRole.values or not 0 <= share <= MOST_SHARE for role, share in values.shares.items()
    ):
        errors.append(DomainError(_("A role shares an account from 0 to 110.")))
    kept = [line for line in values.sub_stages if not line.is_gone]
    names = [name_key(line.name) for line in kept]
    if not kept:
        errors.append(DomainError(_("A stage has at least one sub-stage. Keep one of them.")))
    if any(not 1 <= len(" ".join(line.name.split())) <= NAME for line in kept):
        errors.append(DomainError(_("Give each sub-stage a name of 1 to 80 characters.")))
    if len(set(names)) < len(names):
        errors.append(DomainError(_("Two sub-stages have one name. Change one of them.")))
    criteria = [line for line in values.criteria if not line.is_gone]
    if any(not 1 <= len(line.text.strip()) <= TEXT for line in criteria):
        errors.append(DomainError(_("Write each criterion in 1 to 200 characters.")))
    if len(kept) > MOST or len(criteria) > 2 * MOST:
        words = _("A stage has at most %(n)s sub-stages, and as many criteria for entry and for exit.")
        errors.append(DomainError(words % {"n": format_number(MOST)}))
    if errors:
        raise DomainErrors(errors)


def _write_sub_stages(stage: str, lines: Sequence[SubStageLine]) -> None:
    held = {one.pk: one for one in SubStage.objects.filter(stage=stage)}
    for line in lines:
        if line.is_gone and line.id in held:
            _delete(held.pop(line.id))
    # names may change places: they are set free before they are taken
    for one in held.values():
        SubStage.objects.filter(pk=one.pk).update(name_key=f"~~{one.pk}")
    for line in lines:
        if line.is_gone:
            continue
        name = " ".join(line.name.split())
        written = {"name": name, "name_key": name_key(name)[:NAME], "position": line.position}
        if line.id is None:
            SubStage.objects.create(stage=stage, **written)
        elif line.id in held:
            SubStage.objects.filter(pk=held.pop(line.id).pk).update(**written)
    for one in held.values():
        _keep_name(one)


def _keep_name(one: SubStage) -> None:
    """A sub-stage that somebody else added meanwhile keeps its own name."""
    try:
        with transaction.atomic():
            SubStage.objects.filter(pk=one.pk).update(name_key=one.name_key)
    except IntegrityError as error:
        raise DomainError(_("Two sub-stages have one name. Change one of them.")) from error


def _delete(one: SubStage) -> None:
    try:
        with transaction.atomic():
            one.delete()
    except (ProtectedError, IntegrityError) as error:
        standing = AccountStage.objects.filter(sub_stage=one).count()
        words = ngettext(
            "%(n)s account stands in “%(name)s”. Move it to another sub-stage first.",
            "%(n)s accounts stand in “%(name)s”. Move them to another sub-stage first.",
            standing,
        )
        raise Conflict(
            words % {"n": format_number(standing), "name": one.name}, code="sub_stage_in_use"
        ) from error


def _write_criteria(stage: str, lines: Sequence[CriterionLine]) -> None:
    held = {one.pk: one for one in Criterion.objects.filter(stage=stage)}
    for line in lines:
        if line.is_gone:
            if line.id in held:
                held[line.id].delete()
            continue
        written = {
            "kind": CriterionKind(line.kind),
            "text": line.text.strip(),
            "is_required": line.is_required,
            "position": line.position,
        }
        if line.id is None:
            Criterion.objects.create(stage=stage, **written)
        elif line.id in held:
            Criterion.objects.filter(pk=line.id).update(**written)
