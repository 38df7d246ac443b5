"""Who would be asked: the contacts that a campaign's filters let through, and those of them that are left out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from accounts.access import seen_by
from accounts.choices import AccountStatus
from accounts.lists.contacts import CONTACT_LIST
from accounts.models import Contact
from accounts.selectors.present import present
from core import clock
from core.lists import ListContext
from core.lists.state import FILTER
from surveys.choices import LeftOut
from surveys.models import Campaign, Recipient, SurveyRest
from surveys.selectors.settings import setting_in_force
from workspaces.models import Member, Workspace
from workspaces.selectors.people import admins_of


@dataclass(frozen=True, slots=True)
class Audience:
    """How many contacts the filters let through, how many are asked, and why the others are not."""

    contacts: int
    asked: int
    accounts: int
    left_out: dict[str, int]


def audience_context(campaign: Campaign, workspace: Workspace, now: datetime) -> ListContext:
    """As whom the list of contacts is read: who made the campaign, else, also once that one has left, an admin."""
    made_by: Member | None = campaign.created_by
    works = made_by is not None and made_by.left_at is None
    reader: Member | None = made_by if works else admins_of().order_by("pk").first()
    return ListContext(
        now=now,
        today=clock.today_in(workspace.time_zone, now),
        currency=workspace.currency,
        sees_money=False,
        me=reader.pk if reader else None,
        reader=reader,
    )


def audience_rows(campaign: Campaign, workspace: Workspace, *, now: datetime) -> QuerySet[Contact]:
    """The contacts of active accounts, still there, that the segments and the filters of the campaign let through; of
    accounts that whoever made it may see. Nobody where a filter means nothing any more: without it too many were asked."""
    context = audience_context(campaign, workspace, now)
    rows = whom_to_choose_from(campaign, context)
    if not campaign.audience:
        return rows
    kept = QueryDict(campaign.audience)
    state = CONTACT_LIST.state(kept, context)
    if len(state.conditions) < sum(name.startswith(FILTER) for name in kept):
        return rows.none()
    return CONTACT_LIST.filtered(rows, state, context)


def whom_to_choose_from(campaign: Campaign, context: ListContext) -> QuerySet[Contact]:
    """The contacts that the campaign's segments let through, and that the reader of the context may see."""
    rows = Contact.objects.filter(present(context.today), account__status=AccountStatus.ACTIVE)
    if campaign.segments:
        rows = rows.filter(account__segment__in=campaign.segments)
    return seen_by(context.reader, rows) if context.reader is not None else rows.none()


def asked_lately(now: datetime) -> QuerySet[Recipient]:
    """Who was asked within the quiet days, or is about to be; who rated by itself was not asked."""
    since = now - timedelta(days=setting_in_force().quiet_days)
    by_themselves = Q(invited_at=None, answered_at__isnull=False)
    recent = Q(invited_at__gt=since) | Q(created_at__gt=since)
    return Recipient.objects.filter(recent).exclude(by_themselves)


def with_reasons(rows: QuerySet[Contact], now: datetime) -> QuerySet[Contact]:
    """The contacts with what may keep them from being asked: `is_resting`, `has_stopped`."""
    own = OuterRef("pk")
    return rows.annotate(
        is_resting=Exists(asked_lately(now).filter(contact_id=own)),
        has_stopped=Exists(SurveyRest.objects.filter(contact_id=own)),
    )


def sorted_out(rows: QuerySet[Contact], now: datetime) -> Iterator[tuple[Contact, LeftOut | None]]:
    """Each contact, by account and name, with why it is left out; of two of one address the first is asked. One query."""
    seen: set[str] = set()
    found = with_reasons(rows, now).select_related("account").order_by("account_id", "name_key", "pk")
    for contact in found.iterator(chunk_size=2000):
        reason = _reason(contact, seen)
        if reason is None:
            seen.add(contact.email.lower())
        yield contact, reason


def audience_of(campaign: Campaign, workspace: Workspace, *, now: datetime) -> Audience:
    """Who would be asked if the wave started now."""
    reasons: Counter[str] = Counter()
    accounts: set[int] = set()
    for contact, reason in sorted_out(audience_rows(campaign, workspace, now=now), now):
        reasons[reason.value if reason else ""] += 1
        if reason is None:
            accounts.add(contact.account_id)
    asked = reasons.pop("", 0)
    return Audience(asked + reasons.total(), asked, len(accounts), dict(reasons))


def _reason(contact: Contact, seen: set[str]) -> LeftOut | None:
    facts = contact.__dict__
    if not contact.email:
        return LeftOut.NO_EMAIL
    if facts["has_stopped"]:
        return LeftOut.STOPPED
    if facts["is_resting"]:
        return LeftOut.RESTING
    return LeftOut.TWICE if contact.email.lower() in seen else None
