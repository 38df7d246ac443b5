"""Moves from stage to stage: who, when, why. Criteria that do not hold ask for a reason, required ones refuse; a move
over a boundary of the lifecycle opens its handshake."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Stage
from accounts.models import Account
from accounts.services import tell_facts
from core.errors import Conflict, DomainError, NotFound
from core.tenancy import required_workspace_id
from core.text import join_words
from lifecycle.choices import HandshakeOrigin, MoveOrigin
from lifecycle.models import AccountStage, Criterion, CriterionTick, StageMove, SubStage
from lifecycle.models.stages import REASON
from lifecycle.rules.stages import HANDSHAKE_OF_MOVE, unmet
from lifecycle.selectors.handshakes import accepted_since
from lifecycle.selectors.stages import criteria_of_move, last_move, stays_of, ticked_ids
from lifecycle.services.handshakes.opening import open_handshake, withdraw_opened_at
from workspaces.models import Member, Workspace


@dataclass(frozen=True, slots=True)
class Goal:
    """Where an account is to stand; without a sub-stage in the first of the stage."""

    stage: str
    sub_stage_id: int | None = None


def move_account(
    account: Account,
    goal: Goal,
    *,
    version: int | None,
    by: Member | None,
    now: datetime,
    today: date,
    reason: str = "",
    ticked: Collection[int] | None = None,
    origin: MoveOrigin = MoveOrigin.PERSON,
) -> StageMove | None:
    """Move an account; returns the move, None where it stands there already.

    `version`: of the account's place as the person saw it, None for a move by the platform itself; `ticked`: the
    criteria that hold, None for those ticked before. A move by a person into another stage opens the handshake of
    that boundary. Raises Conflict when somebody moved it meanwhile or a required criterion does not hold,
    DomainError(field "reason") where criteria do not hold and nothing says why, NotFound for a sub-stage that is none.
    """
    if len(reason) > REASON:
        raise DomainError(_("Shorten the reason to 1,000 characters."), field="reason")
    with transaction.atomic():
        place = lock_place(account, now=now)
        target = _sub_stage(goal)
        if (place.stage, place.sub_stage_id) == (goal.stage, target.pk if target else None):
            return None
        if version is not None and place.version != version:
            raise Conflict(
                _("Somebody moved it meanwhile. It stands in %(stage)s now; look again.")
                % {"stage": Stage(place.stage).label},
                code="changed_meanwhile",
            )
        if ticked is not None and by is not None:
            _write_ticks(account, place.stage, goal.stage, ticked, by, now)
        missing = _unmet(account, place.stage, goal.stage) if origin == MoveOrigin.PERSON else []
        if missing and not reason.strip():
            raise DomainError(
                _("Say why it moves although this does not hold: %(criteria)s")
                % {"criteria": " ".join(missing)},
                field="reason",
                code="reason_needed",
            )
        return _move(account, place, goal, target, by, now, today, reason.strip(), missing, origin)


def undo_move(move_id: int, *, by: Member, now: datetime, today: date) -> StageMove | None:
    """Take the last move of an account back: a move of its own, for the record is never rewritten. The handshake that
    the move opened is withdrawn while nobody worked on it. Raises Conflict where the account moved on since."""
    with transaction.atomic():
        move = StageMove.objects.filter(pk=move_id).first()
        account = Account.objects.filter(pk=move.account_id).first() if move is not None else None
        if move is None or account is None:
            raise NotFound(_("Not found."))
        place = lock_place(account, now=now)
        last = last_move(account.pk)
        if last is None or last.pk != move.pk or not move.from_stage:
            raise Conflict(_("It has moved on since. Move it by hand."), code="changed_meanwhile")
        back = SubStage.objects.filter(stage=move.from_stage, name=move.from_sub_stage).first()
        goal = Goal(move.from_stage, back.pk if back else None)
        kind = HANDSHAKE_OF_MOVE.get((move.from_stage, move.to_stage))
        if kind is not None:
            withdraw_opened_at(account, kind, move.moved_at, by=by, now=now)
        undone = _move(account, place, goal, _sub_stage(goal), by, now, today, "", [], MoveOrigin.UNDO)
        _take_up_stay(account, place)
    return undone


def set_tick(account: Account, criterion: Criterion, *, holds: bool, by: Member, now: datetime) -> None:
    """Say that a criterion holds for an account, or that it does not any more; saying it twice is no error."""
    if holds:
        CriterionTick.objects.get_or_create(
            account=account, criterion=criterion, defaults={"ticked_by": by, "ticked_at": now}
        )
    else:
        CriterionTick.objects.filter(account=account, criterion=criterion).delete()


def lock_place(account: Account, *, now: datetime) -> AccountStage:
    """The account's place, its account locked before it; made where there is none yet."""
    stands = Account.objects.select_for_update().get(pk=account.pk)
    first = SubStage.objects.filter(stage=stands.stage).order_by("position", "pk").first()
    place, is_new = AccountStage.objects.select_for_update().get_or_create(
        account=stands,
        defaults={"stage": stands.stage, "sub_stage": first, "entered_at": now, "sub_entered_at": now},
    )
    if is_new:
        StageMove.objects.create(
            account=stands, to_stage=stands.stage, to_sub_stage=first.name if first else "",
            origin=MoveOrigin.START, moved_at=now,
        )  # fmt: skip
    return place


