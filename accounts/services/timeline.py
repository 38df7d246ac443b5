"""Entries of an account's timeline: written, edited, pinned, put into the bin and taken out again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import members_who_see
from accounts.choices import EntryKind
from accounts.models import Account, EntryMention, TimelineEntry
from accounts.models.timeline import BODY, MINUTES
from accounts.rules import KEPT_IN_BIN, mentioned
from accounts.selectors.timeline import names_of
from accounts.services.editing import apply, lock_version
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from core.events import ACCOUNT_MENTIONED, publish
from core.text import format_date, format_number, format_time
from workspaces.models import Member

PINNED_AT_MOST = 5
LASTING = (EntryKind.CALL, EntryKind.MEETING)
EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=5)  # a clock that is fast writes no future


@dataclass(frozen=True, kw_only=True)
class EntryFields:
    """What people write. `happened_at` None is now; minutes hold for calls and meetings and are dropped elsewhere."""

    kind: str = EntryKind.NOTE
    body: str
    happened_at: datetime | None = None
    duration_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry that comes with its author and moment, from a generator or another system."""

    account_id: int
    author_id: int
    fields: EntryFields


def write_entry(account: Account, fields: EntryFields, *, by: Member, now: datetime) -> TimelineEntry:
    """Write something down about the account; whom it names with @ is told. Raises DomainErrors."""
    entry = TimelineEntry(account=account, author=by, created_at=now, **_clean(fields, now))
    with transaction.atomic():
        entry.save()
        _mention(entry, by, now)
    return entry


def write_past_entries(entries: Sequence[PastEntry], *, now: datetime) -> int:
    """Write many at once, nobody is told; returns how many. Raises DomainErrors for the first that is at fault."""
    rows = [
        TimelineEntry(
            account_id=one.account_id, author_id=one.author_id, created_at=now, **_clean(one.fields, now)
        )
        for one in entries
    ]
    return len(TimelineEntry.objects.bulk_create(rows, batch_size=1000))


def edit_entry(
    entry: TimelineEntry, *, by: Member, version: int, fields: EntryFields, now: datetime
) -> TimelineEntry:
    """Write an entry anew, if it is still of `version`; only who is named for the first time is told.

    Raises ChangedMeanwhile with both values, DomainErrors with every field at fault, NotFound when it was deleted.
    """
    wanted = _clean(fields, now)
    if fields.happened_at is None:
        wanted["happened_at"] = entry.happened_at
    with transaction.atomic():
        current = lock_version(entry, version, wanted, {"happened_at": _told_moment})
        if current.deleted_at is not None:
            raise NotFound(_("It was deleted meanwhile."))
        changed = apply(current, wanted)
        if changed:
            current.version += 1
            current.edited_at = now
            current.save(update_fields=[*changed, "version", "edited_at"])
            _mention(current, by, now)
    return current


def pin_entry(entry: TimelineEntry, *, pinned: bool, by: Member) -> None:
    """Keep an entry at the head of the timeline, or let it go. Raises Conflict beyond five of an account."""
    with transaction.atomic():
        Account.objects.select_for_update().get(
            pk=entry.account_id
        )  # two at once are counted one after the other
        others = TimelineEntry.objects.filter(account_id=entry.account_id, is_pinned=True, deleted_at=None)
        if pinned and others.exclude(pk=entry.pk).count() >= PINNED_AT_MOST:
            words = _("%(n)s entries are pinned already. Unpin one of them first.")
            raise Conflict(words % {"n": format_number(PINNED_AT_MOST)}, code="too_many_pinned")
        TimelineEntry.objects.filter(pk=entry.pk).update(is_pinned=pinned)


def delete_entry(entry: TimelineEntry, *, by: Member, now: datetime) -> None:
    """Put an entry into the bin, where it lies for 30 days; one that lies there already is no error."""
    TimelineEntry.objects.filter(pk=entry.pk, deleted_at=None).update(
        deleted_at=now, deleted_by=by, is_pinned=False
    )


def restore_entry(entry: TimelineEntry, *, by: Member, now: datetime) -> None:
    """Take an entry out of the bin. Raises NotFound after 30 days; one that is out already is no error."""
    kept = TimelineEntry.objects.filter(pk=entry.pk).exclude(deleted_at__lte=now - KEPT_IN_BIN)
    if not kept.update(deleted_at=None, deleted_by=None):
        raise NotFound(_("Not found."))


def _clean(fields: EntryFields, now: datetime) -> dict[str, Any]:
    wanted = asdict(fields)
    wanted["body"] = fields.body.replace("\r\n", "\n").replace("\r", "\n").strip()
    wanted["happened_at"] = fields.happened_at or now
    errors = []
    if fields.kind not in EntryKind.values:
        errors.append(DomainError(_("Choose one of the list."), field="kind"))
    if not wanted["body"]:
        errors.append(DomainError(_("Write what happened."), field="body"))
    elif len(wanted["body"]) > BODY:
        words = _("At most %(most)s characters; these are %(count)s.")
        counts = {"most": format_number(BODY), "count": format_number(len(wanted["body"]))}
        errors.append(DomainError(words % counts, field="body"))
    if not EARLIEST <= wanted["happened_at"] <= now + AHEAD:
        errors.append(DomainError(_("Choose a moment that has passed."), field="happened_at"))
    if fields.kind not in LASTING:
        wanted["duration_minutes"] = None
    elif fields.duration_minutes is not None and not 1 <= fields.duration_minutes <= MINUTES:
        words = _("Write a whole number from %(least)s to %(most)s.")
        bounds = {"least": format_number(1), "most": format_number(MINUTES)}
        errors.append(DomainError(words % bounds, field="duration_minutes"))
    if errors:
        raise DomainErrors(errors)
    return wanted


def _mention(entry: TimelineEntry, by: Member, now: datetime) -> None:
    """Note whom the text names, and tell those who are new in it; never the writer."""
    names = names_of(members_who_see(entry.account)) if "@" in entry.body else {}
    named = mentioned(entry.body, names)
    before = set(EntryMention.objects.filter(entry=entry).values_list("member_id", flat=True))
    EntryMention.objects.filter(entry=entry).exclude(member_id__in=named).delete()
    new = [number for number in named if number not in before]
    EntryMention.objects.bulk_create([EntryMention(entry=entry, member_id=number) for number in new])
    told = [number for number in new if number != by.pk]
    if told:
        publish(ACCOUNT_MENTIONED, {"entry_id": entry.pk, "member_ids": told}, now=now)


def _told_moment(value: datetime) -> str:
    return f"{format_date(value.date())} {format_time(value)}"
