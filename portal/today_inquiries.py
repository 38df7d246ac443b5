"""What of the inquiries waits for a member today: those that the member works on and whose turn is ours, and those that were
escalated to who answers for them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.links import href
from playbooks.ports import TodayItem, TodaySource
from portal.access.inquiries import held_by, visible_inquiries
from portal.choices.inquiries import OUR_TURN
from portal.models import Inquiry
from portal.selectors.inquiry_people import led_team_ids
from workspaces.choices import Role
from workspaces.models import Member, TeamMember

MANAGERS = (Role.CSM_LEAD, Role.ADMIN)


def waiting_for(member: Member) -> QuerySet[Inquiry]:
    """Those in which it is the member's turn, escalated ones first, then by the time of the first answer."""
    turn = held_by(member) & Q(status__in=OUR_TURN)
    found = visible_inquiries(member).filter(turn | escalated_to(member)).select_related("account")
    return found.order_by("responded_at", "response_due_at", "pk")


def escalated_to(member: Member) -> Q:
    """The escalated ones that the member answers for: of the teams that the member leads and of who is in them, and for
    leads of the whole those that no team lead answers for."""
    open_ones = Q(escalated_at__isnull=False, calmed_at=None)
    if member.role in MANAGERS:
        return open_ones
    led = led_team_ids(member)
    of_led = Q(team_id__in=led) | Q(
        assignee_id__in=TeamMember.objects.filter(team_id__in=led).values("member_id")
    )
    return open_ones & of_led if led else Q(pk__in=())


def items(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """One for each inquiry."""
    return [_item(one) for one in waiting_for(member)[:limit]]


def _item(one: Inquiry) -> TodayItem:
    due = timezone.localtime(one.response_due_at).date() if one.responded_at is None else None
    label = _("Escalated") if one.is_escalated else str(one.get_kind_display())
    return TodayItem(
        key=f"inquiry-{one.pk}",
        title=f"#{one.number} {one.subject}",
        url=href("desk:inquiry", inquiry_id=one.pk),
        account_id=one.account_id,
        account_name=one.account.name,
        due_on=due,
        kind_label=label,
        waits_since=one.moved_at,
    )


INQUIRIES = TodaySource("inquiries", gettext_lazy("Inquiries"), items, order=30, url_name="desk:inquiries")
