"""What a review is made of: the facts of one account and one quarter, as they are frozen in its snapshot.

Scores are thousandths of 0-100, weights basis points, amounts minor units, shares percent. None is "not known",
never zero.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.frozen import made, plain
from workspaces.printing import BrandFact

FORMAT = 1


@dataclass(frozen=True)
class ScoreWeek:
    """The score at the end of a week."""

    on: date
    score: int | None
    band: str


@dataclass(frozen=True)
class MetricFact:
    """One metric at the end of the period, and what it was a quarter before."""

    label: str
    rating: int | None
    words: str
    is_stale: bool
    age_days: int | None
    shelf_life_days: int
    weight: int
    scaled_weight: int
    points: int
    rating_before: int | None
    points_before: int


@dataclass(frozen=True)
class HealthFacts:
    """`own` is the score on the card's own scale, in thousandths; `coverage` in basis points."""

    score: int | None
    own: int | None
    band: str
    coverage: int
    card: str
    low: int
    high: int
    healthy_from: int
    monitor_from: int
    score_before: int | None
    band_before: str
    coverage_before: int
    as_of: date
    metrics: tuple[MetricFact, ...]
    weeks: tuple[ScoreWeek, ...]


@dataclass(frozen=True)
class UsageWeek:
    """A week up to `on`: the account's figure, the median of the peers, and where their best tenth starts."""

    on: date
    value: float | None
    median: float | None
    best: float | None = None


@dataclass(frozen=True)
class FeatureFact:
    label: str
    value: float
    median: float | None
    best: float | None
    is_advanced: bool = False


@dataclass(frozen=True)
class SeriesFact:
    """One feature by week: uses, or the share of the week's active users."""

    label: str
    weeks: tuple[UsageWeek, ...]


@dataclass(frozen=True)
class UsageFacts:
    """`unit`: "share" of seats that were active, "users" without seats, "uses" where the source names nobody."""

    unit: str
    weeks: tuple[UsageWeek, ...]
    total: int
    total_before: int
    seats: int
    peers: int
    features: tuple[FeatureFact, ...]
    series: tuple[SeriesFact, ...] = ()


@dataclass(frozen=True)
class TicketFigures:
    """Tickets of one quarter; minutes are medians of what was solved in it, `positive` are answers of 4 and 5."""

    opened: int
    solved: int
    open_at_end: int
    escalated: int
    urgent: int
    responses: int
    within_day: int
    resolution_minutes: int | None
    answers: int
    positive: int


@dataclass(frozen=True)
class CountWeek:
    on: date
    count: int


@dataclass(frozen=True)
class QuarterTickets:
    """`period` is written 2024Q4."""

    period: str
    figures: TicketFigures


@dataclass(frozen=True)
class SupportFacts:
    """`has_source`: the workspace had tickets by then, so that none is a fact and not a gap. `quarters`: the last four,
    oldest first."""

    has_source: bool
    weeks: tuple[CountWeek, ...]
    now: TicketFigures
    before: TicketFigures
    quarters: tuple[QuarterTickets, ...] = ()


@dataclass(frozen=True)
class PersonFact:
    """A contact; `stance` and `influence` only in the internal edition."""

    name: str
    title: str
    role: str
    level: str
    stance: str
    influence: str
    is_sponsor: bool
    is_c_level: bool


@dataclass(frozen=True)
class LineFact:
    """What one open contract holds; `arr` is empty where amounts are hidden, `decided` says that the renewal at the end
    of its term was closed."""

    name: str
    product: str
    seats: int
    starts_on: date
    term_ends_on: date | None
    renews: bool
    arr: int | None
    currency: str
    decided: bool = False


@dataclass(frozen=True)
class MilestoneFact:
    days: int
    on: date


@dataclass(frozen=True)
class RenewalFact:
    """The nearest term with milestones; `notice_on` is the last day to give notice."""

    name: str
    starts_on: date
    ends_on: date
    notice_on: date | None
    renews: bool
    milestones: tuple[MilestoneFact, ...]


@dataclass(frozen=True)
class ClosingFact:
    """A renewal that was closed in the quarter: `outcome` is its stored word, `until` the last day of the new term or
    the day to which it was put off; amounts are ARR, None without money or where it was not renewed."""

    name: str
    ended_on: date
    closed_on: date
    outcome: str
    until: date | None
    due: int | None
    renewed: int | None
    currency: str


