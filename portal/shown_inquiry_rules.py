"""Rules of routing in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.choices import OwnerRole
from portal.models import InquiryRule


@dataclass(frozen=True, slots=True)
class RuleShown:
    """`when` says which inquiries, `goes_to` who gets them; `gone` where they would reach nobody."""

    number: int
    when: str
    goes_to: str
    is_active: bool
    gone: bool
    first: bool
    last: bool


def rules_shown(rules: Sequence[InquiryRule]) -> list[RuleShown]:
    """The rules in their order."""
    return [
        RuleShown(
            one.pk, when_words(one), target_words(one), one.is_active, _is_gone(one), place == 0, place == len(rules) - 1
        )
        for place, one in enumerate(rules)
    ]  # fmt: skip


def when_words(rule: InquiryRule) -> str:
    """ "Problem · Urgent · Enterprise", or that it is for all."""
    parts = [
        str(rule.get_kind_display()) if rule.kind else "",
        str(rule.get_priority_display()) if rule.priority else "",
        str(rule.get_segment_display()) if rule.segment else "",
        rule.account.name if rule.account else "",
    ]
    return " · ".join(part for part in parts if part) or _("All inquiries")


def target_words(rule: InquiryRule) -> str:
    if rule.role:
        return _("%(role)s of the account") % {"role": OwnerRole(rule.role).label}
    return str(rule.member) if rule.member else _("%(team)s (team)") % {"team": rule.team}


def _is_gone(rule: InquiryRule) -> bool:
    member, team = rule.member, rule.team
    return (member is not None and member.left_at is not None) or (
        team is not None and team.closed_at is not None
    )
