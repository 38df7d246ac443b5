"""The three companies whose customers these are: what they sell, to whom, at what price."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.choices import Segment
from csplatform.demo.words import AMERICAN, FINNISH, UKRAINIAN, Tongue


@dataclass(frozen=True)
class Offer:
    """A product: features as (key, label, advanced), price of a seat a year in minor units by segment."""

    name: str
    features: tuple[tuple[str, str, bool], ...]
    prices: Mapping[Segment, int]


@dataclass(frozen=True)
class Company:
    """A vendor. `offers`: the main product first, what is sold on top after it. `seats`: by segment from … to.

    `quiet`: share of the usual use by month, where it is not 1. `start_work`: what the work at the start is called.
    """

    slug: str
    name: str
    currency: str
    time_zone: str
    tongue: Tongue
    offers: tuple[Offer, ...]
    seats: Mapping[Segment, tuple[int, int]]
    start_work: str
    quiet: Mapping[int, float]

    @property
    def domain(self) -> str:
        """Where the staff's addresses are; .example reaches nobody."""
        return f"{self.slug}.example"


def _listed(basic: str, advanced: str) -> tuple[tuple[str, str, bool], ...]:
    pairs = [(label, False) for label in basic.split(", ")] + [
        (label, True) for label in advanced.split(", ")
    ]
    return tuple(
        (label.lower().replace(" ", "_").replace("-", "_"), label, is_advanced)
        for label, is_advanced in pairs
    )


def _prices(enterprise: int, mid_market: int, smb: int) -> Mapping[Segment, int]:
    """Of a seat a year, in whole units."""
    return {
        Segment.ENTERPRISE: enterprise * 100,
        Segment.MID_MARKET: mid_market * 100,
        Segment.SMB: smb * 100,
    }


_E, _M, _S = Segment.ENTERPRISE, Segment.MID_MARKET, Segment.SMB

HAVU = Company(
    slug="havu-hr",
    name="Havu HR",
    currency="EUR",
    time_zone="Europe/Helsinki",
    tongue=FINNISH,
    offers=(
        Offer(
            "Havu Recruit",
            _listed(
                "Job adverts, Application forms, Candidate list, Interview calendar, Message templates",
                "Career site, Candidate feedback, Screening questions, Hiring reports",
            ),
            _prices(420, 480, 540),
        ),
        Offer(
            "Havu Onboard",
            _listed("Welcome tasks, Documents, Manager checklist", "E-signature, Buddy programme"),
            _prices(110, 130, 150),
        ),
        Offer(
            "Havu Insight",
            _listed("Headcount, Turnover", "Pay equity, Forecasts"),
            _prices(90, 105, 120),
        ),
    ),
    seats={_E: (70, 200), _M: (20, 64), _S: (3, 17)},
    start_work="Set-up and data migration",
    quiet={6: 0.85, 7: 0.4, 8: 0.9, 12: 0.7},
)

SMEREKA = Company(
    slug="smereka",
    name="Smereka Digital",
    currency="USD",
    time_zone="Europe/Kyiv",
    tongue=UKRAINIAN,
    offers=(
        Offer(
            "Dedicated team",
            _listed(
                "Time sheets, Sprint board, Code reviews, Team calendar, Demo notes",
                "Velocity report, Capacity plan, Risk register, Budget burn-down",
            ),
            _prices(61_000, 64_000, 67_000),
        ),
        Offer(
            "Managed QA",
            _listed("Test plans, Defect reports, Release sign-off", "Automated runs, Load tests"),
            _prices(14_000, 15_000, 16_000),
        ),
        Offer(
            "Cloud operations",
            _listed("Uptime page, Incident log", "Cost report, Change calendar"),
            _prices(9_500, 10_500, 11_500),
        ),
    ),
    seats={_E: (14, 46), _M: (5, 14), _S: (2, 5)},
    start_work="Discovery and team set-up",
    quiet={1: 0.8, 5: 0.9, 8: 0.75, 12: 0.9},
)

HARROWPOINT = Company(
    slug="harrowpoint",
    name="Harrowpoint Networks",
    currency="USD",
    time_zone="America/Chicago",
    tongue=AMERICAN,
    offers=(
        Offer(
            "Campus wireless",
            _listed(
                "Site overview, Client list, Guest portal, Access control, Firmware upgrades",
                "Location services, Radio planning, Packet capture, Anomaly alerts",
            ),
            _prices(310, 345, 390),
        ),
        Offer(
            "Branch routing",
            _listed(
                "Tunnel status, Path selection, Failover tests", "Application policies, Bandwidth forecast"
            ),
            _prices(120, 140, 160),
        ),
        Offer(
            "Assurance",
            _listed("Health tests, Weekly report", "Root cause, Virtual engineer"),
            _prices(70, 80, 95),
        ),
    ),
    seats={_E: (70, 210), _M: (22, 66), _S: (3, 19)},
    start_work="Deployment and staging",
    quiet={6: 0.9, 7: 0.8, 11: 0.9, 12: 0.7},
)

COMPANIES: dict[str, Company] = {company.slug: company for company in (HAVU, SMEREKA, HARROWPOINT)}
