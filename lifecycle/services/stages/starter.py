"""What a workspace starts with: owner roles, sub-stages and criteria of the four stages, times of the handshakes."""

from datetime import datetime

from django.utils import translation

from core.text import name_key
from lifecycle.choices import HandshakeKind
from lifecycle.models import Criterion, HandshakeSetting, StageSetting, SubStage
from lifecycle.models.stages import NAME
from lifecycle.rules.handshakes import ANSWER_DAYS, DELIVER_DAYS
from lifecycle.rules.stages import DEFAULTS, StageDefault
from workspaces.models import Workspace


def start_lifecycle(workspace: Workspace, now: datetime) -> None:
    """Give a new workspace its stages and handshakes, in its own language; what is there already is left alone."""
    install_stages(workspace.language)


def install_stages(language: str) -> int:
    """Add the defaults of each stage and kind of handshake that the workspace in force has no row of; returns how many
    stages were added. Repeating it, or two at once, adds nothing."""
    HandshakeSetting.objects.bulk_create(
        [
            HandshakeSetting(kind=kind, deliver_days=DELIVER_DAYS, answer_days=ANSWER_DAYS)
            for kind in HandshakeKind
        ],
        ignore_conflicts=True,
    )
    known = set(StageSetting.objects.values_list("stage", flat=True))
    with translation.override(language):
        return sum(_install(default) for default in DEFAULTS if default.stage not in known)


def _install(default: StageDefault) -> bool:
    _setting, is_new = StageSetting.objects.get_or_create(
        stage=default.stage, defaults={"owner_role": default.owner_role, "shares": default.shares}
    )
    if not is_new:
        return False
    names = [str(name)[:NAME] for name in default.sub_stages]
    SubStage.objects.bulk_create(
        [
            SubStage(stage=default.stage, name=name, name_key=name_key(name)[:NAME], position=position)
            for position, name in enumerate(names)
        ],
        ignore_conflicts=True,
    )
    Criterion.objects.bulk_create(
        Criterion(stage=default.stage, kind=kind, text=str(text), position=position)
        for position, (kind, text) in enumerate(default.criteria)
    )
    return True
