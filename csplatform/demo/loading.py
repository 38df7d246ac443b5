"""One company, whole or not at all: its workspace, people, customers, facts, and the scores that follow."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.services import tell_facts
from core import clock
from core.links import link_scope
from core.tenancy import workspace_scope
from csplatform.demo.articles import share_papers, write_articles
from csplatform.demo.book import add_products, take_in
from csplatform.demo.chats import make_chats
from csplatform.demo.comments import say_of_scores
from csplatform.demo.companies import Company
from csplatform.demo.customers import make_customers
from csplatform.demo.inquiries import make_inquiries
from csplatform.demo.journeys import tell_journeys
from csplatform.demo.plans import make_plans
from csplatform.demo.plays import make_plays
from csplatform.demo.portal import open_portal
from csplatform.demo.renewals import close_renewals
from csplatform.demo.staff import Place, assign, first_person, hire, places
from csplatform.demo.surveys import ask_customers, close_loops
from csplatform.demo.taking_in import Intake
from csplatform.demo.teams import hand_to_teams, pools, set_up_teams
from health.services import recompute, recompute_history
from integrations.choices import ImportKind
from workspaces.models import Workspace
from workspaces.services import create_workspace
from workspaces.services.settings import WorkspaceValues, change_workspace

ACCOUNTS = 150
LEAST_ACCOUNTS = 15
HISTORY = timedelta(days=730)
#: Days that are computed one by one, as the clock would have: their falls are told to the owners.
DAYS_LIVE = 9
#: Whose working days count, by where the company is.
COUNTRIES = {"Europe/Helsinki": "FI", "Europe/Kyiv": "UA"}


@dataclass(frozen=True)
class Loaded:
    """What came of a company: rows made, and its people."""

    workspace: Workspace
    people: list[Place]
    accounts: int
    contracts: int
    usage: int
    tickets: int


def is_loaded(company: Company) -> bool:
    return Workspace.objects.filter(slug=company.slug).exists()


def load_company(company: Company, *, scale: float, seed: int, password: str, now: datetime) -> Loaded:
    """Make the company's workspace and everything in it, in one transaction.

    The same seed gives the same rows on the same day, for the same `scale` (1 is 150 accounts). Raises
    SlugTaken where the workspace is there already, DemoRefused where the platform refuses a row.
    """
    wanted = places(company, seed=seed)
    today = clock.today_in(company.time_zone, now)
    with transaction.atomic():
        first, was_known = first_person(wanted[0], password)
        made = create_workspace(
            slug=company.slug, name=company.name, owner_email=wanted[0].email, password=password, now=now
        )
        with workspace_scope(made.workspace.pk):
            change_workspace(made.workspace, _values(company), by=made.owner, now=now)
            staff = hire(wanted[1:], like=first, by=made.owner, now=now)
            people = [Place(wanted[0].role, wanted[0].name, wanted[0].email, was_known), *staff]
            add_products(company, by=made.owner)
            book = make_customers(
                company, accounts=max(LEAST_ACCOUNTS, round(ACCOUNTS * scale)), seed=seed, today=today
            )
            assign(book, people)
            teams = pools(company, people)
            set_up_teams(teams, by=made.owner, now=now)
            hand_to_teams(book, teams)
            intake = Intake(made.owner)
            take_in(company, book, intake, seed=seed, today=today, now=now)
            tell_facts(intake.touched, today=today, now=now)
            open_portal(company, seed=seed, now=now)
            ask_customers(company, book, by=made.owner, seed=seed, today=today, now=now)
            _score(company, today=today, now=now)
            say_of_scores(company, book, seed=seed, today=today, now=now)
            with link_scope(company.slug):
                tell_journeys(company, book, seed=seed, today=today, now=now)
                added = close_renewals(company, book, seed=seed, today=today, now=now)
            close_loops(seed=seed, now=now)
            make_plans(company, book, seed=seed, today=today, now=now)
            make_plays(made.owner, seed=seed, today=today, now=now)
            make_inquiries(company, seed=seed, now=now)
            write_articles(company, by=made.owner, seed=seed, now=now)
            share_papers(company, now=now)
            make_chats(seed=seed, now=now)
            intake.tell(now=now)
    kinds = (ImportKind.ACCOUNTS, ImportKind.CONTRACTS, ImportKind.USAGE, ImportKind.TICKETS)
    created = {kind: intake.created[kind.value] for kind in kinds}
    created[ImportKind.CONTRACTS] += added
    return Loaded(made.workspace, people, *created.values())


def _values(company: Company) -> WorkspaceValues:
    return WorkspaceValues(
        name=company.name,
        time_zone=company.time_zone,
        currency=company.currency,
        language="en",
        requires_second_factor=False,
        short_term_months=3,
        country=COUNTRIES.get(company.time_zone, "US"),
    )


def _score(company: Company, *, today: date, now: datetime) -> None:
    """Weekly history up to last week, then each day as it was computed on its morning."""
    past = today - timedelta(days=DAYS_LIVE)
    recompute_history(first=today - HISTORY, last=past, today=past, now=_morning(company, past, now))
    for ago in range(DAYS_LIVE - 1, -1, -1):
        day = today - timedelta(days=ago)
        recompute(as_of=day, today=day, now=now if ago == 0 else _morning(company, day, now))


def _morning(company: Company, day: date, now: datetime) -> datetime:
    return min(now, datetime.combine(day, time(6), ZoneInfo(company.time_zone)))
