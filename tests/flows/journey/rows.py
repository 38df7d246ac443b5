"""Rows of the story that nobody types in a browser, made inside a process of the platform; and the strokes of its clock."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.choices import ContactLevel, LineKind, OwnerRole, Segment, StakeholderRole
from accounts.models import Account, AccountOwner, Contact, Contract, ContractLine, TimelineEntry
from accounts.services import refresh_figures
from core import clock, jobs
from core.links import link_scope
from core.tenancy import workspace_scope
from health.choices import Measure, ReadingSource
from health.models import Metric, Reading, UsageSpan
from health.services import recompute
from workspaces.choices import Role
from workspaces.models import Member, Workspace
from workspaces.services import create_workspace
from workspaces.services.persons import make_person_like

PASSWORD = "a long winter in Oulu 7"
#: How far the story's clock jumps, and how long the contract then still runs.
LATER, LEFT = 45, 90
SEATS = 100
PEOPLE = {
    Role.AM: "Aarne Myyrä",
    Role.CSM: "Siiri Laine",
    Role.RM: "Rauno Uusi",
    Role.CSM_LEAD: "Leena Vetäjä",
    Role.EXECUTIVE: "Eero Johtaja",
}
#: Words that nobody but the people of Acme may ever read.
SECRET = "canary-of-our-notes-4711"


def make_story() -> dict[str, Any]:
    """Acme with its people and a customer who has just signed, another customer of Acme, and Other with an outsider."""
    now = clock.now()
    made = create_workspace(
        slug="acme", name="Acme", owner_email="admin@acme.example", password=PASSWORD, now=now
    )
    first, today = made.owner.user, clock.today_in(made.workspace.time_zone, now)
    with workspace_scope(made.workspace.pk), link_scope("acme"):
        members = {role: _member(role, f"{role}@acme.example", first) for role in PEOPLE}
        account = _account(
            "Aino Wares", "A-1", {OwnerRole.AM: members[Role.AM], OwnerRole.RM: members[Role.RM]}
        )
        _contract(account, today)
        contacts = [
            _contact(
                account, "Anna Sponsor", "anna@aino.example", StakeholderRole.SPONSOR, ContactLevel.C_LEVEL
            ),
            _contact(
                account, "Urho User", "urho@aino.example", StakeholderRole.END_USER, ContactLevel.SPECIALIST
            ),
        ]
        TimelineEntry.objects.create(
            account=account,
            kind="note",
            body=SECRET,
            author=members[Role.AM],
            happened_at=now,
            created_at=now,
        )
        another = _account("Bertta Oy", "A-2", {OwnerRole.CSM: members[Role.CSM]})
        _contract(another, today)
        stranger = _contact(
            another, "Bo Other", "bo@bertta.example", StakeholderRole.SPONSOR, ContactLevel.C_LEVEL
        )
        for one in (account, another):
            use(one, today - timedelta(days=119), today - timedelta(days=1), people=85, features=5)
            for key in ("sponsor_coverage", "financial_health"):
                _read(one, key, 2, today)
        refresh_figures(today=today)
        recompute(as_of=today, today=today, now=now)
    create_workspace(
        slug="other", name="Other", owner_email="admin@other.example", password=PASSWORD, now=now
    )
    return {
        "workspace": made.workspace.pk,
        "account": account.pk,
        "another": another.pk,
        "anna": contacts[0].pk,
        "urho": contacts[1].pk,
        "bo": stranger.pk,
        "today": today.isoformat(),
    }


def let_usage_fall(workspace_id: int, account_id: int, another_id: int) -> None:
    """What came in since: next to nobody of the one account, everybody of the other."""
    with workspace_scope(workspace_id):
        today = _today(workspace_id)
        one, another = Account.objects.get(pk=account_id), Account.objects.get(pk=another_id)
        use(one, today - timedelta(days=LATER), today - timedelta(days=1), people=6, features=1)
        use(another, today - timedelta(days=LATER), today - timedelta(days=1), people=85, features=5)


def strike(*tasks: str) -> None:
    """The clock strikes: these sweeps go to the worker."""
    for name in tasks:
        jobs.send(name)


def strike_for(workspace_id: int, *tasks: str) -> None:
    """The same for work of one workspace."""
    for name in tasks:
        jobs.send(name, workspace_id)


def use(account: Account, first: date, last: date, *, people: int, features: int) -> None:
    """Each of so many people uses each of so many features once a week."""
    with connection.cursor() as cursor:
        day = first.replace(day=1)
        while day <= last:
            cursor.execute("SELECT ensure_usage_partition(%s)", [day])
            day = (day + timedelta(days=32)).replace(day=1)
        cursor.execute(
            "INSERT INTO health_usageevent (workspace_id, message_id, occurred_on, account_id, feature, user_key,"
            " quantity, duration_seconds, error_count)"
            " SELECT %(workspace)s, concat_ws('-', %(account)s, d::date, p, f), d::date, %(account)s, 'feature ' || f,"
            " 'person ' || p, 1, 0, 0 FROM generate_series(%(first)s::date, %(last)s::date, '7 days') d,"
            " generate_series(1, %(people)s) p, generate_series(1, %(features)s) f",
            {
                "workspace": account.workspace_id, "account": account.pk, "first": first, "last": last,
                "people": people, "features": features,
            },
        )  # fmt: skip
    span, _new = UsageSpan.objects.get_or_create(
        account=account, defaults={"first_on": first, "last_on": last, "first_user_on": first}
    )
    UsageSpan.objects.filter(pk=span.pk).update(
        first_on=min(span.first_on, first), last_on=max(span.last_on, last)
    )


def _member(role: Role, email: str, first: Any) -> Member:
    user = make_person_like(first, email=email, name=PEOPLE[role])
    return Member.objects.create(user=user, role=role, joined_at=clock.now())


def _account(name: str, external_id: str, owners: dict[OwnerRole, Member]) -> Account:
    account = Account.objects.create(
        name=name, name_key=name.lower(), external_id=external_id, segment=Segment.ENTERPRISE, country="FI"
    )
    for role, member in owners.items():
        AccountOwner.objects.create(account=account, role=role, member=member)
    return account


def _contract(account: Account, today: date) -> Contract:
    """A year whose end is 90 days away once the story's clock has jumped."""
    ends_on = today + timedelta(days=LATER + LEFT)
    amounts = {"mrr_amount": 1_000_000, "arr_amount": 12_000_000, "seats": SEATS}
    contract = Contract.objects.create(
        account=account, external_id=f"K-{account.external_id}", starts_on=ends_on - timedelta(days=364),
        ends_on=ends_on, currency="EUR", **amounts,
    )  # fmt: skip
    ContractLine.objects.create(contract=contract, kind=LineKind.RECURRING, label="Licences", **amounts)
    return contract


def _contact(account: Account, name: str, email: str, role: str, level: str) -> Contact:
    return Contact.objects.create(
        account=account, name=name, name_key=name.lower(), email=email, stakeholder_role=role, level=level
    )


def _read(account: Account, key: str, rating: int, day: date) -> None:
    Reading.objects.create(
        account=account, metric=Metric.objects.get(key=key), source=ReadingSource.MANUAL, measured_on=day,
        confirmed_on=day, rating=rating, measure=Measure.HAND, recorded_at=clock.now(),
    )  # fmt: skip


def _today(workspace_id: int) -> date:
    return clock.today_in(Workspace.objects.get(pk=workspace_id).time_zone)
