"""The spans of the book over weeks, held against the plain reading of each day."""

from datetime import timedelta
from random import Random

from accounts.choices import AccountStatus
from accounts.models import Account, Contract
from core.charts import WEEKS
from health.choices import Band
from health.models import Score, ScorecardVersion
from reports.selectors.book import book_weeks
from tests.health.book import accounts
from tests.support.world import NOW, TODAY


def test_every_week_end_is_counted_as_its_day_was(acme):
    chance = Random(7)
    with acme.scope():
        Contract.objects.all().delete()
        Account.objects.all().delete()
        for account in accounts(25):
            live(account, chance)
        weeks = book_weeks(Account.objects.all(), TODAY, "EUR")
        assert [week.day for week in weeks] == [TODAY - timedelta(weeks=k) for k in range(WEEKS - 1, -1, -1)]
        for week in weeks:
            counts, sums = as_read(week.day)
            assert (dict(week.accounts), dict(week.arr)) == (counts, sums), week.day


def live(account, chance):
    """A life of an account by dice: when it came and left, its contracts and its changes of band."""

    def some_day():
        return TODAY - timedelta(days=chance.choice([0, 6, 7, 8, 118, 119, 120, 126, chance.randrange(200)]))

    came, left = chance.choice([None, some_day()]), chance.choice([None, None, some_day()])
    account.customer_since_on = came
    account.churned_on, account.status = left, AccountStatus.CHURNED if left else AccountStatus.ACTIVE
    account.save()
    for number in range(chance.randrange(4)):
        starts = some_day()
        Contract.objects.create(
            account=account,
            starts_on=starts,
            ends_on=chance.choice([None, starts + timedelta(days=chance.randrange(150))]),
            cancelled_on=chance.choice([None, None, starts + timedelta(days=chance.randrange(150))]),
            currency=chance.choice(["EUR", "EUR", "USD"]),
            arr_amount=100 * 10**number + account.pk,
        )
    for day in {some_day() for _change in range(chance.randrange(5))}:
        Score.objects.create(
            account=account,
            version=ScorecardVersion.objects.get(),
            band=chance.choice(Band.values),
            coverage_bp=0,
            ratings=[],
            scored_on=day,
            computed_at=NOW,
            origin="live",
        )


def as_read(day):
    counts, sums = dict.fromkeys(Band.values, 0), dict.fromkeys(Band.values, 0)
    for account in Account.objects.all():
        if account.customer_since_on and account.customer_since_on > day:
            continue
        if account.churned_on and account.churned_on <= day:
            continue
        stood = account.scores.filter(scored_on__lte=day).order_by("-scored_on").first()
        band = stood.band if stood else "unknown"
        counts[band] += 1
        for contract in account.contracts.filter(currency="EUR", starts_on__lte=day):
            ended = contract.ends_on and contract.ends_on < day
            if not ended and not (contract.cancelled_on and contract.cancelled_on <= day):
                sums[band] += contract.arr_amount
    return counts, sums
