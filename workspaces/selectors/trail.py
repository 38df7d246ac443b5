"""The security log, read."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from workspaces.browsers import browser_name
from workspaces.choices import Right, Role, Scope
from workspaces.models import SecurityAct
from workspaces.selectors.keyset import Slice, newest_first
from workspaces.wording import scope_words

#: The detail that holds changed rights: right to [scope before, scope after].
RIGHTS = "rights"
NAMES = {
    "before": _("before"),
    "after": _("after"),
    "role": _("role"),
    "name": _("name"),
    "people": _("people"),
    "lead": _("lead"),
    "deed": _("deed"),
    "rights_ended": _("rights of the person's own that ended"),
    "weights": _("weights"),
    "kind": _("kind"),
    "created": _("created"),
    "updated": _("updated"),
    "time_zone": _("time zone"),
    "currency": _("currency"),
    "language": _("language"),
    "requires_second_factor": _("second factor required"),
    "short_term_months": _("short terms, months"),
    "brand_colour": _("colour of documents"),
    "brand_logo": _("logo of documents"),
}
#: The detail that holds changed settings: field to [value before, value after].
CHANGED = "changed"


@dataclass(frozen=True)
class ActFilter:
    """Which acts to show; dates are calendar days in `zone`, both included."""

    kind: str = ""
    member_id: int | None = None
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class ActRow:
    """One act in words: who, and what there is to know about it."""

    act: SecurityAct
    who: str
    facts: tuple[str, ...]


def security_acts(chosen: ActFilter, *, after: str, size: int = 50) -> Slice[ActRow]:
    """Acts of the workspace in force, newest first, from the mark `after` on."""
    acts = SecurityAct.objects.select_related("member__user")
    if chosen.kind:
        acts = acts.filter(kind=chosen.kind)
    if chosen.member_id is not None:
        acts = acts.filter(member_id=chosen.member_id)
    if chosen.since is not None:
        acts = acts.filter(at__gte=_start(chosen.since, chosen.zone))
    if chosen.until is not None and chosen.until < date.max:
        acts = acts.filter(at__lt=_start(chosen.until + timedelta(days=1), chosen.zone))
    page = newest_first(acts, "at", after=after, size=size)
    return Slice([_row(act) for act in page.rows], page.next_mark)


def _row(act: SecurityAct) -> ActRow:
    details = (
        f"{_name(key)}: {_words(value)}" for key, value in act.detail.items() if key not in (RIGHTS, CHANGED)
    )
    changes = [_change(right, *scopes) for right, scopes in act.detail.get(RIGHTS, {}).items()]
    changes += [_setting(field, value) for field, value in act.detail.get(CHANGED, {}).items()]
    facts = (_subject(act.subject), *changes, *details, act.address or "", browser_name(act.user_agent))
    return ActRow(act, str(act.member) if act.member else "", tuple(fact for fact in facts if fact))


def _subject(subject: str) -> str:
    return str(Role(subject).label) if subject in Role.values else subject


def _change(right: str, before: str, after: str) -> str:
    """“See money: Yes → No”."""
    if right not in Right.values:
        return ""
    known = Right(right)
    was, now = (scope_words(known, Scope(scope)) for scope in (before, after))
    return f"{known.label}: {was} → {now}"


def _setting(field: str, value: Any) -> str:
    """“Colour of documents: – → #0B4F5C”."""
    pair = isinstance(value, list) and len(value) == 2
    words = f"{_words(value[0])} → {_words(value[1])}" if pair else _words(value)
    return f"{_name(field)}: {words}"


def _name(key: str) -> str:
    return str(NAMES.get(key, key))


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_words(inner) for inner in value)
    if value in Role.values:
        return str(Role(value).label)
    return "–" if value in (None, "") else str(value)


def _start(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
