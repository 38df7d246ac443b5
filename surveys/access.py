"""The doors to surveys: results and answers for who may use surveys, of accounts that exist for them; campaigns are
written by who may edit them. Bounds: domain.md, Roles and rights."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import MAX_ID, seen_by
from accounts.models.bin import outside_bin
from core.errors import NotFound
from surveys.models import Answer, Campaign
from workspaces.access import require
from workspaces.choices import Right
from workspaces.models import Member


def visible_answers(member: Member) -> QuerySet[Answer]:
    """The answers of accounts that the member may see, for who may use surveys. Raises Forbidden."""
    require(member, Right.USE_SURVEYS)
    return seen_by(member, outside_bin(Answer.objects.all()))


def answer_or_404(member: Member, answer_id: int) -> Answer:
    """An answer, if its account exists for the member."""
    related = ("account", "contact", "campaign", "wave", "recipient", "csm__user")
    rows = visible_answers(member).select_related(*related)
    found = rows.filter(pk=answer_id).first() if 0 < answer_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def campaign_or_404(member: Member, campaign_id: int, *, changing: bool = False) -> Campaign:
    """A campaign, for who may use, or edit, surveys."""
    require(member, Right.EDIT_SURVEYS if changing else Right.USE_SURVEYS)
    rows = Campaign.objects.select_related("sender__user", "created_by__user")
    found = rows.filter(pk=campaign_id).first() if 0 < campaign_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found