@dataclass(frozen=True)
class InvoiceFact:
    """Invoices due in the quarter in one currency: how many, their sum with tax, and how they stood on the day: paid by
    the due day, paid after it, not paid yet."""

    currency: str
    due: int
    amount: int
    on_time: int
    late: int
    unpaid: int


@dataclass(frozen=True)
class OwnerFact:
    """`key` is the role as it is stored: who leads which item of the agenda."""

    role: str
    name: str
    key: str = ""


@dataclass(frozen=True)
class ContactFact:
    """One of our people, and their calls, meetings and mails in each of 13 weeks, oldest first."""

    name: str
    role: str
    weeks: tuple[int, ...]


@dataclass(frozen=True)
class LiftFact:
    """A step that would lift the score, with who answers for the account."""

    label: str
    low: int
    high: int
    gain: int


@dataclass(frozen=True)
class InternalFacts:
    """What only our own people read: movement of revenue, churn and returns, what would lift the score."""

    arr: int | None
    arr_before: int | None
    contracts_begun: int
    contracts_ended: int
    begun_amount: int | None
    ended_amount: int | None
    foreign: int
    churns: tuple[str, ...]
    lift: tuple[LiftFact, ...]
    projected: int | None


@dataclass(frozen=True)
class VoiceFact:
    """What the survey answers of the quarter came to, of one kind ("nps", "csat"): value and its interval in thousandths
    of a point or a percent, and the same of the quarter before, None without an answer. Names and words of single people
    are not among it."""

    kind: str
    answers: int
    promoters: int
    passives: int
    detractors: int
    value: int | None
    low: int | None
    high: int | None
    answers_before: int
    before: int | None


@dataclass(frozen=True)
class PlanGoalFact:
    """A KPI: baseline, target and the last reading in thousandths of `unit`; `direction` is up or down."""

    title: str
    outcome: str
    unit: str
    baseline: int
    target: int
    direction: str
    due_on: date | None
    value: int | None
    measured_on: date | None


@dataclass(frozen=True)
class PlanOutcomeFact:
    """An outcome that was achieved, in the executive's words."""

    title: str
    statement: str
    achieved_on: date | None


@dataclass(frozen=True)
class PlanActivityFact:
    """`kind` is communication, training or support; `rating` in tenths of five."""

    title: str
    kind: str
    audience: str
    due_on: date | None
    done_on: date | None
    invited: int | None
    attended: int | None
    rating: int | None


@dataclass(frozen=True)
class PlanBarrierFact:
    """`state` is open, in_hand or solved."""

    title: str
    state: str
    until_on: date | None
    mitigation: str
    solved_on: date | None


@dataclass(frozen=True)
class PlanFacts:
    """The success plan as the customer knew it on that day."""

    title: str
    signed_name: str
    signed_on: date | None
    goals: tuple[PlanGoalFact, ...]
    outcomes: tuple[PlanOutcomeFact, ...]
    activities: tuple[PlanActivityFact, ...]
    barriers: tuple[PlanBarrierFact, ...]


@dataclass(frozen=True)
class Facts:
    """All of it. `zone` is the workspace's, `last_period` that of the review before, empty without one. `as_of` is the last day that counts: the quarter's last, or the day of taking in a running one."""

    format: int
    workspace: str
    account: str
    external_id: str
    segment: str
    industry: str
    currency: str
    edition: str
    has_money: bool
    period: str
    first: date
    last: date
    as_of: date
    owners: tuple[OwnerFact, ...]
    health: HealthFacts | None
    usage: UsageFacts | None
    support: SupportFacts
    people: tuple[PersonFact, ...]
    lines: tuple[LineFact, ...]
    renewal: RenewalFact | None
    internal: InternalFacts | None
    zone: str
    last_period: str
    last_actions: tuple[str, ...]
    brand: BrandFact | None = None
    contacts: tuple[ContactFact, ...] = ()
    invoices: tuple[InvoiceFact, ...] = ()  # none without money
    plan: PlanFacts | None = None
    voice: tuple[VoiceFact, ...] = ()
    closings: tuple[ClosingFact, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether the quarter had not ended when the facts were taken."""
        return self.as_of < self.last


def frozen(facts: Facts) -> dict[str, Any]:
    """The facts as JSON: days as 2024-12-31."""
    return plain(facts)


def thawed(data: dict[str, Any]) -> Facts:
    """The facts of a snapshot. Raises KeyError or TypeError for what is none."""
    found = made(Facts, data)
    assert isinstance(found, Facts)
    return found
