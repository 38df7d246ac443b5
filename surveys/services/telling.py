"""Telling those who look after an account that somebody there answered; a detractor's answer at once."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from core.links import below_workspace
from core.tenancy import required_workspace_id
from notifications.services import notify
from playbooks.choices import CtaKind
from playbooks.rules import Holder, holder_of, roles_for
from playbooks.selectors.owners import holders_of
from surveys.choices import SCALE, Group
from surveys.models import Answer
from workspaces.models import Member, TeamMember, Workspace

ANSWERED, DETRACTOR = "survey_answer", "detractor"


def tell_of_answer(answer: Answer, *, was: str, now: datetime) -> int:
    """Tell the owner of the account, or the team that owns it, of an answer; once, and once more when a change of mind
    makes a detractor."""
    is_detractor = answer.group == Group.DETRACTOR
    if was and not (is_detractor and was != Group.DETRACTOR):
        return 0
    workspace = Workspace.objects.get(pk=required_workspace_id())
    kind = DETRACTOR if is_detractor else ANSWERED
    with translation.override(workspace.language):
        words = {
            "name": answer.contact.name,
            "account": answer.account.name,
            "score": answer.score,
            "most": SCALE[answer.kind][1],
        }
        return notify(
            _those_who_look_after(answer.account_id),
            kind=kind,
            title=_("%(name)s of %(account)s answered %(score)s of %(most)s") % words,
            body=" ".join(answer.comment.split())[:300],
            path=below_workspace("surveys:answer", answer_id=answer.pk),
            origin_key=f"{kind}:{answer.pk}",
            account_id=answer.account_id,
            now=now,
        )


def _those_who_look_after(account_id: int) -> list[Member]:
    owners = holders_of([account_id]).get(account_id, {})
    holder: Holder = holder_of(owners, roles_for(CtaKind.SATISFACTION))
    here = Member.objects.filter(left_at=None, user__is_active=True)
    if holder.member_id is not None:
        return list(here.filter(pk=holder.member_id))
    if holder.team_id is None:
        return []
    return list(here.filter(pk__in=TeamMember.objects.filter(team_id=holder.team_id).values("member_id")))
