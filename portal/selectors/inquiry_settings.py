"""How the workspace answers inquiries: its opening hours, times and rules."""

from accounts.choices import TicketPriority
from core.tenancy import required_workspace_id
from playbooks.rules import Holder
from portal.models import InquiryRule, InquirySetting
from portal.rules.response_times import Hours
from portal.rules.routing import Route
from workspaces.models import Workspace

MOST_RULES = 200


def setting_in_force() -> InquirySetting:
    """The one row; the usual values, not stored yet, where nobody set anything."""
    return InquirySetting.objects.first() or InquirySetting()


def office_hours(setting: InquirySetting) -> Hours:
    """The opening hours on the working days of the workspace's country."""
    zone, country = Workspace.objects.values_list("time_zone", "country").get(pk=required_workspace_id())
    return Hours(
        setting.opens_at, setting.closes_at, setting.break_from, setting.break_to, zone=zone, country=country
    )


def minutes_for(setting: InquirySetting, priority: str, hours: Hours) -> int:
    """Minutes of work until the first answer to an inquiry of this priority is due."""
    if priority == TicketPriority.URGENT and setting.urgent_minutes:
        return setting.urgent_minutes
    return setting.response_days * hours.day_minutes


def routes() -> list[Route]:
    """The rules at work, in their order. Whoever left and teams that were closed get nothing."""
    found = InquiryRule.objects.filter(is_active=True).order_by("position", "pk")
    working = found.exclude(member__left_at__isnull=False).exclude(team__closed_at__isnull=False)
    working = working.exclude(member__user__is_active=False)
    return [
        Route(
            one.pk, one.kind, one.priority, one.segment, one.account_id, Holder(one.member_id, one.team_id), one.role
        )
        for one in working[:MOST_RULES]
    ]  # fmt: skip


def rules() -> list[InquiryRule]:
    """All rules in their order, for their page."""
    found = InquiryRule.objects.select_related("account", "member__user", "team")
    return list(found.order_by("position", "pk")[:MOST_RULES])
