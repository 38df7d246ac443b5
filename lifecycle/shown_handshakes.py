"""A handshake finished for its page: both sides, the way, each item with what was handed over and how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OwnerRole, Stage
from core.links import href
from core.text import format_date, format_money, format_number, format_time, join_words
from lifecycle.choices import HandshakeKind, HandshakeState, ItemSide, ItemState, StepKind
from lifecycle.models import Handshake, HandshakeItem, HandshakeStep
from lifecycle.rules.handover import FIELDS, MONEY, SERVICES, services_ordered
from lifecycle.rules.handshakes import HANDSHAKES, Standing
from lifecycle.selectors.handshakes import Share, lacks
from workspaces.models import Member

WAY = ("opened", "delivered", "checked", "accepted")


@dataclass(frozen=True, slots=True)
class Side:
    """Giver or receiver."""

    name: str
    role: str
    is_me: bool
    note: str


@dataclass(frozen=True, slots=True)
class WayStep:
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """A line: `mark` names the state of the spine (checked, look, question, missing, optional)."""

    item: HandshakeItem
    label: str
    value: str
    below: str
    file_name: str
    file_url: str
    mark: str
    state: str
    state_below: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class StepShown:
    words: str
    quote: str
    when: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShareShown:
    """A role's share after and before the boundary, in percent of the bar."""

    name: str
    role: str
    after: int
    before: int


@dataclass(frozen=True, slots=True)
class SharesShown:
    after: str
    before: str
    rows: tuple[ShareShown, ...]


@dataclass(frozen=True, slots=True)
class HandshakeShown:
    title: str
    facts: str
    giver: Side
    receiver: Side
    way: tuple[WayStep, ...]
    clock: str
    clock_tone: str
    items: tuple[ItemShown, ...]
    makes: tuple[ItemShown, ...]
    steps: tuple[StepShown, ...]
    form: tuple[tuple[str, str], ...]


def handshake_shown(
    handshake: Handshake,
    items: Sequence[HandshakeItem],
    steps: Sequence[HandshakeStep],
    found: Standing,
    *,
    member: Member,
    today: date,
    zone: ZoneInfo,
    currency: str,
    with_money: bool,
    sees_account: bool,
) -> HandshakeShown:
    """Everything of the page that is no form; times stand in the reader's `zone`."""
    kind = HandshakeKind(handshake.kind)
    roles = HANDSHAKES[kind]
    lines = [_item(one, handshake, zone, with_money, sees_account) for one in items]
    given = _("%(given)s of %(total)s items there") % {"given": found.given, "total": found.total}
    checked = _("checked %(checked)s of %(given)s") % {"checked": found.checked, "given": found.given}
    return HandshakeShown(
        title=_("%(account)s, %(kind)s") % {"account": handshake.account.name, "kind": kind.label},
        facts=_facts(handshake, zone, currency, with_money),
        giver=_side(handshake.giver, roles.giver, member, given),
        receiver=_side(handshake.receiver, roles.receiver, member, checked),
        way=tuple(_way(handshake, found)),
        clock=clock_words(handshake, today),
        clock_tone=clock_tone(handshake, today),
        items=tuple(one for one in lines if one.item.side == ItemSide.GIVE),
        makes=tuple(one for one in lines if one.item.side == ItemSide.MAKE),
        steps=tuple(_step(one, zone) for one in steps),
        form=tuple(_form(handshake.form, currency, with_money)) if kind == HandshakeKind.LAND_ADOPT else (),
    )


def shares_shown(after: str, before: str, shares: Sequence[Share]) -> SharesShown:
    """Who shares the account on both sides of the boundary."""
    rows = [ShareShown(one.name, str(OwnerRole(one.role).label), one.after, one.before) for one in shares]
    return SharesShown(str(Stage(after).label), str(Stage(before).label), tuple(rows))


def _facts(handshake: Handshake, zone: ZoneInfo, currency: str, with_money: bool) -> str:
    parts = [_("Handshake %(n)s") % {"n": format_number(handshake.kind)}]
    if with_money and handshake.account.arr_amount:
        amount = format_money(handshake.account.arr_amount, currency)
        parts.append(_("%(amount)s a year") % {"amount": amount})
    opened = {
        "day": format_date(handshake.opened_at.astimezone(zone).date(), "title"),
        "how": handshake.get_origin_display(),
    }
    parts.append(_("%(day)s: %(how)s") % {**opened, "how": str(opened["how"]).lower()})
    return " · ".join(parts)


def _side(person: Member | None, role: str, member: Member, note: str) -> Side:
    name = str(person) if person is not None else _("Nobody yet")
    label = str(OwnerRole(role).label)
    return Side(name, label, person is not None and person.pk == member.pk, f"{label} · {note}")


