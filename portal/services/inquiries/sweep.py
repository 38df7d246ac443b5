"""What the clock decides on inquiries: who left hands on; of a first answer that stays out the owner hears when it is due,
the manager some hours of work later. Each once, however often and by however many it is looked at."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models.bin import outside_bin
from core.links import link_scope
from core.tenancy import workspace_scope
from portal.choices.inquiries import OPEN_STATUSES, InquiryStepKind
from portal.models import Inquiry
from portal.selectors.inquiry_people import holders, managers_of
from portal.services.inquiries.escalating import escalate
from portal.services.inquiries.leaving import hand_on, of_who_left
from portal.services.inquiries.record import LATE, note_step, tell, title_of
from workspaces.models import Workspace

AT_ONCE = 50


def sweep_late(workspace: Workspace, *, now: datetime) -> int:
    """Decide on everything that is due in one workspace; returns how many decisions. Call outside a scope: each lot commits
    by itself, so whoever is killed leaves whole decisions behind, and the next run goes on from there."""
    decided = _lots(workspace, of_who_left, hand_on, now)
    decided += _lots(workspace, late_for_owner, tell_owner, now)
    return decided + _lots(workspace, late_for_manager, tell_manager, now)


def late_for_owner(now: datetime) -> QuerySet[Inquiry]:
    """Unanswered past their time, and not yet decided on."""
    found = Inquiry.objects.filter(responded_at=None, breached_at=None, response_due_at__lte=now)
    return found.filter(status__in=OPEN_STATUSES).order_by("response_due_at", "pk")


def late_for_manager(now: datetime) -> QuerySet[Inquiry]:
    """Unanswered so long that the manager is told, and not yet decided on."""
    found = Inquiry.objects.filter(responded_at=None, manager_told_at=None, manager_due_at__lte=now)
    return found.filter(status__in=OPEN_STATUSES).order_by("manager_due_at", "pk")


def tell_owner(inquiry: Inquiry, *, now: datetime) -> None:
    """Note that the first answer is late, and tell who works on it, else who answers for it."""
    inquiry.breached_at = now
    inquiry.version += 1
    inquiry.save(update_fields=["breached_at", "version"])
    note_step(inquiry, InquiryStepKind.BREACHED, now=now)
    told = holders(inquiry) or managers_of(inquiry)
    title = _("First answer late: %(title)s") % {"title": title_of(inquiry)}
    tell(inquiry, told, LATE, title, key="owner", now=now)


def tell_manager(inquiry: Inquiry, *, now: datetime) -> None:
    """Escalate it in the platform's name."""
    inquiry.manager_told_at = now
    inquiry.save(update_fields=["manager_told_at"])
    escalate(inquiry, reason=_("Nobody has answered yet; the first answer is late."), now=now)


def _lots(
    workspace: Workspace,
    due: Callable[[datetime], QuerySet[Inquiry]],
    decide: Callable[..., None],
    now: datetime,
) -> int:
    decided = 0
    while True:
        with (
            workspace_scope(workspace.pk),
            link_scope(workspace.slug),
            translation.override(workspace.language),
        ):
            rows = outside_bin(due(now)).select_for_update(of=("self",), skip_locked=True)
            lot = list(rows.select_related("account", "assignee__user", "team", "opener")[:AT_ONCE])
            for inquiry in lot:
                decide(inquiry, now=now)
        decided += len(lot)
        if len(lot) < AT_ONCE:
            return decided
