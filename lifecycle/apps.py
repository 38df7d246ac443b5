from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LifecycleConfig(AppConfig):
    name = "lifecycle"

    def ready(self) -> None:
        from core.lists import LIST_SOURCES
        from core.shell import NavEntry, register_nav
        from lifecycle.lists.sources import SOURCES

        register_nav(
            NavEntry("renewals", _("Renewals"), "refresh", "lifecycle:renewals", "lifecycle", order=30, go="r", phone=True)
        )  # fmt: skip
        for source in SOURCES:
            LIST_SOURCES.add(source)
        _hand_to_accounts()


def _hand_to_accounts() -> None:
    from accounts.ports import (
        ACCOUNT_ACTIONS,
        ACCOUNT_COLUMNS,
        ACCOUNT_FILTERS,
        ACCOUNT_MERGES,
        ACCOUNT_PANELS,
        TIMELINE_SOURCES,
        AccountMerge,
        Action,
        Panel,
        TimelineSource,
    )
    from lifecycle.lists.accounts import MILESTONE, RENEWAL
    from lifecycle.lists.filters import RENEWAL_WINDOW
    from lifecycle.selectors.story import (
        CHURN,
        REMINDED,
        churn_rows,
        milestone_rows,
        tell_churn,
        tell_milestones,
    )
    from lifecycle.services.churn import settle_records
    from workspaces.choices import Right

    ACCOUNT_MERGES.add(AccountMerge("lifecycle", lambda gone_id, kept_id: None, settle_records))
    for column in (RENEWAL, MILESTONE):
        ACCOUNT_COLUMNS.add(column)
    ACCOUNT_FILTERS.add(RENEWAL_WINDOW)
    for panel in (
        Panel(
            key="renewal",
            label=_("Renewal"),
            url_name="lifecycle:head_panel",
            area="header",
            order=30,
            lines=2,
        ),
        Panel(key="renewals", label=_("Renewals"), url_name="lifecycle:renewals_panel", order=20, lines=5),
        Panel(key="churn", label=_("Leaving and coming back"), url_name="lifecycle:churn_panel", order=90),
    ):
        ACCOUNT_PANELS.add(panel)
    for source in (
        TimelineSource(REMINDED, _("Renewal reminders"), tell_milestones, milestone_rows, order=20),
        TimelineSource(CHURN, _("Leaving and coming back"), tell_churn, churn_rows, order=30),
    ):
        TIMELINE_SOURCES.add(source)
    for action in (
        Action(
            key="churn", label=_("Record churn"), url_name="lifecycle:churn", icon="user-minus", order=200,
            right=Right.EDIT_RENEWALS, applies=_is_here,
        ),
        Action(
            key="return", label=_("Record return"), url_name="lifecycle:return", icon="arrow-back-up", order=200,
            right=Right.EDIT_RENEWALS, applies=_has_left,
        ),
    ):  # fmt: skip
        ACCOUNT_ACTIONS.add(action)


def _is_here(account: Any) -> bool:
    return account.churned_on is None


def _has_left(account: Any) -> bool:
    return account.churned_on is not None
