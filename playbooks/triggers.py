"""What this app itself watches for: that nobody has been in touch with the customer's executives [002 table 4.4.1].

A touch is a call, a meeting or an e-mail that was logged by an executive of ours, or whose text names a sponsor or a
C-level contact of the account. Each further quarter of silence is an occurrence of its own.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import Segment
from accounts.forms.fields import number
from core.tenancy import required_workspace_id
from core.text import format_date, format_number
from playbooks.ports import Match, Trigger

NO_EXECUTIVE_TOUCH = "no_executive_touch"
DAYS = 90

SILENT = """
WITH people AS (
    SELECT account_id, lower(name) AS name FROM accounts_contact
    WHERE workspace_id = %(workspace)s AND left_on IS NULL AND deleted_at IS NULL
      AND (level = 'c_level' OR stakeholder_role = 'sponsor')
),
touched AS (
    SELECT e.account_id, max((e.happened_at AT TIME ZONE w.time_zone)::date) AS touched_on
    FROM accounts_timelineentry e
    JOIN workspaces_workspace w ON w.id = e.workspace_id
    JOIN workspaces_member m ON m.workspace_id = e.workspace_id AND m.id = e.author_id
    WHERE e.workspace_id = %(workspace)s AND e.deleted_at IS NULL AND e.kind IN ('call', 'meeting', 'email')
      AND (%(only)s::bigint[] IS NULL OR e.account_id = ANY (%(only)s::bigint[]))
      AND (m.role = 'executive' OR EXISTS (
          SELECT FROM people p WHERE p.account_id = e.account_id AND strpos(lower(e.body), p.name) > 0
      ))
    GROUP BY e.account_id
),
silent AS (
    SELECT a.id, t.touched_on,
           coalesce(t.touched_on, a.customer_since_on, (a.created_at AT TIME ZONE w.time_zone)::date) AS since_on
    FROM accounts_account a
    JOIN workspaces_workspace w ON w.id = a.workspace_id
    LEFT JOIN touched t ON t.account_id = a.id
    WHERE a.workspace_id = %(workspace)s AND a.status = 'active' AND a.deleted_at IS NULL
      AND (%(only)s::bigint[] IS NULL OR a.id = ANY (%(only)s::bigint[]))
      AND (%(segments)s::text[] = '{}' OR a.segment = ANY (%(segments)s::text[]))
)
SELECT id, touched_on, since_on, (%(today)s::date - since_on - 1) / %(days)s AS times
FROM silent WHERE %(today)s::date - since_on > %(days)s ORDER BY since_on, id
"""


class TouchForm(forms.Form):
    """For how long, and of which segments; none chosen means all."""

    days = number(gettext_lazy("Days without a touch"), least=7, most=730, required=True)
    segments = forms.MultipleChoiceField(
        label=gettext_lazy("Segments"),
        choices=Segment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"days": DAYS, "segments": [], **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def silent_accounts(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """Active accounts without an executive touch for more than `days` days, the longest silence first. Who was never
    touched is silent since becoming a customer."""
    given = {
        "workspace": required_workspace_id(),
        "only": None if account_ids is None else list(account_ids),
        "segments": list(parameters.get("segments") or []),
        "days": int(parameters.get("days") or DAYS),
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(SILENT, given)
        return [_match(*row, today=today) for row in cursor.fetchall()]


def _match(account_id: int, touched_on: date | None, since_on: date, times: int, *, today: date) -> Match:
    days = (today - since_on).days
    counted = ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}
    words = {"day": format_date(since_on), "days": counted}
    if touched_on is None:
        reason = _("No executive touch since the customer came on %(day)s")
    else:
        reason = _("No executive touch since %(day)s")
    return Match(
        account_id=account_id,
        origin_key=f"{NO_EXECUTIVE_TOUCH}:{account_id}:{since_on}:{times}",
        reason=reason % words,
        words=_("%(days)s of silence") % words,
    )


TRIGGER = Trigger(
    NO_EXECUTIVE_TOUCH, gettext_lazy("No executive touch for some time"), silent_accounts, TouchForm, order=30
)
