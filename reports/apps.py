from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from accounts.ports import (
            ACCOUNT_REMOVALS,
            ACCOUNT_TABS,
            TIMELINE_SOURCES,
            AccountRemoval,
            Tab,
            TimelineSource,
        )
        from core.lists import LIST_SOURCES
        from core.shell import NavEntry, register_nav
        from reports.selectors.story import SOURCE as REVIEWS
        from reports.selectors.story import review_rows, tell_reviews
        from reports.services.removing import discard_prints
        from reports.sources import SOURCE

        register_nav(
            NavEntry("portfolio", _("Portfolio"), "server", "reports:portfolio", order=20, go="p", phone=True)
        )
        LIST_SOURCES.add(SOURCE)
        reviews = TimelineSource(REVIEWS, _("Business reviews"), tell_reviews, review_rows, order=40)
        TIMELINE_SOURCES.add(reviews)
        ACCOUNT_REMOVALS.add(AccountRemoval("reports", discard_prints))
        ACCOUNT_TABS.add(Tab(key="reviews", label=_("Reviews"), url_name="reports:reviews", order=60))
