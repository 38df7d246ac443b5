"""How the customers came where they stand: moves of stage, handshakes of the last months, promises made in the sale."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from accounts.choices import OwnerRole, Stage
from accounts.models import Account, Contact
from core.business_days import business_days_later
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from lifecycle.choices import HandshakeKind, HandshakeOrigin, PromiseState
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.selectors.handshakes import renewal_key
from lifecycle.services import PromiseFields, close_promise, make_promise, open_handshake
from lifecycle.services.handshakes import (
    ItemFields,
    accept_handshake,
    ask_about_item,
    check_item,
    deliver_handshake,
    fill_in_form,
    give_item,
    return_handshake,
)
from lifecycle.services.stages import PastMove, write_past_moves
from workspaces.models import Member

RECENT_DAYS, SETTLED_DAYS = 150, 21
HANDSHAKES, RENEWALS = 14, 6
PROMISES = (
    "Two people who know the trade on the team from the first day",
    "The import from the old system is ours, and is done before the first training",
    "Answers within four hours during the migration",
    "A report in the customer’s own layout by the second quarter",
    "The price of further seats holds for two years",
    "A workshop for the new regions after the summer",
)
OUTCOMES = (
    "Half the time from request to answer; one list for all regions; a figure that the board reads monthly."
)


def tell_journeys(
    company: Company, customers: list[Customer], *, seed: int, today: date, now: datetime
) -> int:
    """Write the moves of all, and for some their handshakes and promises; returns how many handshakes."""
    accounts = {one.external_id: one for one in Account.objects.all()}
    members = {one.user.email: one for one in Member.objects.select_related("user")}
    walked = [
        move
        for customer in customers
        for move in _moves(company, customer, accounts[customer.external_id], members, seed=seed, now=now)
    ]
    write_past_moves(walked)
    teller = _Teller(company, members, seed, today, now)
    return teller.landed(customers, accounts) + teller.renewing(customers, accounts)


def _moves(
    company: Company, customer: Customer, account: Account, members: dict[str, Member], *, seed: int, now: datetime
) -> Iterator[PastMove]:  # fmt: skip
    """Land before the first contract, then stage by stage to where the account stands since its own day."""
    rng = chance(seed, company.slug, "journey", customer.number)
    zone = ZoneInfo(company.time_zone)
    stands = Stage(account.stage)
    last = account.stage_since_on or now.date()
    first = (customer.since_on or last) - timedelta(days=rng.randint(25, 90))
    path = {
        Stage.LAND: [Stage.LAND],
        Stage.ADOPT: [Stage.LAND, Stage.ADOPT],
        Stage.EXPAND: [Stage.LAND, Stage.ADOPT, Stage.EXPAND],
        Stage.RENEW: [Stage.LAND, Stage.ADOPT, Stage.RENEW],
    }[stands]
    days = [min(first, last - timedelta(days=30 * len(path)))]
    if len(path) == 3:
        start = customer.since_on or last
        days.append(start if days[0] < start < last else last - timedelta(days=20))
    days = [*days, last][-len(path) :]
    holder = members.get(customer.owners.get(OwnerRole.CSM, ""))
    for stage, day in zip(path, days, strict=True):
        at = min(now, datetime.combine(day, time(rng.randint(8, 16), rng.randrange(60)), zone))
        yield PastMove(account.pk, at, stage.value, 0, holder.pk if holder else None)
    if (now.date() - last).days > 45 and stands == Stage.ADOPT:
        at = datetime.combine(last + timedelta(days=rng.randint(20, 40)), time(10), zone)
        yield PastMove(account.pk, at, stands.value, 1, holder.pk if holder else None)


class _Teller:
    """Handshakes as they went, by the services and their clock."""

    def __init__(
        self, company: Company, members: dict[str, Member], seed: int, today: date, now: datetime
    ) -> None:
        self.company, self.members, self.today, self.now = company, members, today, now
        self.rng: Random = chance(seed, company.slug, "handshakes")

    def landed(self, customers: list[Customer], accounts: dict[str, Account]) -> int:
        """Handshake 1 of those that came lately: the older ones accepted, the newest at every turn of the way."""
        chosen = [
            (accounts[one.external_id], one)
            for one in customers
            if one.stage == Stage.ADOPT and not one.churned_on and self._has(one, OwnerRole.AM, OwnerRole.CSM)
        ]
        recent = sorted(
            (pair for pair in chosen if (self.today - pair[1].stage_since).days <= RECENT_DAYS),
            key=lambda pair: pair[1].stage_since,
        )[-HANDSHAKES:]
        for place, (account, customer) in enumerate(reversed(recent)):
            self._promise(account, customer)
            self._hand_over(account, customer, place)
        return len(recent)

    def renewing(self, customers: list[Customer], accounts: dict[str, Account]) -> int:
        """Handshake 3 of some renewals that have begun, accepted."""
        found = 0
        for customer in customers:
            account = accounts[customer.external_id]
            ends = account.term_ends_on
            if found == RENEWALS or customer.stage != Stage.RENEW or ends is None:
                continue
            day = ends - timedelta(days=90)
            if day + timedelta(days=SETTLED_DAYS) > self.today or not self._has(
                customer, OwnerRole.CSM, OwnerRole.RM
            ):
                continue
            made = self._open(account, HandshakeKind.ADOPT_RENEW, day, renewal_key(account.pk, ends))
            if made.is_open:
                self._walk(made, customer, OwnerRole.CSM, OwnerRole.RM, day, ("plan_done", "value"))
                found += 1
        return found

    def _has(self, customer: Customer, giver: OwnerRole, receiver: OwnerRole) -> bool:
        mails = [customer.owners.get(role, "") for role in (giver, receiver)]
        return all(mail in self.members for mail in mails) and mails[0] != mails[1]

    def _at(self, day: date, hour: int) -> datetime:
        return min(self.now, datetime.combine(day, time(hour, 20), ZoneInfo(self.company.time_zone)))

    def _later(self, day: date, days: int) -> date:
        return min(self.today, business_days_later(day, days))

    def _open(self, account: Account, kind: HandshakeKind, day: date, key: str) -> Handshake:
        renewal = kind == HandshakeKind.ADOPT_RENEW
        origin = HandshakeOrigin.RENEWAL if renewal else HandshakeOrigin.STAGE
        return open_handshake(
            account, kind, origin=origin, origin_key=key, by=None, now=self._at(day, 8), today=day
        )

    def _hand_over(self, account: Account, customer: Customer, place: int) -> None:
        """`place` counts from the newest: the first few are under way, opened some days ago where the stage is older."""
        stop, ago = _UNDER_WAY.get(place, ("", 0))
        since = customer.stage_since
        day = max(since, self.today - timedelta(days=ago)) if stop else since
        made = self._open(account, HandshakeKind.LAND_ADOPT, day, "stage:land:adopt")
        if not made.is_open or stop == "draft":
            return
        self._form(made, self.members[customer.owners[OwnerRole.AM]], day)
        keys = ("outcomes",) if stop == "delivered" else ("proposal", "outcomes")
        self._walk(made, customer, OwnerRole.AM, OwnerRole.CSM, day, keys, stop=stop)

    def _form(self, made: Handshake, giver: Member, day: date) -> None:
        held = {"notice_months": 3, "period_months": 12, **made.form}
        it = Contact.objects.filter(account_id=made.account_id).order_by("-pk").first()
        rest = {
            "closed_on": day.isoformat(), "hourly_rate_amount": 9_500 + 500 * self.rng.randrange(6),
            "currency": self.company.currency, "it_name": it.name if it else "", "it_email": it.email if it else "",
        }  # fmt: skip
        services = {
            "data_migration": {"comment": "From the old system", "due_on": self._later(day, 30).isoformat()}
        }
        fill_in_form(made, {**rest, **held, "services": services}, by=giver, now=self._at(day, 9))

    def _walk(
        self, made: Handshake, customer: Customer, giver: OwnerRole, receiver: OwnerRole, day: date,
        keys: tuple[str, ...], stop: str = "",
    ) -> None:  # fmt: skip
        """Prepared, delivered, checked and accepted, some days apart; or as far as `stop` says."""
        gives, takes = (self.members[customer.owners[role]] for role in (giver, receiver))
        words = {"proposal": f"Proposal to {made.account.name}, signed version", "outcomes": OUTCOMES}
        for key in keys:
            value = words.get(
                key, "As in the last review with the customer: on course, and shown in figures."
            )
            give_item(self._item(made, key), ItemFields(value=value), by=gives, now=self._at(day, 10))
        given = self._later(day, 2)
        deliver_handshake(made, version=self._version(made), by=gives, now=self._at(given, 9), today=given)
        looked = self._later(given, 1)
        if stop == "delivered":
            return
        lines = HandshakeItem.objects.filter(handshake=made, side="give").select_related("handshake", "file")
        for number, line in enumerate(lines.order_by("position")):
            if line.is_missing:
                continue
            if stop == "question" and number == 1:
                ask_about_item(
                    line, "Is that with or without the regions?", by=takes, now=self._at(looked, 11)
                )
            elif stop != "question" or number == 0:
                check_item(line, holds=True, by=takes, now=self._at(looked, 11))
        if stop == "returned":
            return_handshake(
                made, "The baseline of the first outcome is unclear. Both figures, by Friday.",
                version=self._version(made), by=takes, now=self._at(looked, 14), today=looked,
            )  # fmt: skip
        elif not stop:
            taken = self._later(looked, 1)
            accept_handshake(
                made, version=self._version(made), by=takes, now=self._at(taken, 10), today=taken
            )

    def _item(self, made: Handshake, key: str) -> HandshakeItem:
        return HandshakeItem.objects.select_related("handshake", "file").get(
            handshake=made, key=key, side="give"
        )

    def _version(self, made: Handshake) -> int:
        return int(Handshake.objects.values_list("version", flat=True).get(pk=made.pk))

    def _promise(self, account: Account, customer: Customer) -> None:
        """One or two promises of the sale; what was long due was kept, mostly."""
        gives = self.members[customer.owners[OwnerRole.AM]]
        keeps = self.members[customer.owners[OwnerRole.CSM]]
        to = Contact.objects.filter(account=account).order_by("pk").first()
        day = customer.stage_since
        for text in self.rng.sample(PROMISES, self.rng.randint(1, 2)):
            due = day + timedelta(days=self.rng.randint(20, 120))
            values: dict[str, Any] = {
                "made_to_id": to.pk if to else None,
                "made_by_id": gives.pk,
                "owner_id": keeps.pk,
            }
            made = make_promise(
                account,
                PromiseFields(text=text, made_on=day, due_on=due, **values),
                by=gives,
                now=self._at(day, 9),
            )
            if due < self.today and self.rng.random() < 0.8:
                close_promise(made, PromiseState.KEPT, "", version=1, by=keeps, now=self._at(due, 15))


#: How far the newest are, and how many days ago they were opened; all others are accepted.
_UNDER_WAY = {
    0: ("draft", 2),
    1: ("delivered", 6),
    2: ("question", 7),
    3: ("returned", 8),
    4: ("delivered", 13),
}
