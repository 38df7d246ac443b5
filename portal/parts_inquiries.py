"""What inquiries hand to the other apps: menu, lists, settings, notices, Today, digest, timeline, panel, the portal's bar."""

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Called once, from apps.py."""
    from core.lists import LIST_SOURCES
    from core.live import ADMISSIONS
    from core.shell import NavEntry, register_nav
    from playbooks.ports import TODAY
    from portal.inquiry_live import STREAMS
    from portal.lists.inquiry_sources import SOURCES
    from portal.navigation import PORTAL_NAV, PortalEntry
    from portal.selectors.inquiries import count_waiting
    from portal.services.inquiries.rating import take_answer
    from portal.services.inquiries.record import SOURCE
    from portal.today_inquiries import INQUIRIES
    from surveys.ports import SOURCE_ANSWERS, SourceAnswers
    from workspaces.choices import Right
    from workspaces.ports import SETTINGS_PARTS, SettingsPart

    _tell()
    _stand_on_accounts()
    SOURCE_ANSWERS.add(SourceAnswers("inquiries", SOURCE, take_answer))
    TODAY.add(INQUIRIES)
    for source in SOURCES:
        LIST_SOURCES.add(source)
    for stream in STREAMS:
        ADMISSIONS.add(stream)
    register_nav(
        NavEntry(
            "inquiries", _("Inquiries"), "message-circle", "desk:inquiries", "voice", order=10, go="i",
            right=Right.READ_INQUIRIES,
        ),
    )  # fmt: skip
    SETTINGS_PARTS.add(SettingsPart("inquiries", _("Inquiries"), "desk:inquiry_settings", order=40))
    PORTAL_NAV.add(
        PortalEntry(
            "inquiries", _("Inquiries"), "message-circle", "portal:inquiries", order=30, waits=count_waiting
        )
    )


def _tell() -> None:
    """Notices and the digest."""
    from notifications.choices import Group, Mail
    from notifications.ports import DIGEST_PARTS, KINDS, NoticeKind
    from portal.digest_inquiries import PARTS
    from portal.services.inquiries.record import ASSIGNED, ESCALATED, LATE, WROTE

    for kind in (
        NoticeKind(ASSIGNED, _("An inquiry becomes mine"), usual=Mail.AT_ONCE, order=41),
        NoticeKind(
            WROTE, _("A customer answers, or a colleague notes something on an inquiry of mine"), order=42
        ),
        NoticeKind(
            LATE, _("The first answer to an inquiry of mine is late"), Group.LATE, Mail.AT_ONCE, order=43
        ),
        NoticeKind(
            ESCALATED, _("An inquiry that I answer for is escalated"), Group.LATE, Mail.AT_ONCE, order=44
        ),
    ):
        KINDS.add(kind)
    for part in PARTS:
        DIGEST_PARTS.add(part)


def _stand_on_accounts() -> None:
    """The account's page, its timeline, and its end."""
    from accounts.ports import (
        ACCOUNT_ACTIONS,
        ACCOUNT_PANELS,
        ACCOUNT_REMOVALS,
        TIMELINE_SOURCES,
        AccountRemoval,
        Action,
        Panel,
        TimelineSource,
    )
    from portal.selectors.inquiry_story import INQUIRIES as STORY
    from portal.selectors.inquiry_story import inquiry_rows, tell_inquiries
    from portal.services.inquiries.removing import discard_inquiry_files
    from workspaces.choices import Right

    ACCOUNT_REMOVALS.add(AccountRemoval("inquiries", discard_inquiry_files))
    ACCOUNT_PANELS.add(
        Panel(
            key="inquiries", label=_("Inquiries"), url_name="desk:inquiries_panel", area="aside", order=35,
            right=Right.READ_INQUIRIES,
        )
    )  # fmt: skip
    ACCOUNT_ACTIONS.add(
        Action(
            key="inquiry", label=_("New inquiry"), url_name="desk:new_inquiry", icon="message-circle", order=150,
            right=Right.ANSWER_INQUIRIES,
        )
    )  # fmt: skip
    TIMELINE_SOURCES.add(TimelineSource(STORY, _("Inquiries"), tell_inquiries, inquiry_rows, order=45))
