"""Who works on an inquiry, who may, and who answers for them."""

from collections.abc import Sequence

from accounts.access import members_who_see
from accounts.models import Account
from playbooks.selectors.owners import team_ids_of
from portal.models import Inquiry
from workspaces.access import allowed_somewhere
from workspaces.choices import Right, Role
from workspaces.models import Member, TeamMember
from workspaces.selectors.teams import told_for_teams


def holder_words(inquiry: Inquiry) -> str:
    """The name of the person or team that works on it; "" for nobody."""
    return str(inquiry.assignee or inquiry.team or "")


def holders(inquiry: Inquiry) -> list[Member]:
    """Who is told of what concerns the inquiry: its person, else its team's lead or all of the team; nobody who left."""
    if inquiry.assignee is not None:
        return [inquiry.assignee] if inquiry.assignee.left_at is None else []
    if inquiry.team_id is not None:
        return list(told_for_teams([inquiry.team_id]).get(inquiry.team_id, ()))
    return []


def answerers(account: Account) -> list[Member]:
    """Colleagues who see the account and answer inquiries, by name."""
    return [one for one in members_who_see(account) if allowed_somewhere(one, Right.ANSWER_INQUIRIES)]


def managers_of(inquiry: Inquiry) -> list[Member]:
    """Who answers for whoever works on it: the leads of their teams, else the CSM Leads, else the admins; only those who
    see the account, never the person in question."""
    seen = {
        one.pk: one
        for one in members_who_see(inquiry.account)
        if allowed_somewhere(one, Right.READ_INQUIRIES) and one.pk != inquiry.assignee_id
    }
    leads = [seen[number] for number in _lead_ids(inquiry) if number in seen]
    for role in (Role.CSM_LEAD, Role.ADMIN):
        leads = leads or [one for one in seen.values() if one.role == role]
    return leads


def _lead_ids(inquiry: Inquiry) -> Sequence[int]:
    if inquiry.team_id is not None:
        teams = {inquiry.team_id}
    elif inquiry.assignee is not None:
        teams = set(team_ids_of(inquiry.assignee))
    else:
        return ()
    led = TeamMember.objects.filter(team_id__in=teams, team__closed_at=None, is_lead=True)
    return list(led.order_by("member_id").values_list("member_id", flat=True).distinct())


def led_team_ids(member: Member) -> list[int]:
    """The teams that work and that the member leads."""
    led = TeamMember.objects.filter(member=member, is_lead=True, team__closed_at=None)
    return list(led.values_list("team_id", flat=True))
