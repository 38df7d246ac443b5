from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import chat_parts, parts_inquiries
        from portal.starting_articles import register_articles, register_files

        _open_the_door()
        parts_inquiries.register()
        register_articles()
        register_files()
        chat_parts.register_chat()


def _open_the_door() -> None:
    from accounts.ports import ACCOUNT_TABS, TIMELINE_SOURCES, Tab, TimelineSource
    from health.ports import OWN_EVENTS
    from portal.door import DOOR
    from portal.navigation import PORTAL_NAV, PortalEntry
    from portal.selectors.access_story import ACCESS, access_rows, tell_access
    from portal.services.log_ins import LOG_INS
    from workspaces.ports import DOORS

    DOORS.add(DOOR)
    OWN_EVENTS.add(LOG_INS)
    PORTAL_NAV.add(PortalEntry("home", _("Home"), "smart-home", "portal:home", order=10))
    PORTAL_NAV.add(PortalEntry("plan", _("Plan"), "target", "portal:plan", order=20))
    TIMELINE_SOURCES.add(TimelineSource(ACCESS, _("Portal access"), tell_access, access_rows, order=72))
    ACCOUNT_TABS.add(Tab(key="portal", label=_("Portal"), url_name="desk:access", order=70))
