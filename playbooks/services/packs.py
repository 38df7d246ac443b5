"""Ready-made playbooks become a workspace's own, once; their rules come along at rest."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from playbooks.choices import VersionStatus
from playbooks.models import Playbook, PlaybookStep, PlaybookVersion, Rule
from playbooks.packs import PACKS, Pack, RuleText, StepText
from playbooks.ports import TRIGGERS, Trigger
from workspaces.models import Member, Workspace


def install_packs(workspace: Workspace, *, by: Member | None = None, now: datetime) -> list[Playbook]:
    """Install the packs that are missing, in the workspace's language, published as version 1; answers those that were
    installed. What is there, changed or archived as it may be, is left alone. The idempotency key is the pack's."""
    known = set(Playbook.objects.values_list("key", flat=True))
    with transaction.atomic(), translation.override(workspace.language):
        made = [_install(pack, by, now) for pack in PACKS if pack.key not in known]
        _install_rules(now)
    return made


def missing_packs() -> list[Pack]:
    """The packs that the workspace in force does not have. One query."""
    known = set(Playbook.objects.values_list("key", flat=True))
    return [pack for pack in PACKS if pack.key not in known]


def start_playbooks(workspace: Workspace, now: datetime) -> None:
    """The starter of a new workspace."""
    install_packs(workspace, now=now)


def _install(pack: Pack, by: Member | None, now: datetime) -> Playbook:
    made = Playbook.objects.create(
        key=pack.key, name=str(pack.name), description=str(pack.description), created_at=now
    )
    version = PlaybookVersion.objects.create(
        playbook=made, number=1, status=VersionStatus.PUBLISHED, created_at=now, created_by=by, published_at=now,
        published_by=by,
    )  # fmt: skip
    PlaybookStep.objects.bulk_create([_step(version, place, step) for place, step in enumerate(pack.steps)])
    return made


def _step(version: PlaybookVersion, place: int, step: StepText) -> PlaybookStep:
    return PlaybookStep(
        version=version,
        position=place,
        title=str(step.title),
        instructions=str(step.instructions),
        owner_role=step.role or "",
        offset_days=step.day,
        day_kind=step.kind,
        checklist=[str(item) for item in step.checklist],
        visible_to_customer=step.customer,
    )


def _install_rules(now: datetime) -> None:
    """The rules of packs whose trigger somebody hands in by now; one that was taken away comes again only so."""
    books = {book.key: book for book in Playbook.objects.all()}
    known = set(Rule.objects.exclude(pack="").values_list("pack", flat=True))
    wanted = [
        (pack, text, f"{pack.key}:{text.trigger}")
        for pack in PACKS
        for text in pack.rules
        if pack.key in books and text.trigger in TRIGGERS
    ]
    Rule.objects.bulk_create(
        [_rule(books[pack.key], text, key, now) for pack, text, key in wanted if key not in known]
    )


def _rule(playbook: Playbook, text: RuleText, key: str, now: datetime) -> Rule:
    return Rule(
        name=str(text.name),
        trigger=text.trigger,
        parameters={**_defaults(text.trigger), **text.parameters},
        playbook=playbook,
        cta_kind=text.kind,
        cta_priority=text.priority,
        due_days=text.due_days,
        pack=key,
        created_at=now,
    )


def _defaults(trigger: str) -> dict[str, Any]:
    """The initial values of the trigger's form."""
    part: Trigger = TRIGGERS.get(trigger)
    form = part.parameters()
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
