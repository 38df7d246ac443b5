"""Handshakes as they stand: who gives and takes, items, record, what waits for whom, what is late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.choices import AccountStatus, OwnerRole
from accounts.models import Account, AccountOwner
from accounts.models.bin import outside_bin
from accounts.selectors.page import owners_of
from core.tenancy import required_workspace_id
from lifecycle.choices import OPEN_STATES, HandshakeKind, HandshakeOrigin, HandshakeState, ItemSide
from lifecycle.models import (
    Handshake,
    HandshakeItem,
    HandshakeSetting,
    HandshakeStep,
    MilestoneDecision,
    StageSetting,
)
from lifecycle.rules.handshakes import (
    ANSWER_DAYS,
    BOUNDARIES,
    DELIVER_DAYS,
    ItemFact,
    Standing,
    standing,
)
from workspaces.models import Member, TeamMember, Workspace
from workspaces.selectors.teams import told_for_teams

OPENS_AT = 90
STEPS_SHOWN, SHOWN = 100, 20


@dataclass(frozen=True, slots=True)
class Times:
    """Business days of a kind, and the country whose working days they are."""

    deliver_days: int
    answer_days: int
    country: str


def times_of(kind: int) -> Times:
    """The business days that the workspace allows for this kind."""
    found = HandshakeSetting.objects.filter(kind=kind).first()
    country = Workspace.objects.values_list("country", flat=True).get(pk=required_workspace_id())
    if found is None:
        return Times(DELIVER_DAYS, ANSWER_DAYS, country)
    return Times(found.deliver_days, found.answer_days, country)


class Days(NamedTuple):
    """Business days of a kind: to deliver, and to answer what was delivered."""

    deliver: int
    answer: int


def days_by_kind() -> dict[int, Days]:
    """What the workspace allows for each of the four kinds. One query."""
    rows = {one.kind: Days(one.deliver_days, one.answer_days) for one in HandshakeSetting.objects.all()}
    return {kind.value: rows.get(kind.value, Days(DELIVER_DAYS, ANSWER_DAYS)) for kind in HandshakeKind}


def holders_of(account: Account, roles: Collection[str]) -> dict[str, Member]:
    """Who stands for an account in these roles: its owner, or who is told for the team that owns it; a role that
    nobody holds is left out, as is who left. Two queries at most."""
    owners = list(
        AccountOwner.objects.filter(account=account, role__in=roles).select_related("member__user", "team")
    )
    teams = {owner.team_id for owner in owners if owner.team_id is not None}
    told = told_for_teams(teams) if teams else {}
    found: dict[str, Member] = {}
    for owner in owners:
        if owner.member is not None and works_here(owner.member):
            found[owner.role] = owner.member
        elif owner.team_id is not None and told.get(owner.team_id):
            found[owner.role] = told[owner.team_id][0]
    return found


def owns_by_team(account: Account, role: str, member: Member) -> bool:
    """Whether a team owns the account in this role and the member works in it."""
    teams = AccountOwner.objects.filter(account=account, role=role, team__isnull=False).values("team_id")
    return TeamMember.objects.filter(team_id__in=teams, member=member).exists()


@dataclass(frozen=True, slots=True)
class Share:
    """How far one role shares the account after a boundary and before it; 0 where it does not."""

    role: str
    name: str
    after: int
    before: int


def shares_of(handshake: Handshake) -> tuple[str, str, list[Share]]:
    """The stage after the boundary, the one before, and the roles that share the account in either. Two queries."""
    before, after = BOUNDARIES[HandshakeKind(handshake.kind)]
    held = dict(StageSetting.objects.filter(stage__in=(before, after)).values_list("stage", "shares"))
    owners = {owner.role: owner.name for owner in owners_of(handshake.account_id)}
    found = [
        Share(role, owners.get(role, ""), _share(held, after, role), _share(held, before, role))
        for role in OwnerRole.values
    ]
    return after, before, [one for one in found if one.after or one.before]


def _share(held: Mapping[str, Any], stage: str, role: str) -> int:
    shares = held.get(stage)
    share = shares.get(role, 0) if isinstance(shares, dict) else 0
    return share if isinstance(share, int) else 0


def items_of(handshake: Handshake) -> list[HandshakeItem]:
    """The checklist, then what the receiver makes, in their order."""
    found = handshake.items.select_related(
        "file__file", "file__entry", "given_by__user", "checked_by__user"
    ).order_by("position", "pk")
    return list(found)


def standing_of(items: Sequence[HandshakeItem]) -> Standing:
    """What stands between these items and acceptance; a file in the bin is none."""
    return standing(
        ItemFact(str(item.get_key_display()), item.is_required, lacks(item), item.state)
        for item in items
        if item.side == ItemSide.GIVE
    )


def lacks(item: HandshakeItem) -> bool:
    """Whether nothing is handed over on this line."""
    return not item.value and (item.file is None or item.file.deleted_at is not None)


def steps_of(handshake: Handshake) -> list[HandshakeStep]:
    """The record, newest first."""
    found = HandshakeStep.objects.filter(handshake_id=handshake.pk).select_related("by__user")
    return list(found.order_by("-at", "-pk")[:STEPS_SHOWN])


def handshakes_of(account: Account) -> list[Handshake]:
    """An account's handshakes, open ones first, then the newest."""
    found = Handshake.objects.filter(account=account).select_related("giver__user", "receiver__user")
    newest = list(found.order_by("-opened_at", "-pk")[:SHOWN])
    return sorted(newest, key=lambda one: not one.is_open)


