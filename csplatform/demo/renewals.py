"""How the terms of the last year came out: renewed by the next contract of the chain, or left; and a few decided early."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts.choices import AccountStatus, LineKind, OwnerRole
from accounts.models import Contract
from csplatform.demo.book import contract_prefix
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from lifecycle.choices import ClosingKind, RenewalOutcome
from lifecycle.models import ChurnRecord, RenewalClosing
from lifecycle.rules import outcome_of
from lifecycle.selectors.closings import default_until, term_to_close
from lifecycle.services import ClosingFields, close_renewal
from workspaces.models import Member

YEAR, DAY = timedelta(days=365), timedelta(days=1)
EARLY, EARLY_WITHIN = 3, timedelta(days=60)
SAID = (
    "Signed after the second call; price as agreed.",
    "The order came by mail, countersigned the same day.",
    "Legal took a week longer than planned.",
)


def close_renewals(company: Company, book: list[Customer], *, seed: int, today: date, now: datetime) -> int:
    """Close what ended within a year, in a few statements for all, and some that end soon by the service; answers how
    many contracts were added by the latter."""
    rng = chance(seed, company.slug, "renewals")
    members = {one.user.email: one for one in Member.objects.select_related("user")}
    rows = list(_past(company, book, members, rng, today))
    RenewalClosing.objects.bulk_create(rows)
    changed = []
    for row in rows:
        row.contract.settled_ends_on, row.contract.settled_on = row.term_ends_on, row.closed_on
        changed.append(row.contract)
        if row.next_contract is not None:
            row.next_contract.renews = row.contract
            changed.append(row.next_contract)
    Contract.objects.bulk_update(changed, ["settled_ends_on", "settled_on", "renews"])
    return _early(book, members, rng, today, now)


def _past(
    company: Company, book: list[Customer], members: dict[str, Member], rng: Random, today: date
) -> Iterator[RenewalClosing]:
    held = {str(one.external_id): one for one in Contract.objects.exclude(external_id=None)}
    reasons = dict(ChurnRecord.objects.filter(is_reactivation=False).values_list("account_id", "reason"))
    zone, prefix = ZoneInfo(company.time_zone), contract_prefix(company)
    for customer in book:
        chain = {
            (one.plan, one.starts_on): held[f"{prefix}-{customer.number:04d}-{number}"]
            for number, one in enumerate(customer.sold, start=1)
            if one.kind == LineKind.RECURRING
        }
        for (plan, starts_on), contract in chain.items():
            ends_on = contract.ends_on
            if ends_on is None or not today - YEAR <= ends_on < today:
                continue
            after = chain.get((plan, ends_on + DAY))
            if after is None and customer.churned_on is None:
                continue
            early = -rng.randint(0, 12) if rng.random() < 0.2 else rng.randint(3, 70)
            closed_on = min(today - DAY, max(starts_on, ends_on - timedelta(days=early)))
            by = members.get(customer.owners.get(OwnerRole.RM) or customer.owners.get(OwnerRole.CSM, ""))
            yield RenewalClosing(
                contract=contract, account_id=contract.account_id, term_starts_on=starts_on, term_ends_on=ends_on,
                outcome=outcome_of(contract.arr_amount, after.arr_amount) if after else RenewalOutcome.CHURNED,
                closed_on=closed_on, closed_at=datetime.combine(closed_on, time(11, rng.randrange(60)), zone),
                closed_by=by, currency=contract.currency, due_amount=contract.arr_amount,
                renewed_amount=after.arr_amount if after else None, renewed_until=after.ends_on if after else None,
                reason="" if after else reasons.get(contract.account_id, ""), next_contract=after,
                comment=rng.choice(SAID) if after and rng.random() < 0.3 else "", ends_on_before=ends_on,
                renewed_itself=contract.auto_renew,
            )  # fmt: skip


def _early(book: list[Customer], members: dict[str, Member], rng: Random, today: date, now: datetime) -> int:
    """Of the terms that end soon the nearest, one for each customer, renewed as they are; the last one is postponed."""
    people = {
        one.external_id: members.get(one.owners.get(OwnerRole.RM) or one.owners.get(OwnerRole.CSM, ""))
        for one in book
    }
    soon = Contract.objects.filter(
        ends_on__range=(today + DAY, today + EARLY_WITHIN), cancelled_on=None, arr_amount__gt=0, starts_on__lte=today,
        account__status=AccountStatus.ACTIVE, account__external_id__in=[key for key, one in people.items() if one],
    )  # fmt: skip
    chosen: dict[int, Contract] = {}
    for contract in soon.select_related("account").order_by("ends_on", "external_id"):
        chosen.setdefault(contract.account_id, contract)
    added = 0
    for place, contract in enumerate(list(chosen.values())[:EARLY]):
        by = people[str(contract.account.external_id)]
        assert by is not None
        term = term_to_close(contract, today=today)
        renewed = place < EARLY - 1
        decided = ClosingFields(
            kind=ClosingKind.RENEWED if renewed else ClosingKind.POSTPONED, term_ends_on=term.ends_on,
            renewed_until=default_until(contract, term) if renewed else None, comment=SAID[place % len(SAID)] if renewed else "",
            postponed_to=None if renewed else term.ends_on + timedelta(days=30),
        )  # fmt: skip
        closing = close_renewal(contract, decided, version=contract.version, by=by, now=now, today=today)
        added += closing.next_contract is not None
    return added
