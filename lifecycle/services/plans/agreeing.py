"""A plan between the two sides: shared, taken back, signed off by a named contact, started, closed, reopened."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from core.errors import Conflict, DomainError, NotFound
from core.text import format_number
from lifecycle.choices import PlanStatus, PlanStepKind
from lifecycle.models import PlanOutcome, SuccessPlan
from lifecycle.models.plans import LONG
from lifecycle.rules.plans import leads_to
from lifecycle.selectors.plans.frozen import frozen_plan
from lifecycle.services.plans.record import day_of, lock_plan, note_step, require_version, tell
from workspaces.models import Member


def share_plan(plan: SuccessPlan, *, version: int, by: Member, now: datetime, today: date) -> SuccessPlan:
    """Show a plan to the customer and ask for a sign-off; also anew for one that changed since it was signed. The record
    keeps the plan as it stood. Sharing twice is no error. Raises DomainError without an outcome, Conflict when it was
    changed meanwhile."""
    with transaction.atomic():
        now_is = lock_plan(plan.pk)
        if now_is.status == PlanStatus.SHARED:
            return now_is
        require_version(now_is, version)
        if not PlanOutcome.objects.filter(plan=now_is).exists():
            raise DomainError(_("Write down first what is to be reached: the plan has no outcome yet."))
        _go(now_is, "share")
        now_is.shared_at, now_is.shared_by = now, by
        now_is.save(update_fields=["status", "version", "shared_at", "shared_by"])
        note_step(
            now_is, PlanStepKind.SHARED, by=by, now=now, document=frozen_plan(now_is, today=today),
            words=_("revision %(n)s") % {"n": format_number(now_is.revision)},
        )  # fmt: skip
    return now_is


def withdraw_plan(plan: SuccessPlan, *, version: int, by: Member, now: datetime) -> SuccessPlan:
    """Take a shared plan back: the customer does not see it any more. Doing so twice is no error."""
    with transaction.atomic():
        now_is = lock_plan(plan.pk)
        if now_is.status == PlanStatus.DRAFT:
            return now_is
        require_version(now_is, version)
        _go(now_is, "withdraw")
        now_is.save(update_fields=["status", "version"])
        note_step(now_is, PlanStepKind.WITHDRAWN, by=by, now=now)
    return now_is


def sign_plan(
    plan: SuccessPlan,
    *,
    contact: Contact,
    now: datetime,
    version: int | None = None,
    by: Member | None = None,
) -> SuccessPlan:
    """Sign a shared plan off in a contact's name, which stays beside the moment and the revision that was signed.

    `version`: the revision that the contact read (PlanShown.version), else that of `plan` as it was loaded. `by`: the
    member who records a sign-off given outside the portal. Idempotent: the same contact signing the same revision again
    changes nothing. Raises NotFound for a contact of another account or a plan that was never shared, Conflict when it
    changed since it was read or is signed already.
    """
    read = plan.revision if version is None else version
    with transaction.atomic():
        now_is = lock_plan(plan.pk)
        if contact.account_id != now_is.account_id or now_is.status == PlanStatus.DRAFT:
            raise NotFound(_("Not found."))
        signed = now_is.signed_by_id == contact.pk and now_is.signed_revision == now_is.revision == read
        if signed and now_is.status != PlanStatus.SHARED:
            return now_is
        if now_is.revision != read:
            raise Conflict(
                _("The plan changed since you opened it. Read it again, then sign."), code="changed_meanwhile"
            )
        _go(now_is, "sign")
        now_is.signed_at, now_is.signed_by, now_is.signed_name = now, contact, contact.name[:200]
        now_is.signed_revision = now_is.revision
        now_is.save(
            update_fields=["status", "version", "signed_at", "signed_by", "signed_name", "signed_revision"]
        )
        note_step(
            now_is, PlanStepKind.SIGNED, by=by, by_contact=contact.name, now=now,
            document=frozen_plan(now_is, today=day_of(now)),
            words=_("revision %(n)s") % {"n": format_number(now_is.revision)},
        )  # fmt: skip
        title = _("%(name)s signed the plan: %(title)s") % {"name": contact.name, "title": now_is.title}
        tell(
            now_is,
            [now_is.owner, now_is.shared_by],
            title[:200],
            by=by,
            key=f"signed:{now_is.revision}",
            now=now,
        )
    return now_is


def start_plan(plan: SuccessPlan, *, version: int, by: Member, now: datetime) -> SuccessPlan:
    """Start a signed plan. Starting twice is no error."""
    with transaction.atomic():
        now_is = lock_plan(plan.pk)
        if now_is.status == PlanStatus.ACTIVE:
            return now_is
        require_version(now_is, version)
        _go(now_is, "start")
        now_is.save(update_fields=["status", "version"])
        note_step(now_is, PlanStepKind.ACTIVE, by=by, now=now)
    return now_is


def close_plan(plan: SuccessPlan, results: str, *, version: int, by: Member, now: datetime) -> SuccessPlan:
    """Close a plan with its measured results in words; it can be read and not changed any more. Twice is no error."""
    text = results.strip()
    if not 1 <= len(text) <= LONG:
        raise DomainError(_("Say what came of it, in 1 to 4,000 characters."), field="results")
    with transaction.atomic():
        now_is = lock_plan(plan.pk, writes=False)
        if now_is.is_closed:
            return now_is
        require_version(now_is, version)
        _go(now_is, "close")
        now_is.results, now_is.closed_at = text, now
        now_is.save(update_fields=["status", "version", "results", "closed_at"])
        note_step(now_is, PlanStepKind.CLOSED, by=by, now=now)
    return now_is


def reopen_plan(plan: SuccessPlan, *, version: int, by: Member, now: datetime) -> SuccessPlan:
    """Go on with a closed plan. One that is open is no error."""
    with transaction.atomic():
        now_is = lock_plan(plan.pk, writes=False)
        if not now_is.is_closed:
            return now_is
        require_version(now_is, version)
        _go(now_is, "reopen")
        now_is.closed_at = None
        now_is.save(update_fields=["status", "version", "closed_at"])
        note_step(now_is, PlanStepKind.REOPENED, by=by, now=now)
    return now_is


def _go(plan: SuccessPlan, deed: str) -> None:
    after = leads_to(deed, plan.status)
    if after is None:
        words = _("This cannot be done with a plan that is %(state)s. Look at it again.") % {
            "state": str(plan.get_status_display()).lower()
        }  # fmt: skip
        raise Conflict(words, code="wrong_state")
    plan.status = after
    plan.version += 1
