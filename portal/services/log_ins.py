"""Log-ins to the portal as a figure of usage: how often an account's contacts signed in within 30 days."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tenancy import required_workspace_id
from health.choices import MetricGroup
from health.ports import OwnEvent
from health.services.designer.metrics import keep_metric_of_event
from workspaces.models import Workspace

KEY = "portal_logins"
#: For ratings 2 and 3, in thousandths: once, and once a week.
CUTOFFS = (1_000, 4_000)

ROWS = """
SELECT l.account_id, (s.created_at AT TIME ZONE %(zone)s)::date AS occurred_on, l.contact_id::text AS user_key
FROM portal_portalsession s
JOIN portal_portallogin l ON l.workspace_id = s.workspace_id AND l.id = s.login_id
WHERE s.workspace_id = %(workspace)s
"""

LOG_INS = OwnEvent(KEY, gettext_lazy("Log-ins to the portal"), ROWS)


def keep_metric() -> None:
    """Have the metric that counts them, named in the workspace's language. Made with the first log-in, so that a workspace
    without a portal is not shown it."""
    workspace = Workspace.objects.get(pk=required_workspace_id())
    with translation.override(workspace.language):
        keep_metric_of_event(
            KEY, label=_("Log-ins to the portal"), group=MetricGroup.ADOPTION, cutoffs=CUTOFFS
        )
