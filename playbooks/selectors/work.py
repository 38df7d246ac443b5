"""What there is to do today: CTAs and tasks of a member, or of the book that the member looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from accounts.access import ALL, MINE, of_book, seen_by
from accounts.models import Account, AccountOwner
from accounts.models.bin import outside_bin
from playbooks.choices import Priority
from playbooks.models import Cta, Task
from playbooks.ports import Mark, marks_of
from playbooks.rules import WEEK, Urgency, urgency
from playbooks.selectors.owners import team_ids_of
from workspaces.models import Member

MOST = 60  # of either kind; beyond it the lists tell


@dataclass(frozen=True, slots=True)
class Work:
    """A CTA or a task to be done; `thing` with its account, owner and team at hand."""

    thing: Cta | Task
    urgency: Urgency
    mark: Mark | None

    @property
    def key(self) -> str:
        return f"{'cta' if self.is_cta else 'task'}-{self.thing.pk}"

    @property
    def is_cta(self) -> bool:
        return isinstance(self.thing, Cta)

    @property
    def account(self) -> Account:
        return self.thing.account


@dataclass(frozen=True, slots=True)
class Todo:
    """The work within reach, the pressing first. `later` and `undated` are counted alone; `is_cut`: there is more than
    the page shows."""

    rows: tuple[Work, ...]
    later: int
    is_cut: bool

    @property
    def late(self) -> int:
        return sum(one.urgency == Urgency.OVERDUE for one in self.rows)

    @property
    def accounts(self) -> list[Account]:
        """Each account behind the work once."""
        return list({one.account.pk: one.account for one in self.rows}.values())


def todo_of(member: Member, *, book: str, today: date) -> Todo:
    """Overdue work, that of today and of the next seven days, and what has no day. Four queries, and one per part that
    marks accounts.

    My book means what is mine or my team's, and what nobody does on the accounts that I look after; My team and All mean the open work on the accounts of that book. What is
    snoozed is left out.
    """
    ctas = _awake(
        _whose(member, seen_by(member, outside_bin(Cta.objects.filter(closed_at=None))), book), today
    )
    tasks = _awake(
        _whose(member, seen_by(member, outside_bin(Task.objects.filter(done_at=None))), book), today
    )
    horizon = today + timedelta(days=WEEK)
    near = Q(due_on=None) | Q(due_on__lte=horizon)
    by_day = F("due_on").asc(nulls_last=True)
    found: list[Cta | Task] = [
        *ctas.filter(near)
        .select_related("account", "owner__user", "team", "rule", "opened_by__user")
        .order_by(by_day, "priority", "pk")[: MOST + 1],
        *tasks.filter(near)
        .select_related("account", "owner__user", "team", "run__playbook")
        .order_by(by_day, "position", "pk")[: MOST + 1],
    ]
    later = ctas.filter(due_on__gt=horizon).count() + tasks.filter(due_on__gt=horizon).count()
    kinds = [sum(isinstance(one, kind) for one in found) for kind in (Cta, Task)]
    found.sort(key=_pressing)
    marks = marks_of({one.account_id for one in found})
    rows = tuple(Work(one, urgency(one.due_on, today), marks.get(one.account_id)) for one in found)
    return Todo(rows, later, max(kinds) > MOST)


def open_work(account_id: int) -> tuple[list[Cta], list[Task]]:
    """What is open on one account: CTAs by priority and day, free tasks of no run by day. Two queries."""
    by_day = F("due_on").asc(nulls_last=True)
    ctas = Cta.objects.filter(account_id=account_id, closed_at=None).select_related("owner__user", "team")
    tasks = Task.objects.filter(account_id=account_id, done_at=None, run=None).select_related(
        "owner__user", "team"
    )
    return list(ctas.order_by("priority", by_day, "pk")[:20]), list(tasks.order_by(by_day, "pk")[:20])


def mine(member: Member) -> Q:
    """What belongs to the member, alone or as one of a team."""
    teams: Sequence[int] = sorted(team_ids_of(member))
    return Q(owner_id=member.pk) | Q(team_id__in=teams) if teams else Q(owner_id=member.pk)


def left_behind(member: Member) -> Q:
    """What nobody does, or somebody who has left, on accounts that the member looks after, alone or as one of a team."""
    nobodys = Q(owner=None) | Q(owner__left_at__isnull=False) | Q(owner__user__is_active=False)
    held = AccountOwner.objects.filter(Q(member=member) | Q(team_id__in=sorted(team_ids_of(member))))
    return Q(team=None) & nobodys & Q(account__in=held.values("account_id"))


def _whose(member: Member, rows: QuerySet, book: str) -> QuerySet:
    if book == MINE:
        return rows.filter(mine(member) | left_behind(member))
    return rows if book == ALL else of_book(member, rows, book)


def _awake(rows: QuerySet, today: date) -> QuerySet:
    return rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))


def _pressing(one: Cta | Task) -> tuple[bool, date, int, bool, int]:
    priority = one.priority if isinstance(one, Cta) else Priority.NORMAL
    return (one.due_on is None, one.due_on or date.max, priority, isinstance(one, Task), one.pk)
