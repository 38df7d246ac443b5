"""What articles and shared files hand to the apps below, from portal.apps."""

from django.utils.translation import gettext_lazy as _


def register_articles() -> None:
    from core.lists import LIST_SOURCES
    from core.shell import NavEntry, register_nav
    from portal.lists.article_sources import SOURCES
    from portal.navigation import PORTAL_NAV, PortalEntry

    register_nav(NavEntry("articles", _("Articles"), "book", "desk:articles", "voice", order=60))
    for source in SOURCES:
        LIST_SOURCES.add(source)
    PORTAL_NAV.add(PortalEntry("articles", _("Articles"), "book", "portal:articles", order=40))


def register_files() -> None:
    from accounts.ports import (
        ACCOUNT_TABS,
        FILE_NOTES,
        TIMELINE_SOURCES,
        FileNotes,
        Tab,
        TimelineSource,
    )
    from notifications.choices import Group
    from notifications.ports import KINDS, NoticeKind
    from portal.navigation import PORTAL_NAV, PortalEntry
    from portal.selectors import files_story as story
    from portal.services.files import NOTICE
    from portal.shown.files import notes_on_files

    KINDS.add(NoticeKind(NOTICE, _("A customer of mine sends a file"), Group.NEWS, order=60))
    ACCOUNT_TABS.add(Tab(key="shared", label=_("Shared files"), url_name="desk:account_files", order=61))
    FILE_NOTES.add(FileNotes("shared", notes_on_files))
    for source in (
        TimelineSource(story.SHARED, _("Shared files"), story.tell_shared, story.shared_rows, order=70),
        TimelineSource(
            story.TAKEN_BACK, _("Files taken back"), story.tell_taken_back, story.taken_back_rows, order=71
        ),
    ):
        TIMELINE_SOURCES.add(source)
    PORTAL_NAV.add(PortalEntry("files", _("Files"), "files", "portal:files", order=50))
