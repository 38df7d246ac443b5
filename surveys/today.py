"""What of surveys waits for a member today: detractors of the own accounts whom nobody has taken up."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import MINE, of_book
from core.links import href
from playbooks.ports import TodayItem, TodaySource
from surveys.access import visible_answers
from surveys.choices import SCALE, Group
from surveys.models import Answer
from surveys.selectors.results import with_cta
from workspaces.access import allowed
from workspaces.choices import Right
from workspaces.models import Member

DAYS = 30


def detractors_of(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """The newest first; one whose CTA is open stands among the CTAs already."""
    return [_item(one) for one in _waiting(member, today).select_related("account", "contact")[:limit]]


def _waiting(member: Member, today: date) -> QuerySet[Answer]:
    if not allowed(member, Right.USE_SURVEYS):
        return Answer.objects.none()
    recent = visible_answers(member).filter(
        group=Group.DETRACTOR, answered_on__gte=today - timedelta(days=DAYS)
    )
    mine = of_book(member, recent, MINE)
    return with_cta(mine).filter(cta_id=None).order_by("-answered_at", "-pk")


def _item(one: Answer) -> TodayItem:
    words = {"name": one.contact.name, "score": one.score, "most": SCALE[one.kind][1]}
    return TodayItem(
        key=f"survey-{one.pk}",
        title=_("%(name)s answered %(score)s of %(most)s") % words,
        url=href("surveys:answer", answer_id=one.pk),
        account_id=one.account_id,
        account_name=one.account.name,
        kind_label=_("Close the loop"),
        waits_since=one.answered_at,
    )


DETRACTORS = TodaySource(
    "detractors", gettext_lazy("Detractors"), detractors_of, order=45, url_name="surveys:answers"
)
