"""What live chat hands to the rest of the platform; called from apps.py."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _


def register_chat() -> None:
    """Streams, notices, Today, timeline, navigation, and its part when accounts leave for good."""
    from accounts.ports import ACCOUNT_REMOVALS, TIMELINE_SOURCES, AccountRemoval, TimelineSource
    from core.live import ADMISSIONS
    from core.shell import NavEntry, register_nav
    from notifications.choices import Mail
    from notifications.ports import KINDS, NoticeKind
    from playbooks.ports import TODAY
    from portal.chat_live import STREAMS
    from portal.chat_story import CHATTED, chat_rows, tell_chats
    from portal.chat_today import WAITING
    from portal.services.chat import FOR_ME, WAITS
    from workspaces.choices import Right

    for stream in STREAMS:
        ADMISSIONS.add(stream)
    KINDS.add(NoticeKind(WAITS, _("A customer waits in chat"), usual=Mail.OFF, order=40))
    KINDS.add(
        NoticeKind(
            FOR_ME,
            _("A chat is handed to me, escalated, or I am asked to join"),
            usual=Mail.AT_ONCE,
            order=41,
        )
    )
    TODAY.add(WAITING)
    TIMELINE_SOURCES.add(TimelineSource(CHATTED, _("Chats"), tell_chats, chat_rows, order=70))
    register_nav(
        NavEntry("chat", _("Chat"), "messages", "desk:chat", "voice", order=20, right=Right.READ_INQUIRIES)
    )
    ACCOUNT_REMOVALS.add(AccountRemoval("chat", _discard_files))


def _discard_files(account_ids: Sequence[int]) -> None:
    from portal.services.chat.removing import discard_chats

    discard_chats(account_ids)
