"""What this app itself tells in the timeline beside what people wrote: files, changes of records, imports."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, TimelineSource, Told
from accounts.selectors.history import FILE, IMPORT, Change, changes
from accounts.sentences import fields_changed, tell
from core.links import href
from core.text import format_bytes, join_words

CHANGE = "change"


def changed(asked: Asked, facts: Facts = ()) -> Told:
    """What was changed about the account, its contacts and contracts, and what imports brought; values stand on the
    History tab, for those who may see them. Moves from stage to stage are told by the app that makes them."""
    wanted = partial(changes, asked.account.pk, added=False, files=True, moves=False)
    found = wanted(before=_mark(asked), size=asked.size)
    if not found and asked.before is not None:
        found, shown = wanted(size=1), []
    else:
        shown = found
    if not found:
        return Told((), 0, None)
    return Told(tuple(_change(one, asked.account) for one in shown), found[0].total, found[0].first_at)


def _mark(asked: Asked) -> tuple[datetime, int] | None:
    """Where this source goes on; of one moment, sources stand in the order of their names."""
    mark = asked.before
    if mark is None:
        return None
    if mark.source == CHANGE:
        return mark.at, mark.number
    return mark.at, 2**62 if mark.source > CHANGE else 0


def _change(one: Change, account: Account) -> Happening:
    if one.kind == FILE:
        return _file(one, account)
    told = tell(one, names={}, sees_money=False)
    fields = fields_changed(one) if one.label == "update" else []
    return Happening(
        source=CHANGE, number=one.number, at=one.at, icon="upload" if one.kind == IMPORT else "pencil", who=told.who,
        deed=told.deed, body=join_words(fields)[:300],
        url=href("accounts:history", account_id=account.pk), link=_("What was changed") if fields else "",
    )  # fmt: skip


def _file(one: Change, account: Account) -> Happening:
    held = one.was or {}
    return Happening(
        source=CHANGE, number=one.number, at=one.at, icon="paperclip", who=one.who, deed=_("added a file"),
        body=f"{held['name']} ({format_bytes(held['size'])})",
        url=href("accounts:file", account_id=account.pk, file_id=one.record_id), link=_("Download"),
    )  # fmt: skip


OWN_SOURCES = (TimelineSource(CHANGE, gettext_lazy("Files, changes, imports"), changed, order=90),)
