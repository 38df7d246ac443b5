"""What lies ahead of a customer, by day: activities of the plan, and first answers to inquiries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lifecycle.models import PlanActivity
from lifecycle.selectors.plans import coming_activities
from portal.models import Inquiry
from portal.selectors.inquiries import due_answers


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A day, what is then, and a line about it."""

    on: date
    title: str
    note: str


def coming_dates(account_id: int, today: date, zone: ZoneInfo, limit: int) -> Sequence[ComingDate]:
    """The soonest of both kinds. Two queries."""
    found = [_activity(day, one) for day, one in coming_activities(account_id, today, limit)]
    found += [_answer(one, zone) for one in due_answers(account_id, today, limit)]
    return sorted(found, key=lambda one: one.on)[:limit]


def _activity(day: date, one: PlanActivity) -> ComingDate:
    parts = [str(one.get_kind_display()), one.audience, _("yours to do") if one.by_customer else ""]
    return ComingDate(day, one.title, " · ".join(part for part in parts if part))


def _answer(one: Inquiry, zone: ZoneInfo) -> ComingDate:
    words = _("Our first answer to #%(number)s") % {"number": one.number}
    return ComingDate(one.response_due_at.astimezone(zone).date(), one.subject, words)