def _way(handshake: Handshake, found: Standing) -> list[WayStep]:
    labels = [_("Opened"), _("Delivered"), _("Checked"), _("Accepted")]
    reached = {
        HandshakeState.DRAFT: 0,
        HandshakeState.RETURNED: 0,
        HandshakeState.DELIVERED: 2 if found.may_accept else 1,
        HandshakeState.ACCEPTED: 3,
    }.get(HandshakeState(handshake.state), 0)
    states = ["done" if n < reached else "current" if n == reached else "ahead" for n in range(len(WAY))]
    return [WayStep(label, state) for label, state in zip(labels, states, strict=True)]


def clock_words(handshake: Handshake, today: date) -> str:
    """ "3 days left · due 18 Sep 2026", or how the handshake ended."""
    if not handshake.is_open:
        return str(handshake.get_state_display())
    if handshake.due_on is None:
        return ""
    left = (handshake.due_on - today).days
    if left < 0:
        words = ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": format_number(-left)}
    elif left == 0:
        words = _("due today")
    else:
        words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": format_number(left)}
    return _("%(left)s · due %(day)s") % {"left": words, "day": format_date(handshake.due_on)}


def clock_tone(handshake: Handshake, today: date) -> str:
    if not handshake.is_open or handshake.due_on is None:
        return ""
    left = (handshake.due_on - today).days
    return "bad" if left < 0 else "warn" if left <= 1 else ""


def _item(
    item: HandshakeItem, handshake: Handshake, zone: ZoneInfo, with_money: bool, sees_account: bool
) -> ItemShown:
    missing = lacks(item)
    file = item.file if item.file is not None and item.file.deleted_at is None else None
    hidden = file is not None and file.shows_money and not with_money
    name = "" if file is None else _("A document with amounts") if hidden else file.file.name
    may_open = sees_account and file is not None and not hidden
    mark, state, below = _standing(item, missing, zone)
    return ItemShown(
        item=item,
        label=str(item.get_key_display()),
        value=item.value,
        below=_given_words(item, zone) if not missing else item.missing_reason,
        file_name=name,
        file_url=href("accounts:file", account_id=handshake.account_id, file_id=file.pk)
        if file is not None and may_open
        else "",
        mark=mark,
        state=state,
        state_below=below,
        is_missing=missing,
    )


def _given_words(item: HandshakeItem, zone: ZoneInfo) -> str:
    if item.given_by is not None and item.given_at is not None:
        who = f"{item.given_by}, {format_date(item.given_at.astimezone(zone).date())}"
        return f"{item.note} · {who}" if item.note else who
    source = str(item.get_source_display())
    return f"{item.note} · {source}" if item.note else source


def _standing(item: HandshakeItem, missing: bool, zone: ZoneInfo) -> tuple[str, str, str]:
    """Mark of the spine, its word, and the line below."""
    if missing:
        return ("missing", _("Missing"), "") if item.is_required else ("optional", _("Not given"), "")
    if item.state == ItemState.QUESTION:
        return "question", _("Question open"), f"“{item.question}”"
    if item.state == ItemState.CHECKED:
        day = format_date(item.checked_at.astimezone(zone).date()) if item.checked_at else ""
        who = f"{item.checked_by}, {day}" if item.checked_by else day
        return "checked", _("Checked"), who
    answered = _("Answered: %(answer)s") % {"answer": item.answer} if item.answer else ""
    return "look", _("To look at"), answered


def _step(step: HandshakeStep, zone: ZoneInfo) -> StepShown:
    who = str(step.by) if step.by else _("The platform")
    kind = StepKind(step.kind)
    item = str(step.get_item_display()) if step.item else ""
    quoted = kind in (
        StepKind.ASKED,
        StepKind.ANSWERED,
        StepKind.RETURNED,
        StepKind.WITHDRAWN,
        StepKind.MISSING,
    )
    rest = "" if quoted else step.words
    words = " ".join(part for part in (who, str(kind.label), item, f"({rest})" if rest else "") if part)
    at = step.at.astimezone(zone)
    when = f"{format_date(at.date(), 'tight')} {format_time(at)}"
    return StepShown(words, step.words if quoted else "", when, step.at)


def _form(form: Mapping[str, Any], currency: str, with_money: bool) -> list[tuple[str, str]]:
    found = []
    for key, label in FIELDS:
        value = form.get(key)
        if value in ("", None) or (key in MONEY and not with_money):
            continue
        found.append((str(label), _form_value(key, value, str(form.get("currency") or currency))))
    labels = dict(SERVICES)
    sold = [str(labels[key]) for key in services_ordered(form)]
    if sold:
        found.append((_("Optional services"), join_words(sold)))
    return found


def _form_value(key: str, value: Any, currency: str) -> str:
    if key in MONEY and isinstance(value, int):
        return format_money(value, currency)
    if key.endswith("_on"):
        try:
            return format_date(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return str(value)
