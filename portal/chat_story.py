"""What chat tells to the timeline of an account: conversations that have ended, with the way to their transcript."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from core.text import format_number
from portal.models.chat import ChatRoom

CHATTED = "chat"


def chat_rows(account: Account) -> Rows:
    """The account's closed rooms."""
    return ChatRoom.objects.filter(account=account, closed_at__isnull=False), {
        "number": "pk", "at": "closed_at", "who": "contact__name", "agent": "agent__user__name", "lines": "last_number",
        "escalated": "escalated_at",
    }  # fmt: skip


def tell_chats(asked: Asked, facts: Facts) -> Told:
    """Each conversation once: of `chat_rows`."""
    return asked.cut([_chat(one) for one in facts])


def _chat(one: Mapping[str, Any]) -> Happening:
    lines = ngettext("%(n)s line", "%(n)s lines", one["lines"]) % {"n": format_number(one["lines"])}
    agent = one["agent"]
    return Happening(
        source=CHATTED, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="messages", who=one["who"],
        deed=_("chatted with %(agent)s") % {"agent": agent} if agent else _("waited in chat"), body=lines,
        tone="warn" if one["escalated"] else "", url=href("desk:chat_room", room_id=one["number"]),
        link=_("Open transcript"),
    )  # fmt: skip