def my_turn(member_id: int) -> Q:
    """Open handshakes in which the next deed is this member's."""
    gives = Q(state__in=(HandshakeState.DRAFT, HandshakeState.RETURNED), giver_id=member_id)
    return gives | Q(state=HandshakeState.DELIVERED, receiver_id=member_id)


def waiting_for(member: Member) -> QuerySet[Handshake]:
    """The handshakes in which it is the member's turn, or whose turn is nobody's on an account of the member, the most
    urgent first."""
    turn = my_turn(member.pk) | _left_behind(member)
    found = outside_bin(Handshake.objects.filter(turn)).select_related("account")
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def _left_behind(member: Member) -> Q:
    """Open handshakes on the member's accounts in which the next deed is that of nobody, or of who has left; never one
    where the member stands on the other side."""
    gives = Q(state__in=(HandshakeState.DRAFT, HandshakeState.RETURNED)) & ~Q(receiver_id=member.pk)
    receives = Q(state=HandshakeState.DELIVERED) & ~Q(giver_id=member.pk)
    mine = AccountOwner.objects.filter(member=member).values("account_id")
    return ((gives & nobodys("giver")) | (receives & nobodys("receiver"))) & Q(account__in=mine)


def nobodys(field: str) -> Q:
    """Whether a field names nobody, or somebody who has left."""
    left = Q(**{f"{field}__left_at__isnull": False}) | Q(**{f"{field}__user__is_active": False})
    return Q(**{field: None}) | left


def late_handshakes(*, today: date, account_ids: Collection[int] | None = None) -> QuerySet[Handshake]:
    """Open handshakes whose day has passed, of these accounts (None: of all), the latest first."""
    found = outside_bin(Handshake.objects.filter(state__in=OPEN_STATES, due_on__lt=today))
    if account_ids is not None:
        found = found.filter(account_id__in=account_ids)
    return found.select_related("account", "giver__user", "receiver__user").order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class DueRenewal:
    """Contracts of one account whose term ends on one day, 90 days or less away, with no handshake 3 yet."""

    account_id: int
    contract_id: int
    term_ends_on: date

    @property
    def origin_key(self) -> str:
        return renewal_key(self.account_id, self.term_ends_on)


def renewal_key(account_id: int, term_ends_on: date) -> str:
    """What a renewal's handshake is known by: contracts that end on one day are handed over together."""
    return f"renewal:{account_id}:{term_ends_on.isoformat()}"


def due_renewals(*, today: date, limit: int) -> list[DueRenewal]:
    """The renewals for which handshake 3 is to be opened, at most `limit`; what was opened once never comes again.

    A renewal is due as its milestones say: one of 90 days or nearer was decided, so that short terms, cancelled
    contracts, churned accounts and what lies in the bin have none; and it is still open: neither closed nor moved.
    """
    key = Concat(
        Value("renewal:"),
        Cast("contract__account_id", CharField()),
        Value(":"),
        Cast("term_ends_on", CharField()),
    )
    opened = Handshake.objects.filter(origin=HandshakeOrigin.RENEWAL, origin_key=OuterRef("renewal_key"))
    held = Q(contract__ends_on=None) | Q(contract__ends_on=F("term_ends_on"))
    found = (
        MilestoneDecision.objects.filter(
            held,
            milestone__lte=OPENS_AT,
            term_ends_on__gte=today,
            contract__cancelled_on=None,
            contract__declared_churned=False,
            contract__deleted_at=None,
            contract__account__deleted_at=None,
        )
        .exclude(contract__account__status=AccountStatus.CHURNED)
        .exclude(contract__settled_ends_on=F("term_ends_on"))
        .annotate(renewal_key=key)
        .filter(~Exists(opened))
        .order_by("contract__account_id", "term_ends_on", "contract_id")
        .distinct("contract__account_id", "term_ends_on")
    )
    rows = found.values_list("contract__account_id", "contract_id", "term_ends_on")
    return [DueRenewal(*row) for row in rows[:limit]]


def open_of(account: Account, kind: HandshakeKind, origin_key: str | None = None) -> Handshake | None:
    """The open handshake of that kind and key; without a key the newest of the kind."""
    found = Handshake.objects.filter(account=account, kind=kind, state__in=OPEN_STATES)
    if origin_key is not None:
        found = found.filter(origin_key=origin_key)
    return found.order_by("-pk").first()


def accepted_since(account: Account, kind: HandshakeKind, since: datetime) -> bool:
    """Whether one of this kind was accepted at that moment or after it."""
    accepted = Handshake.objects.filter(account=account, kind=kind, state=HandshakeState.ACCEPTED)
    return accepted.filter(decided_at__gte=since).exists()


def works_here(member: Member) -> bool:
    """Whether somebody is still a member who can sign in; `member` with its user at hand."""
    return member.left_at is None and member.user.is_active
