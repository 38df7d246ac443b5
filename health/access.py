"""Who may record which metric by hand, on which account: domain.md, Roles and rights, manual readings."""

from django.utils.translation import gettext as _

from accounts.access import account_or_404, may
from accounts.models import Account
from core.errors import Forbidden
from health.models import Metric
from workspaces.choices import Right
from workspaces.models import Member
from workspaces.rights import may_record


def recordable_metrics(member: Member, account: Account) -> list[Metric]:
    """The metrics that this member may record on this account, in their order; none without the right."""
    if not may(member, account, Right.RECORD_READINGS):
        return []
    return [
        metric for metric in Metric.objects.order_by("position", "id") if may_record(member.role, metric.key)
    ]


def account_for_reading(member: Member, account_id: int) -> tuple[Account, list[Metric]]:
    """The account with the metrics to choose from. Raises NotFound for a hidden account, Forbidden where there
    is nothing that this member may record."""
    account = account_or_404(member, account_id)
    metrics = recordable_metrics(member, account)
    if not metrics:
        raise Forbidden(
            _("Your role records no metric of %(name)s. Its owner, or an admin, can.")
            % {"name": account.name}
        )
    return account, metrics
