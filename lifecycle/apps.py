from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LifecycleConfig(AppConfig):
    name = "lifecycle"

    def ready(self) -> None:
        from core import events
        from core.lists import LIST_SOURCES
        from core.shell import NavEntry, register_nav
        from lifecycle.digest import PARTS
        from lifecycle.lists.sources import SOURCES
        from lifecycle.services.closings.around import NOTICE as CLOSED
        from lifecycle.services.handshakes.record import NOTICE as HANDSHAKE
        from lifecycle.services.plans.record import NOTICE as PLAN
        from lifecycle.services.promises import NOTICE as PROMISE
        from lifecycle.services.reminders.telling import KIND
        from lifecycle.services.stages import start_lifecycle
        from lifecycle.subscribers import place_changed_accounts
        from lifecycle.today import HANDSHAKES, PLANS, RENEWALS
        from lifecycle.triggers import TRIGGERS as OURS
        from lifecycle.triggers_plans import TRIGGER as GOAL_REACHED
        from notifications.choices import Group, Mail
        from notifications.ports import DIGEST_PARTS, KINDS, NoticeKind
        from playbooks.ports import TODAY, TRIGGERS
        from workspaces.ports import SETTINGS_PARTS, WORKSPACE_STARTERS, SettingsPart, Starter

        for kind in (
            NoticeKind(KIND, _("A renewal of mine reaches a milestone"), Group.DUE, own_mail=True, order=30),
            NoticeKind(CLOSED, _("A renewal of mine is closed, or open again"), order=34),
            NoticeKind(HANDSHAKE, _("A handshake waits for me, or comes back"), usual=Mail.AT_ONCE, order=31),
            NoticeKind(PROMISE, _("A promise becomes mine to keep"), Group.DUE, order=32),
            NoticeKind(
                PLAN, _("A success plan of mine is signed, or the customer completes an activity"), order=33
            ),
        ):
            KINDS.add(kind)
        for part in PARTS:
            DIGEST_PARTS.add(part)
        register_nav(
            NavEntry("stages", _("Stages"), "layout-kanban", "lifecycle:board", "lifecycle", order=10, go="s"),
            NavEntry("handshakes", _("Handshakes"), "switch-horizontal", "lifecycle:handshakes", "lifecycle", order=20, go="h"),
            NavEntry("plans", _("Success plans"), "target", "lifecycle:plans", "lifecycle", order=25),
            NavEntry("renewals", _("Renewals"), "refresh", "lifecycle:renewals", "lifecycle", order=30, go="r", phone=True),
            NavEntry("promises", _("Promises"), "signature", "lifecycle:promises", "lifecycle", order=40),
        )  # fmt: skip
        for source in SOURCES:
            LIST_SOURCES.add(source)
        WORKSPACE_STARTERS.add(Starter("lifecycle", start_lifecycle, order=30))
        SETTINGS_PARTS.add(SettingsPart("stages", _("Stages"), "lifecycle:stages", order=20))
        SETTINGS_PARTS.add(SettingsPart("handshakes", _("Handshakes"), "lifecycle:handshake_days", order=21))
        events.subscribe(events.ACCOUNT_FACTS_CHANGED, place_changed_accounts)
        for waiting in (HANDSHAKES, PLANS, RENEWALS):
            TODAY.add(waiting)
        for trigger in (*OURS, GOAL_REACHED):
            TRIGGERS.add(trigger)
        _hand_to_accounts()
        _hand_closings_to_accounts()
        _hand_journey_to_accounts()


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


def _hand_closings_to_accounts() -> None:
    """Closed renewals on the pages of accounts and contracts."""
    from accounts.ports import CONTRACT_PARTS, TIMELINE_SOURCES, ContractPart, TimelineSource
    from lifecycle.selectors.story import CLOSED, closing_rows, tell_closings
    from lifecycle.shown_closings import contract_part

    CONTRACT_PARTS.add(ContractPart("renewal", contract_part))
    TIMELINE_SOURCES.add(TimelineSource(CLOSED, _("Closed renewals"), tell_closings, closing_rows, order=25))


def _hand_journey_to_accounts() -> None:
    """Stages, handshakes and promises on the pages and lists of accounts."""
    from accounts.ports import (
        ACCOUNT_COLUMNS,
        ACCOUNT_FILTERS,
        ACCOUNT_MERGES,
        ACCOUNT_PANELS,
        TIMELINE_SOURCES,
        AccountMerge,
        Panel,
        TimelineSource,
    )
    from lifecycle.lists.stages import IN_SUB_STAGE, SUB_STAGE
    from lifecycle.selectors import journey_story as story
    from lifecycle.selectors.plans import story as plans
    from lifecycle.services.merging import merge_handshakes

    ACCOUNT_MERGES.add(AccountMerge("handshakes", merge_handshakes, lambda kept_id, today: None))
    ACCOUNT_COLUMNS.add(SUB_STAGE)
    ACCOUNT_FILTERS.add(IN_SUB_STAGE)
    for panel in (
        Panel(key="stage", label=_("Stage"), url_name="lifecycle:stage_panel", area="aside", order=30, lines=5),
        Panel(key="handshakes", label=_("Handshakes"), url_name="lifecycle:handshakes_panel", area="aside", order=40),
        Panel(key="plans", label=_("Success plan"), url_name="lifecycle:plans_panel", order=15, lines=4),
        Panel(key="promises", label=_("Promises"), url_name="lifecycle:promises_panel", area="aside", order=50),
    ):  # fmt: skip
        ACCOUNT_PANELS.add(panel)
    for source in (
        TimelineSource(story.MOVED, _("Moves of stage"), story.tell_moves, story.move_rows, order=40),
        TimelineSource(story.HANDED, _("Handshakes"), story.tell_handshakes, story.handshake_rows, order=50),
        TimelineSource(story.PROMISED, _("Promises"), story.tell_promises, story.promise_rows, order=60),
        TimelineSource(plans.PLANNED, _("Success plans"), plans.tell_plans, plans.plan_rows, order=55),
    ):
        TIMELINE_SOURCES.add(source)


def _is_here(account: Any) -> bool:
    return account.churned_on is None


def _has_left(account: Any) -> bool:
    return account.churned_on is not None
