"""Playbooks and their versions: a draft is edited step by step and published; who runs keeps the version it runs under."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _

from accounts.choices import OwnerRole
from core.errors import Conflict, DomainError, NotFound
from core.text import name_key
from playbooks.choices import DayKind, PlaybookState, VersionStatus
from playbooks.errors import ChangedMeanwhile
from playbooks.models import Playbook, PlaybookStep, PlaybookVersion
from playbooks.models.playbook import INSTRUCTIONS, MOST_OFFSET
from playbooks.rules import moved
from playbooks.services.checklists import cleaned_items
from playbooks.services.editing import cleaned, cleaned_text, locked, write
from workspaces.models import Member

MOST_STEPS = 60
KEY, NAME, DESCRIPTION, TITLE = 60, 120, 500, 160


@dataclass(frozen=True, kw_only=True)
class StepFields:
    """What people write about a step; `offset_days` are counted in `day_kind` from the start."""

    title: str
    instructions: str = ""
    owner_role: str = ""
    offset_days: int = 0
    day_kind: str = DayKind.BUSINESS
    checklist: Sequence[str] = ()
    visible_to_customer: bool = False


def create_playbook(
    name: str, description: str = "", *, by: Member | None, now: datetime, key: str = ""
) -> Playbook:
    """A playbook with an empty draft. `key` is what apps know it by; without one it is made of the name. Raises
    DomainError (field `name`, `description`), Conflict for a key that is taken."""
    said = _cleaned_name(name)
    told = cleaned_text(description, DESCRIPTION, "description")
    try:
        with transaction.atomic():
            made = Playbook.objects.create(
                key=key or _free_key(said), name=said, description=told, created_at=now
            )
            PlaybookVersion.objects.create(playbook=made, number=1, created_at=now, created_by=by)
    except IntegrityError as error:
        raise Conflict(_("Somebody added a playbook of this name at the same moment.")) from error
    return made


def rename_playbook(playbook: Playbook, name: str, description: str, *, version: int) -> Playbook:
    """Another name and description. Raises ChangedMeanwhile, DomainError."""
    wanted = {
        "name": _cleaned_name(name),
        "description": cleaned_text(description, DESCRIPTION, "description"),
    }
    with transaction.atomic():
        current = locked(playbook, version)
        write(current, wanted)
    return current


def archive_playbook(playbook: Playbook, *, archived: bool) -> Playbook:
    """Put a playbook away, or bring it back: runs go on, nothing new is started meanwhile, its rules open CTAs alone."""
    state = PlaybookState.ARCHIVED if archived else PlaybookState.ACTIVE
    with transaction.atomic():
        current = locked(playbook)
        if current.state != state:
            write(current, {"state": state})
    return current


def open_draft(playbook: Playbook, *, by: Member | None, now: datetime) -> PlaybookVersion:
    """The draft of a playbook, made as a copy of the published version where none is open."""
    with transaction.atomic():
        locked(playbook)
        versions = PlaybookVersion.objects.filter(playbook=playbook)
        there = versions.filter(status=VersionStatus.DRAFT).first()
        if there is not None:
            return there
        last = versions.aggregate(last=Max("number"))["last"] or 0
        draft = PlaybookVersion.objects.create(
            playbook=playbook, number=last + 1, created_at=now, created_by=by
        )
        published = versions.filter(status=VersionStatus.PUBLISHED).first()
        steps = PlaybookStep.objects.filter(version=published).order_by("position") if published else []
        PlaybookStep.objects.bulk_create([_copy(step, draft) for step in steps])
    return draft


def discard_draft(draft: PlaybookVersion) -> None:
    """Throw a draft away. Raises Conflict for the only version of a playbook."""
    with transaction.atomic():
        current = _draft(draft)
        if (
            not PlaybookVersion.objects.filter(playbook_id=current.playbook_id)
            .exclude(pk=current.pk)
            .exists()
        ):
            raise Conflict(_("This is the only version of the playbook. Archive the playbook instead."))
        current.delete()


def add_step(draft: PlaybookVersion, fields: StepFields) -> PlaybookStep:
    """A further step at the end. Raises DomainError with the field at fault, Conflict for too many."""
    wanted = _cleaned(fields)
    with transaction.atomic():
        current = _draft(draft)
        steps = PlaybookStep.objects.filter(version=current)
        if steps.count() >= MOST_STEPS:
            raise Conflict(_("A playbook has at most %(most)s steps.") % {"most": MOST_STEPS})
        last = steps.aggregate(last=Max("position"))["last"]
        step = PlaybookStep.objects.create(
            version=current, position=0 if last is None else last + 1, **wanted
        )
        _count_edit(current)
    return step


def change_step(step: PlaybookStep, fields: StepFields, *, edits: int | None = None) -> PlaybookStep:
    """Other words for a step of a draft. `edits`: of the draft as the person saw it; raises ChangedMeanwhile when it is
    past that, DomainError."""
    wanted = _cleaned(fields)
    with transaction.atomic():
        current = _draft(step.version, edits)
        there = PlaybookStep.objects.filter(pk=step.pk)
        if not there.update(**wanted):
            raise NotFound(_("Not found."))
        _count_edit(current)
    return there.get()


def remove_step(step: PlaybookStep) -> None:
    """Take a step out of a draft; one that is gone already is no error."""
    with transaction.atomic():
        current = _draft(step.version)
        if PlaybookStep.objects.filter(pk=step.pk).delete()[0]:
            _count_edit(current)


def move_step(step: PlaybookStep, by: int) -> None:
    """Move a step of a draft by so many places; it stays within the ends."""
    with transaction.atomic():
        current = _draft(step.version)
        order = list(
            PlaybookStep.objects.filter(version=current).order_by("position").values_list("pk", flat=True)
        )
        if step.pk not in order:
            raise NotFound(_("Not found."))
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(moved(order, step.pk, by))]
        PlaybookStep.objects.filter(version=current).update(position=Case(*places))
        _count_edit(current)


def publish_draft(
    draft: PlaybookVersion, *, by: Member | None, now: datetime, edits: int | None = None
) -> PlaybookVersion:
    """Put a draft into force: what starts from now on runs under it, what runs keeps its own version. `edits`: of the
    draft as the person saw it. Raises ChangedMeanwhile, DomainError for a draft without steps."""
    with transaction.atomic():
        current = _draft(draft, edits)
        if not PlaybookStep.objects.filter(version=current).exists():
            raise DomainError(_("Add a step first: a playbook without steps does nothing."))
        published = PlaybookVersion.objects.filter(
            playbook_id=current.playbook_id, status=VersionStatus.PUBLISHED
        )
        published.update(status=VersionStatus.RETIRED)
        current.status, current.published_at, current.published_by = VersionStatus.PUBLISHED, now, by
        current.save(update_fields=["status", "published_at", "published_by"])
    return current


def _draft(draft: PlaybookVersion, edits: int | None = None) -> PlaybookVersion:
    """The draft, locked. Raises Conflict once it was published, ChangedMeanwhile when it is past `edits`."""
    current = PlaybookVersion.objects.select_for_update().filter(pk=draft.pk).first()
    if current is None:
        raise NotFound(_("Not found."))
    if current.status != VersionStatus.DRAFT:
        raise Conflict(_("This version was published meanwhile, and never changes. Open a new draft."))
    if edits is not None and current.edits != edits:
        raise ChangedMeanwhile(_("Somebody changed this draft meanwhile. Look at it again before you save."))
    return current


def _count_edit(draft: PlaybookVersion) -> None:
    PlaybookVersion.objects.filter(pk=draft.pk).update(edits=F("edits") + 1)


def _copy(step: PlaybookStep, draft: PlaybookVersion) -> PlaybookStep:
    same = {name: getattr(step, name) for name in StepFields.__dataclass_fields__}
    return PlaybookStep(version=draft, position=step.position, **same)


def _cleaned(fields: StepFields) -> dict[str, Any]:
    if fields.owner_role and fields.owner_role not in OwnerRole.values:
        raise DomainError(_("Choose one of the list."), field="owner_role")
    if fields.day_kind not in DayKind.values:
        raise DomainError(_("Choose one of the list."), field="day_kind")
    if not 0 <= fields.offset_days <= MOST_OFFSET:
        words = _("Write a whole number from %(least)s to %(most)s.")
        raise DomainError(words % {"least": 0, "most": MOST_OFFSET}, field="offset_days")
    return asdict(
        replace(
            fields,
            title=cleaned(fields.title, TITLE, "title", _("Write what is to be done.")),
            instructions=cleaned_text(fields.instructions, INSTRUCTIONS, "instructions"),
            checklist=cleaned_items(fields.checklist),
        )
    )


def _cleaned_name(name: str) -> str:
    return cleaned(name, NAME, "name", _("Give the playbook a name."))


def _free_key(name: str) -> str:
    """The name in letters and digits, with a number where it is taken."""
    plain = "".join(sign if sign.isalnum() else "-" for sign in name_key(name))
    stem = "-".join(part for part in plain.split("-") if part)[: KEY - 4] or "playbook"
    taken = set(Playbook.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
