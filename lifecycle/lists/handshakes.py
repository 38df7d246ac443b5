"""The list of handshakes: what waits for the reader first, then what is open by its day, then what is closed."""

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.cells import EMPTY, day, named, tag
from accounts.lists.lookups import account_named, account_names, member_names, members
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_number, initials
from lifecycle.choices import OPEN_STATES, HandshakeKind, HandshakeOrigin, HandshakeState
from lifecycle.models import Handshake
from lifecycle.selectors.handshakes import my_turn

Cell = Callable[[Any, Any, ListContext], str]
TONES = {
    HandshakeState.DELIVERED: "accent",
    HandshakeState.RETURNED: "warn",
    HandshakeState.ACCEPTED: "good",
}
#: Steps of the order by which turn comes before day.
THEIRS, CLOSED = 1_000_000, 2_000_000_000


class _Days(Func):
    """Days of a date since the turn of the century."""

    template = "(%(expressions)s - DATE '2000-01-01')"
    output_field = IntegerField()


def by_turn(rows: QuerySet, context: ListContext) -> QuerySet:
    """Annotate `turn`, by which the list is sorted: the reader's own by day, others' by day, closed ones newest first."""
    days = Coalesce(_Days(F("due_on")), Value(THEIRS - 1))
    return rows.annotate(
        turn=Case(
            When(my_turn(context.me or 0), then=days),
            When(state__in=OPEN_STATES, then=days + Value(THEIRS)),
            default=Value(CLOSED) - F("pk"),
            output_field=BigIntegerField(),
        )
    )


def _name(row: Handshake, loaded: Any, context: ListContext) -> str:
    kind = HandshakeKind(row.kind)
    return named(
        row.account.name, href("lifecycle:handshake", handshake_id=row.pk), f"{kind.value} · {kind.label}"
    )


def _state(row: Handshake, loaded: Any, context: ListContext) -> str:
    return tag(str(row.get_state_display()), TONES.get(HandshakeState(row.state), ""))


def _turn(row: Handshake, loaded: Any, context: ListContext) -> str:
    if not row.is_open:
        return EMPTY
    who = row.receiver if row.state == HandshakeState.DELIVERED else row.giver
    if who is None:
        return tag(say("Nobody"), "warn")
    if who.left_at is not None:
        return tag(say("%(name)s, has left") % {"name": who}, "warn")
    return say("You") if who.pk == context.me else str(who)


def _turn_words(row: Handshake, loaded: Any, context: ListContext) -> str:
    if not row.is_open:
        return ""
    return str((row.receiver if row.state == HandshakeState.DELIVERED else row.giver) or "")


def _person(field: str) -> Cell:
    def cell(row: Handshake, loaded: Any, context: ListContext) -> str:
        person = getattr(row, field)
        if person is None:
            return mark_safe(f'<span class="cs-none">{escape(say("nobody"))}</span>')
        name = str(person)
        return mark_safe(
            f'<span class="cs-owner"><span class="cs-avatar cs-avatar-round" aria-hidden="true">'
            f'{escape(initials(name))}</span><span class="cs-truncate">{escape(name)}</span></span>'
        )

    return cell


def _person_words(field: str) -> Cell:
    return lambda row, loaded, context: str(getattr(row, field) or "")


def _due(row: Handshake, loaded: Any, context: ListContext) -> str:
    if row.due_on is None:
        return EMPTY
    if row.due_on >= context.today:
        return day(row.due_on)
    late = (context.today - row.due_on).days
    words = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": format_number(late)}
    return mark_safe(f'{day(row.due_on)}<span class="cs-cell-2 cs-bad">{escape(words)}</span>')


def _opened(row: Handshake, loaded: Any, context: ListContext) -> str:
    return day(timezone.localtime(row.opened_at).date())


def _origin(row: Handshake, loaded: Any, context: ListContext) -> str:
    return str(row.get_origin_display())


def is_late(context: ListContext) -> Q:
    return Q(state__in=OPEN_STATES, due_on__lt=context.today)


COLUMNS: tuple[Column, ...] = (
    Column(
        key="handshake", label=_("Handshake"), cell=_name, order=0, sort="account__name_key", card="lead",
        select_related=("account",), value="account.name",
    ),
    Column(
        key="turn", label=_("Whose turn"), cell=_turn, order=10, sort="turn", sort_kind="number", annotate=by_turn,
        select_related=("giver__user", "receiver__user"), card="foot", value=_turn_words,
    ),
    Column(key="state", label=_("State"), cell=_state, order=20, sort="state", card="side", value="get_state_display"),
    Column(
        key="due", label=_("Due"), cell=_due, order=30, sort="due_on", sort_kind="date", nullable=True, card="fact",
        value="due_on",
    ),
    Column(
        key="giver", label=_("Hands over"), cell=_person("giver"), order=40, select_related=("giver__user",), priority=2,
        card="line", value=_person_words("giver"),
    ),
    Column(
        key="receiver", label=_("Receives"), cell=_person("receiver"), order=50, select_related=("receiver__user",),
        priority=2, card="line", value=_person_words("receiver"),
    ),
    Column(
        key="opened", label=_("Opened"), cell=_opened, order=60, sort="opened_at", sort_kind="moment", first="-",
        priority=3, card="none", value="opened_at",
    ),
    Column(key="origin", label=_("By"), cell=_origin, order=70, default=False, card="none", value="get_origin_display"),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("Account name"), field="account__name_key", folded=True),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    FlagFilter(key="mine", label=_("Waits for me"), match=lambda context: my_turn(context.me or 0)),
    FlagFilter(key="late", label=_("Late"), match=is_late),
    ChoiceFilter(
        key="kind", label=_("Kind"), field="kind",
        choices=[(str(kind.value), kind.label) for kind in HandshakeKind],
    ),
    ChoiceFilter(key="state", label=_("State"), field="state", choices=HandshakeState.choices),
    DateFilter(key="due", label=_("Due"), field="due_on", can_be_empty=True),
    DateFilter(key="opened", label=_("Opened"), field="opened_at", is_moment=True),
    ReferenceFilter(
        key="giver", label=_("Hands over"), field="giver_id", choices=members, labels=member_names, can_be_empty=True
    ),
    ReferenceFilter(
        key="receiver", label=_("Receives"), field="receiver_id", choices=members, labels=member_names,
        can_be_empty=True,
    ),
    ChoiceFilter(key="origin", label=_("Opened by"), field="origin", choices=HandshakeOrigin.choices),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s handshake", "%(n)s handshakes", total) % {"n": format_number(total)}


HANDSHAKE_LIST = ListSpec(
    key="handshakes",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="turn",
    counted=_counted,
    search="name",
    search_hint=_("Find by account"),
)
