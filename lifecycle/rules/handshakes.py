"""The four handshakes [002 tables 4.6.1-4.6.4]: who hands what to whom, where the words of an item come from, and when
one may be accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from core.business_days import business_days_later
from lifecycle.choices import HandshakeKind, HandshakeState, ItemKey, ItemSource, ItemState

DELIVER_DAYS, ANSWER_DAYS = 5, 2
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist; `source` says of what the platform fills it in."""

    key: ItemKey
    source: ItemSource = ItemSource.HAND
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class HandshakeForm:
    """One kind: the roles of giver and receiver, what is handed over, and what the receiver then makes."""

    giver: str
    receiver: str
    items: tuple[Item, ...]
    makes: tuple[ItemKey, ...]


#: The stages before and after the boundary of each kind.
BOUNDARIES: dict[HandshakeKind, tuple[str, str]] = {
    HandshakeKind.LAND_ADOPT: ("land", "adopt"),
    HandshakeKind.ADOPT_EXPAND: ("adopt", "expand"),
    HandshakeKind.ADOPT_RENEW: ("adopt", "renew"),
    HandshakeKind.RENEW_LAND: ("renew", "land"),
}

HANDSHAKES: dict[HandshakeKind, HandshakeForm] = {
    HandshakeKind.LAND_ADOPT: HandshakeForm(
        "am",
        "csm",
        (
            Item(ItemKey.PROPOSAL, ItemSource.FILES, True),
            Item(ItemKey.OUTCOMES, ItemSource.PLAN, True),
            Item(ItemKey.STAKEHOLDERS, ItemSource.CONTACTS, True),
            Item(ItemKey.FORM, ItemSource.FORM, True),
            Item(ItemKey.METRICS),
            Item(ItemKey.TIMELINE, ItemSource.CONTRACT),
            Item(ItemKey.CONSTRAINTS),
            Item(ItemKey.PROMISES, ItemSource.PROMISES),
        ),
        (ItemKey.ADOPTION_PLAN, ItemKey.RESOURCES_PLAN),
    ),
    HandshakeKind.ADOPT_EXPAND: HandshakeForm(
        "csm",
        "am",
        (
            Item(ItemKey.OPPORTUNITY, ItemSource.HAND, True),
            Item(ItemKey.OUTCOMES, ItemSource.PLAN, True),
            Item(ItemKey.STAKEHOLDERS, ItemSource.CONTACTS, True),
            Item(ItemKey.CONSTRAINTS),
            Item(ItemKey.ADOPTION_PLAN, ItemSource.PLAN),
        ),
        (ItemKey.OFFER, ItemKey.ADOPTION_PLAN),
    ),
    HandshakeKind.ADOPT_RENEW: HandshakeForm(
        "csm",
        "rm",
        (
            Item(ItemKey.HEALTH, ItemSource.HEALTH, True),
            Item(ItemKey.USAGE, ItemSource.USAGE, True),
            Item(ItemKey.PLAN_DONE, ItemSource.PLAN, True),
            Item(ItemKey.VALUE, ItemSource.PLAN, True),
            Item(ItemKey.TERMS, ItemSource.CONTRACT),
            Item(ItemKey.TICKETS, ItemSource.TICKETS),
            Item(ItemKey.RISK, ItemSource.RISK),
            Item(ItemKey.PROMISES, ItemSource.PROMISES),
        ),
        (ItemKey.RENEWAL_LIST, ItemKey.RENEWAL_OFFER),
    ),
    HandshakeKind.RENEW_LAND: HandshakeForm(
        "rm",
        "am",
        (
            Item(ItemKey.NEW_ITEMS, ItemSource.HAND, True),
            Item(ItemKey.REASON, ItemSource.HAND, True),
            Item(ItemKey.TERMS, ItemSource.CONTRACT),
            Item(ItemKey.STAKEHOLDERS, ItemSource.CONTACTS),
        ),
        (ItemKey.UPGRADE_LIST, ItemKey.UPGRADE_OFFER),
    ),
}


@dataclass(frozen=True, slots=True)
class ItemFact:
    """An item as acceptance asks after it."""

    label: str
    is_required: bool
    is_missing: bool
    state: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the receiver is: labels of what is required and missing, of open questions, and of what is given and was
    not looked at; how many are given, checked, and on the list at all."""

    missing: tuple[str, ...]
    questions: tuple[str, ...]
    unseen: tuple[str, ...]
    given: int
    checked: int
    total: int

    @property
    def may_accept(self) -> bool:
        return not (self.missing or self.questions or self.unseen)


def standing(items: Iterable[ItemFact]) -> Standing:
    """What stands between a delivered handshake and its acceptance."""
    known = list(items)
    there = [one for one in known if not one.is_missing]
    return Standing(
        missing=tuple(one.label for one in known if one.is_required and one.is_missing),
        questions=tuple(one.label for one in known if one.state == ItemState.QUESTION),
        unseen=tuple(one.label for one in there if one.state == ItemState.LOOK),
        given=len(there),
        checked=sum(one.state == ItemState.CHECKED for one in there),
        total=len(known),
    )


#: From which states a deed leads on, and to which.
WAYS: dict[str, tuple[frozenset[HandshakeState], HandshakeState]] = {
    "deliver": (frozenset({HandshakeState.DRAFT, HandshakeState.RETURNED}), HandshakeState.DELIVERED),
    "accept": (frozenset({HandshakeState.DELIVERED}), HandshakeState.ACCEPTED),
    "return": (frozenset({HandshakeState.DELIVERED}), HandshakeState.RETURNED),
    "withdraw": (
        frozenset({HandshakeState.DRAFT, HandshakeState.DELIVERED, HandshakeState.RETURNED}),
        HandshakeState.WITHDRAWN,
    ),
}


def stamp_of(*held: object) -> int:
    """A number from 1 to 2**31 - 1 for what stands in a form's fields, for rows without a version of their own: what was
    written meanwhile makes it another one."""
    return crc32("\x1f".join(map(str, held)).encode()) % (2**31 - 1) + 1


def leads_to(deed: str, state: str) -> HandshakeState | None:
    """The state after a deed; None where it cannot be done from this one."""
    allowed, after = WAYS[deed]
    return after if state in allowed else None


def due_after(state: str, day: date, *, deliver_days: int, answer_days: int, country: str) -> date | None:
    """By when the side whose turn it is has to act, counted in business days from the day the state began: the giver
    delivers a draft, mends what was returned within the time of an answer, the receiver answers a delivery. A closed
    handshake is due no more."""
    if state == HandshakeState.DRAFT:
        return business_days_later(day, deliver_days, country)
    if state in (HandshakeState.DELIVERED, HandshakeState.RETURNED):
        return business_days_later(day, answer_days, country)
    return None


def waits_for_receiver(state: str) -> bool:
    """Whose turn it is in an open handshake."""
    return state == HandshakeState.DELIVERED