def _sub_stage(goal: Goal) -> SubStage | None:
    if goal.stage not in Stage.values:
        raise NotFound(_("Not found."))
    steps = SubStage.objects.filter(stage=goal.stage)
    if goal.sub_stage_id is None:
        return steps.order_by("position", "pk").first()
    found = steps.filter(pk=goal.sub_stage_id).first()
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _write_ticks(
    account: Account, before: str, after: str, ticked: Collection[int], by: Member, now: datetime
) -> None:
    asked = {one.id for one in criteria_of_move(before, after)}
    CriterionTick.objects.filter(account=account, criterion_id__in=asked - set(ticked)).delete()
    CriterionTick.objects.bulk_create(
        [
            CriterionTick(account=account, criterion_id=number, ticked_by=by, ticked_at=now)
            for number in sorted(asked & set(ticked))
        ],
        ignore_conflicts=True,
    )


def _unmet(account: Account, before: str, after: str) -> list[str]:
    """The texts of what does not hold; raises where that is required."""
    if before == after:
        return []
    missing = unmet(criteria_of_move(before, after), ticked_ids(account.pk))
    binding = [one.text for one in missing if one.is_required]
    if binding:
        raise Conflict(
            _("It cannot move yet. This has to hold first: %(criteria)s") % {"criteria": join_words(binding)},
            code="criteria_required",
        )
    return [one.text for one in missing]


def _take_up_stay(account: Account, place: AccountStage) -> None:
    """After an undone move the account is where it was since it came there."""
    since = stays_of(account)[-1].since
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
    account.stage_since_on = since.astimezone(ZoneInfo(zone)).date()
    Account.objects.filter(pk=account.pk).update(stage_since_on=account.stage_since_on)
    place.entered_at = since
    place.save(update_fields=["entered_at"])


def _move(
    account: Account, place: AccountStage, goal: Goal, target: SubStage | None, by: Member | None, now: datetime,
    today: date, reason: str, missing: list[str], origin: MoveOrigin,
) -> StageMove:  # fmt: skip
    before, before_step = place.stage, place.sub_stage.name if place.sub_stage else ""
    came_at = place.entered_at
    move = StageMove.objects.create(
        account=account, from_stage=before, from_sub_stage=before_step, to_stage=goal.stage,
        to_sub_stage=target.name if target else "", origin=origin, reason=reason, unmet=missing,
        moved_by=by, moved_at=now,
    )  # fmt: skip
    place.stage, place.sub_stage, place.sub_entered_at = goal.stage, target, now
    if before != goal.stage:
        place.entered_at = now
        Account.objects.filter(pk=account.pk).update(stage=goal.stage, stage_since_on=today)
        account.stage, account.stage_since_on = goal.stage, today
        CriterionTick.objects.filter(account=account, criterion__stage=before).delete()
    place.version += 1
    place.save(update_fields=["stage", "sub_stage", "entered_at", "sub_entered_at", "version"])
    if before != goal.stage:
        kind = HANDSHAKE_OF_MOVE.get((before, goal.stage))
        # what was handed over while it stood there is not handed over once more
        if kind is not None and origin == MoveOrigin.PERSON and not accepted_since(account, kind, came_at):
            open_handshake(
                account, kind, origin=HandshakeOrigin.STAGE, origin_key=f"stage:{before}:{goal.stage}", by=by, now=now, today=today,
            )  # fmt: skip
        tell_facts([account.pk], today=today, now=now)
    return move
