"""CTAs: opened once per origin key, given to somebody, put off, changed, closed with an outcome, reopened."""

from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from core.errors import Conflict, DomainError
from playbooks.choices import ActKind, CtaKind, Origin, Outcome, Priority
from playbooks.errors import CtaClosed
from playbooks.models import Cta
from playbooks.models.cta import NOTE, REASON
from playbooks.rules import Holder, holder_of, roles_for
from playbooks.selectors.owners import holders_of
from playbooks.services.acts import note_act
from playbooks.services.editing import (
    changes,
    cleaned,
    cleaned_text,
    holder_words,
    locked,
    opened,
    opened_as_seen,
    write,
)
from playbooks.services.telling import tell_owner
from workspaces.models import Member


def open_cta(
    account: Account,
    *,
    kind: CtaKind,
    reason: str,
    origin: str,
    origin_key: str,
    priority: Priority = Priority.NORMAL,
    owner: Member | None = None,
    due_on: date | None = None,
    by: Member | None,
    now: datetime,
) -> Cta:
    """Open a CTA, or answer the one that is open under this key: the idempotency key is `origin_key`, and a closed one
    does not count. Without an owner it goes to the account's owner of the fitting role (playbooks.rules.ROLES_FOR), a
    person before a team. The owner is told, but not of the own deed. Raises DomainError (field `reason`)."""
    said = cleaned(reason, REASON, "reason", _("Write what is to be done, or why."))
    there = _open_one(origin_key)
    if there is not None:
        return there
    holder = (
        Holder(owner.pk)
        if owner
        else holder_of(holders_of([account.pk]).get(account.pk, {}), roles_for(kind))
    )
    cta = Cta(
        account=account, kind=kind, reason=said, priority=priority, owner_id=holder.member_id, team_id=holder.team_id,
        due_on=due_on, origin=origin, origin_key=origin_key[:200], opened_at=now, opened_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            cta.save(force_insert=True)
            note_act(cta, ActKind.OPENED, by=by, now=now)
            tell_owner(cta, by=by, now=now)
    except IntegrityError:
        # somebody was faster by a moment: then theirs is the one
        there = _open_one(origin_key)
        if there is None:
            raise
        return there
    return cta


def raise_cta(
    account: Account,
    *,
    kind: CtaKind,
    reason: str,
    priority: Priority,
    owner: Member | None,
    due_on: date | None,
    by: Member,
    now: datetime,
) -> Cta:
    """A CTA that a person raises: always a new one. Raises DomainError as `open_cta`."""
    return open_cta(
        account, kind=kind, reason=reason, origin=Origin.PERSON, origin_key=f"{Origin.PERSON}:{uuid4()}",
        priority=priority, owner=owner, due_on=due_on, by=by, now=now,
    )  # fmt: skip


def close_cta(
    cta: Cta, *, outcome: Outcome | str = Outcome.DONE, note: str = "", by: Member | None, now: datetime
) -> Cta:
    """Close a CTA with its outcome; one that is closed stays as it was closed. Raises DomainError (field `outcome`,
    `note`), and CtaClosed to a person who would close it otherwise than somebody did meanwhile."""
    if outcome not in Outcome.values:
        raise DomainError(_("Choose how it ended."), field="outcome")
    said = cleaned_text(note, NOTE, "note")
    with transaction.atomic():
        current = locked(cta)
        if current.closed_at is not None:
            if by is not None and (current.outcome, current.note) != (str(outcome), said):
                raise CtaClosed(_closed_words(current))
            return current
        write(
            current,
            {"closed_at": now, "closed_by": by, "outcome": str(outcome), "note": said, "snoozed_until": None},
        )
        note_act(current, ActKind.CLOSED, by=by, now=now, detail={"outcome": str(outcome), "note": said})
    return current


def close_cta_of(
    origin_key: str,
    *,
    outcome: Outcome | str = Outcome.DONE,
    note: str = "",
    by: Member | None,
    now: datetime,
) -> Cta | None:
    """Close the open CTA of this key, if there is one."""
    there = _open_one(origin_key)
    return close_cta(there, outcome=outcome, note=note, by=by, now=now) if there else None


def reopen_cta(cta: Cta, *, by: Member, now: datetime) -> Cta:
    """Take a closing back. Raises Conflict when another CTA is open for the same reason by now."""
    try:
        with transaction.atomic():
            current = locked(cta)
            if current.closed_at is not None:
                write(current, {"closed_at": None, "closed_by": None, "outcome": "", "note": ""})
                note_act(current, ActKind.REOPENED, by=by, now=now)
    except IntegrityError as error:
        raise Conflict(_("Another CTA is open for the same reason by now.")) from error
    return current


def change_cta(
    cta: Cta,
    *,
    kind: str,
    reason: str,
    priority: int,
    due_on: date | None,
    version: int,
    by: Member,
    now: datetime,
) -> Cta:
    """Change what a CTA says. Raises accounts.errors.ChangedMeanwhile with both values when it is past `version`,
    CtaClosed, DomainError."""
    if kind not in CtaKind.values:
        raise DomainError(_("Choose one of the list."), field="kind")
    if priority not in Priority.values:
        raise DomainError(_("Choose one of the list."), field="priority")
    said = cleaned(reason, REASON, "reason", _("Write what is to be done, or why."))
    wanted = {"kind": str(kind), "reason": said, "priority": priority, "due_on": due_on}
    with transaction.atomic():
        current: Cta = opened_as_seen(cta, version, wanted)
        differing = changes(current, wanted)
        if differing:
            write(current, wanted)
            note_act(current, ActKind.CHANGED, by=by, now=now, detail=differing)
    return current


def assign_cta(cta: Cta, holder: Holder, *, by: Member, now: datetime) -> Cta:
    """Give a CTA to a member, a team or nobody; who it belongs to now is told. Raises CtaClosed."""
    with transaction.atomic():
        current: Cta = opened(cta)
        before = Holder(current.owner_id, current.team_id)
        if before != holder:
            write(current, {"owner_id": holder.member_id, "team_id": holder.team_id})
            detail = {str(_("Owner")): [holder_words(before), holder_words(holder)]}
            note_act(current, ActKind.ASSIGNED, by=by, now=now, detail=detail)
            tell_owner(current, by=by, now=now)
    return current


def snooze_cta(cta: Cta, until: date | None, *, by: Member, today: date, now: datetime) -> Cta:
    """Put a CTA off until a day ahead, or with None take it out of snooze. Raises DomainError (field `until`), CtaClosed."""
    check_snooze(until, today)
    with transaction.atomic():
        current: Cta = opened(cta)
        if current.snoozed_until != until:
            write(current, {"snoozed_until": until})
            kind = ActKind.SNOOZED if until else ActKind.WOKEN
            note_act(current, kind, by=by, now=now, detail={"until": until.isoformat()} if until else {})
    return current


def check_snooze(until: date | None, today: date) -> None:
    """Raise DomainError unless the day lies ahead, within a year."""
    if until is not None and not 0 < (until - today).days <= 366:
        raise DomainError(_("Choose a day after today, within a year."), field="until")


def _closed_words(cta: Cta) -> str:
    who = cta.closed_by or _("The platform")
    words = _("%(who)s closed it meanwhile: %(outcome)s. Reopen it to say otherwise.")
    return words % {"who": who, "outcome": cta.get_outcome_display()}


def _open_one(origin_key: str) -> Cta | None:
    return Cta.objects.select_related("account").filter(origin_key=origin_key[:200], closed_at=None).first()
