from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    name = "playbooks"

    def ready(self) -> None:
        from core import events
        from core.lists import LIST_SOURCES
        from core.shell import NavEntry, register_nav
        from notifications.ports import DIGEST_PARTS
        from notifications.ports import KINDS as NOTICE_KINDS
        from playbooks.digest import KINDS, PARTS
        from playbooks.lists.sources import SOURCES
        from playbooks.mentions import MENTIONS
        from playbooks.ports import TODAY, TRIGGERS
        from playbooks.services.packs import start_playbooks
        from playbooks.subscribers import wake_rules
        from playbooks.triggers import TRIGGER
        from workspaces.choices import Right
        from workspaces.ports import WORKSPACE_STARTERS, Starter

        # after those whose triggers the rules of packs watch for
        WORKSPACE_STARTERS.add(Starter("playbooks", start_playbooks, order=50))
        events.subscribe(events.BAND_CHANGED, wake_rules)
        TRIGGERS.add(TRIGGER)
        TODAY.add(MENTIONS)
        for kind in KINDS:
            NOTICE_KINDS.add(kind)
        for part in PARTS:
            DIGEST_PARTS.add(part)
        register_nav(
            NavEntry("today", _("Today"), "sun", "playbooks:today", order=10, go="t", phone=True, lands=False),
            NavEntry("ctas", _("CTAs"), "flag", "playbooks:ctas", order=35, go="c", phone=True),
            NavEntry(
                "playbooks", _("Playbooks"), "list-check", "playbooks:playbooks", "lifecycle", order=80,
                right=Right.USE_SCORECARDS,
            ),
        )  # fmt: skip
        for source in SOURCES:
            LIST_SOURCES.add(source)
        _hand_to_accounts()


def _hand_to_accounts() -> None:
    from accounts.ports import (
        ACCOUNT_ACTIONS,
        ACCOUNT_PANELS,
        TIMELINE_SOURCES,
        Action,
        Panel,
        TimelineSource,
    )
    from playbooks.selectors.story import (
        CTAS,
        CUSTOMER,
        RUNS,
        cta_rows,
        customer_rows,
        run_rows,
        tell_ctas,
        tell_customer,
        tell_runs,
    )
    from workspaces.choices import Right

    ACCOUNT_PANELS.add(
        Panel(key="work", label=_("CTAs and playbooks"), url_name="playbooks:work_panel", order=10, lines=5)
    )
    for source in (
        TimelineSource(CTAS, _("CTAs"), tell_ctas, cta_rows, order=15),
        TimelineSource(RUNS, _("Playbooks"), tell_runs, run_rows, order=16),
        TimelineSource(CUSTOMER, _("Tasks done by the customer"), tell_customer, customer_rows, order=17),
    ):
        TIMELINE_SOURCES.add(source)
    ACCOUNT_ACTIONS.add(
        Action(
            key="cta", label=_("CTA"), url_name="playbooks:new_cta", icon="plus", order=10,
            right=Right.LOG_ACTIVITIES,
        )
    )  # fmt: skip
