"""Writing down who did what to a CTA or a task, in the transaction of the deed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from playbooks.choices import ActKind
from playbooks.models import Act, Cta, Task
from workspaces.models import Member


def note_act(
    thing: Cta | Task,
    kind: ActKind,
    *,
    by: Member | None,
    now: datetime,
    who: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note one deed; `who` names those who are no member."""
    Act.objects.create(
        cta=thing if isinstance(thing, Cta) else None,
        task=thing if isinstance(thing, Task) else None,
        kind=kind,
        at=now,
        by=by,
        who=who[:200],
        detail=dict(detail or {}),
    )


def note_opened(cta_ids: Iterable[int], *, who: str, now: datetime) -> None:
    """Note that a rule opened these CTAs, in one statement."""
    Act.objects.bulk_create(
        [Act(cta_id=cta_id, kind=ActKind.OPENED, at=now, who=who[:200]) for cta_id in cta_ids],
        batch_size=1000,
    )
