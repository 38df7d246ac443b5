"""A plan in finished words: what the customer reads in the portal and on paper, and staff on the page."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """A KPI on a day."""

    id: int
    on: date
    value: str
    evidence: str = ""
    file_name: str = ""
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class KpiShown:
    """`progress` in percent of the way from baseline to target; `started` and `due` are whole phrases, "Started at 46",
    "Due 31 December"; `readings` the newest first."""

    id: int
    title: str
    baseline: str
    target: str
    latest: str
    progress: int
    is_reached: bool
    is_late: bool
    started: str
    due: str
    direction: str
    how: str = ""
    when: str = ""
    by: str = ""
    due_on: date | None = None
    reached_on: date | None = None
    latest_on: date | None = None
    readings: tuple[ReadingShown, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """`state` is open, achieved or dropped; `facts` are its further fields with their labels."""

    id: int
    title: str
    state: str
    state_label: str
    tone: str
    priority: int | None
    facts: tuple[tuple[str, str], ...]
    statement: str
    kpis: tuple[KpiShown, ...]


@dataclass(frozen=True, slots=True)
class ActivityShown:
    """`kind` is communication, training or support. `may_tick`: the customer completes it in the portal, and has not."""

    id: int
    kind: str
    kind_label: str
    title: str
    text: str
    facts: tuple[tuple[str, str], ...]
    when: str
    owner: str
    by_customer: bool
    may_tick: bool
    is_done: bool
    is_late: bool
    done: str
    result: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class BarrierShown:
    id: int
    title: str
    kind_label: str
    state: str
    state_label: str
    tone: str
    frame: str
    mitigation: str
    owner: str
    is_internal: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A line; `facts` are its columns with their labels."""

    id: int
    title: str
    facts: tuple[tuple[str, str], ...]
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One of the other sections with its lines."""

    kind: str
    label: str
    one: str
    title_label: str
    rows: tuple[NoteShown, ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan whole. `version` is the revision that one signs; `progress` in percent, None without a KPI. `may_sign`: it
    waits for the customer's sign-off."""

    id: int
    account_id: int
    account: str
    title: str
    version: int
    status: str
    status_label: str
    may_sign: bool
    is_changed_since_signed: bool
    period: str
    owner: str
    summary: str
    finances: str
    results: str
    progress: int | None
    goals: int
    goals_reached: int
    shared: str
    signed: str
    signed_name: str
    signed_version: int | None
    outcomes: tuple[OutcomeShown, ...]
    activities: tuple[ActivityShown, ...]
    barriers: tuple[BarrierShown, ...]
    sections: tuple[SectionShown, ...]
    shared_at: datetime | None = None
    shared_by: str = ""
    signed_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def kpis(self) -> tuple[KpiShown, ...]:
        """Those of outcomes that were not dropped, in the order of the plan."""
        return tuple(kpi for one in self.outcomes if one.state != "dropped" for kpi in one.kpis)

    @property
    def activities_done(self) -> int:
        return sum(one.is_done for one in self.activities)


@dataclass(frozen=True, slots=True)
class PlanToSign:
    """A plan that waits for a contact's sign-off."""

    id: int
    title: str
    version: int
    shared_by: str
    shared_on: date | None
    goals: int
    activities: int
