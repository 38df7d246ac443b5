"""Inquiries of somebody who left, or of a team that was closed, go on: by the rules, to the account's people, or else to
nobody, of which those who answer for it hear. So none waits for a person who is gone."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from playbooks.selectors.owners import holders_of
from portal.choices.inquiries import OPEN_STATUSES, InquiryStepKind
from portal.models import Inquiry
from portal.rules.routing import Asked, routed
from portal.selectors.inquiry_people import holder_words, holders, managers_of
from portal.selectors.inquiry_settings import routes
from portal.services.inquiries.record import ASSIGNED, note_step, save, tell, title_of

GONE = (
    Q(assignee__left_at__isnull=False)
    | Q(assignee__user__is_active=False)
    | Q(team__isnull=False, team__closed_at__isnull=False)
)


def of_who_left(now: datetime) -> QuerySet[Inquiry]:
    """Open ones on which nobody works any more."""
    return Inquiry.objects.filter(GONE, status__in=OPEN_STATUSES).order_by("pk")


def hand_on(inquiry: Inquiry, *, now: datetime) -> None:
    """Give one that is locked to whoever would have it if it came in now, and tell them; the version goes up, so that a
    form that somebody has open is refused as overtaken."""
    gone = holder_words(inquiry)
    asked = Asked(inquiry.kind, inquiry.priority, inquiry.account.segment, inquiry.account_id)
    owners = holders_of([inquiry.account_id]).get(inquiry.account_id, {})
    holder, _rule = routed(routes(), asked, owners)
    inquiry.assignee_id, inquiry.team_id = holder.member_id, holder.team_id
    save(inquiry, "assignee", "team", now=now)
    fresh = Inquiry.objects.select_related("account", "assignee__user", "team").get(pk=inquiry.pk)
    note_step(fresh, InquiryStepKind.ASSIGNED, now=now, words=holder_words(fresh) or _("nobody"))
    if holder.is_nobody:
        told, title = managers_of(fresh), _("Nobody has this inquiry: %(title)s")
    else:
        told, title = holders(fresh), _("Inquiry for you: %(title)s")
    body = _("%(name)s has left.") % {"name": gone}
    tell(
        fresh,
        told,
        ASSIGNED,
        title % {"title": title_of(fresh)},
        key=f"left:{fresh.version}",
        now=now,
        body=body,
    )
