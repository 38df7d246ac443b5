from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "health"

    def ready(self) -> None:
        from core import events
        from core.shell import NavEntry, register_nav
        from health.services.falls import FALL
        from health.services.starter import start_health
        from health.subscribers import rescore_changed_accounts
        from notifications.choices import Group
        from notifications.ports import KINDS, NoticeKind
        from workspaces.choices import Right
        from workspaces.ports import WORKSPACE_STARTERS, Starter

        WORKSPACE_STARTERS.add(Starter("health", start_health, order=20))
        events.subscribe(events.ACCOUNT_FACTS_CHANGED, rescore_changed_accounts)
        register_nav(
            NavEntry(
                "scorecards", _("Scorecards"), "adjustments", "health:scorecards", "insight", order=40,
                right=Right.USE_SCORECARDS,
            ),
            NavEntry(
                "readings", _("Rate the book"), "checkbox", "health:grid", order=60,
                right=Right.RECORD_READINGS,
            ),
        )  # fmt: skip
        KINDS.add(NoticeKind(FALL, _("An account of mine falls to a worse band"), Group.FELL, order=20))
        _hand_to_accounts()
        _take_away_with_accounts()
        _hand_to_playbooks()


def _hand_to_accounts() -> None:
    from accounts.ports import (
        ACCOUNT_COLUMNS,
        ACCOUNT_FILTERS,
        ACCOUNT_MERGES,
        ACCOUNT_PANELS,
        ACCOUNT_TABS,
        GROUP_BANDS,
        TIMELINE_SOURCES,
        AccountMerge,
        GroupBands,
        Panel,
        Tab,
        TimelineSource,
    )
    from health.lists.accounts import health_columns, health_filters
    from health.selectors.bands import current_bands
    from health.selectors.story import SOURCE, score_rows, tell_bands
    from health.services.merging import merge_figures

    ACCOUNT_MERGES.add(AccountMerge("health", merge_figures, lambda kept_id, today: None))
    GROUP_BANDS.add(GroupBands("health", current_bands))
    for column in health_columns():
        ACCOUNT_COLUMNS.add(column)
    for chosen in health_filters():
        ACCOUNT_FILTERS.add(chosen)
    for panel in (
        Panel(
            key="health",
            label=_("Health"),
            url_name="health:head_panel",
            area="header",
            order=10,
            lines=2,
            dated=True,
        ),
        Panel(
            key="why",
            label=_("Why this score"),
            url_name="health:why_panel",
            area="aside",
            order=10,
            lines=7,
            dated=True,
        ),
        Panel(
            key="lift",
            label=_("What would lift it"),
            url_name="health:lift_panel",
            area="aside",
            order=20,
            dated=True,
        ),
        Panel(key="score-history", label=_("Score history"), url_name="health:history_panel", order=30),
    ):
        ACCOUNT_PANELS.add(panel)
    ACCOUNT_TABS.add(Tab(key="health", label=_("Health"), url_name="health:readings", order=20))
    ACCOUNT_TABS.add(Tab(key="usage", label=_("Usage"), url_name="health:usage", order=25))
    TIMELINE_SOURCES.add(TimelineSource(SOURCE, _("Changes of band"), tell_bands, score_rows, order=10))


def _take_away_with_accounts() -> None:
    from accounts.ports import ACCOUNT_REMOVALS, AccountRemoval
    from health.services.removing import forget_messages

    ACCOUNT_REMOVALS.add(AccountRemoval("health", forget_messages))


def _hand_to_playbooks() -> None:
    from health.triggers import TRIGGERS as WATCHED
    from health.triggers import marks
    from playbooks.ports import ACCOUNT_MARKS, TRIGGERS, AccountMarks

    for trigger in WATCHED:
        TRIGGERS.add(trigger)
    ACCOUNT_MARKS.add(AccountMarks("health", marks))
