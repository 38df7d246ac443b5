"""What the answers come to: by wave, by segment, by CSM, against the goals. Few queries, whatever the number of answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from playbooks.models import Cta
from surveys.choices import Group
from surveys.models import Answer, Listing
from surveys.rules import Response, Tally, Word, tally_of, word_cloud

MOST_WORDS_FROM = 2000


@dataclass(frozen=True, slots=True)
class WaveResult:
    """A quarter of answers: `asked` counts whoever was invited in its waves."""

    key: str
    first_on: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A segment or a CSM: `accounts` had a stakeholder list, `met` of them reached both shares."""

    key: str
    name: str
    tally: Tally
    response: Response
    accounts: int
    met: int


@dataclass(frozen=True, slots=True)
class Loops:
    """The answers of detractors: with a CTA, closed, closed in time; `open_late` wait for longer than that."""

    detractors: int
    with_cta: int
    closed: int
    in_time: int
    open_late: int

    @property
    def share(self) -> float | None:
        """Percent closed in time of those whose time is over or that are closed."""
        decided = self.closed + self.open_late
        return 100 * self.in_time / decided if decided else None


@dataclass(frozen=True, slots=True)
class Results:
    """All of the dashboard. `counts`: how often each score was given; `tones`: comments by tone."""

    kind: str
    tally: Tally
    counts: dict[int, int]
    response: Response
    invited: int
    waves: list[WaveResult]
    segments: list[GroupResult]
    csms: list[GroupResult]
    tones: dict[str, int]
    words: list[Word]
    loops: Loops


def with_cta(answers: QuerySet[Answer]) -> QuerySet[Any]:
    """The answers with the CTA that came of each, and when and how that ended: `cta_id`, `cta_closed_at`, `cta_outcome`.
    A CTA opened anew counts as the newest."""
    key = Concat(Value("survey-answer:"), Cast(OuterRef("pk"), TextField()))
    own = Cta.objects.filter(origin_key=key).order_by("-pk")
    return answers.annotate(
        cta_id=Subquery(own.values("pk")[:1]),
        cta_closed_at=Subquery(own.values("closed_at")[:1]),
        cta_outcome=Subquery(own.values("outcome")[:1]),
    )


def results_of(
    answers: QuerySet[Answer],
    listings: QuerySet[Listing],
    *,
    to_lists: QuerySet[Answer] | None = None,
    kind: str,
    names: dict[int, str],
    segments: dict[str, str],
    loop_days: int,
    now: datetime,
) -> Results:
    """The results of these answers, all of one kind, and of the stakeholder lists of the same waves. `to_lists`: those that
    count as answers of these lists, where somebody looks at a span of days: who is asked at its end answers after it.
    `names`: of CSMs by member id, `segments`: their labels."""
    rows = list(
        answers.order_by()
        .values_list("score", "segment", "csm_id", "wave__key", "tone")
        .annotate(n=Count("pk"), first=Min("answered_on"), said=Count("pk", filter=~Q(comment="")))
    )
    counts: dict[int, int] = defaultdict(int)
    tones: dict[str, int] = defaultdict(int)
    for score, _segment, _csm, _wave, tone, n, _first, said in rows:
        counts[score] += n
        tones[tone] += said
    lists = _listed(answers if to_lists is None else to_lists, listings)
    return Results(
        kind=kind,
        tally=tally_of(kind, counts),
        counts=dict(counts),
        response=_response(lists),
        invited=len(lists),
        waves=_waves(kind, rows),
        segments=_groups(kind, rows, lists, 1, segments),
        csms=_groups(kind, rows, lists, 2, names),
        tones={tone: n for tone, n in tones.items() if n},
        words=_words(answers),
        loops=loops_of(answers, loop_days=loop_days, now=now),
    )


def loops_of(answers: QuerySet[Answer], *, loop_days: int, now: datetime) -> Loops:
    """How far the loops of the detractors among these answers are. One query."""
    allowed = timedelta(days=loop_days)
    found = with_cta(answers.filter(group=Group.DETRACTOR)).order_by()
    rows = found.values_list("answered_at", "cta_id", "cta_closed_at")
    detractors = with_a_cta = closed = in_time = late = 0
    for answered_at, cta_id, closed_at in rows:
        detractors += 1
        with_a_cta += cta_id is not None
        closed += closed_at is not None
        in_time += closed_at is not None and closed_at <= answered_at + allowed
        late += closed_at is None and now > answered_at + allowed
    return Loops(detractors, with_a_cta, closed, in_time, late)


@dataclass(frozen=True, slots=True)
class _List:
    account_id: int
    segment: str
    csm_id: int | None
    response: Response


def _listed(answers: QuerySet[Answer], listings: QuerySet[Listing]) -> list[_List]:
    """Each account's list of each wave, with how many of it answered. Two queries."""
    given: dict[tuple[int, int], tuple[int, int]] = {
        (wave, account): (n, high)
        for wave, account, n, high in answers.order_by()
        .values_list("wave_id", "account_id")
        .annotate(
            n=Count("contact_id", distinct=True),
            high=Count("contact_id", distinct=True, filter=Q(is_c_level=True)),
        )
    }
    return [
        _List(account, segment, csm, Response(listed, *given.get((wave, account), (0, 0))))
        for wave, account, segment, csm, listed in listings.values_list(
            "wave_id", "account_id", "segment", "csm_id", "listed"
        )
    ]


def _response(lists: Iterable[_List]) -> Response:
    found = [one.response for one in lists]
    return Response(
        sum(one.listed for one in found), sum(one.answers for one in found), sum(one.c_level for one in found)
    )


def _waves(kind: str, rows: list[Any]) -> list[WaveResult]:
    """By the quarter in which the wave was; one that asks once stands by the quarter of its first answer."""
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    first: dict[str, date] = {}
    for score, _segment, _csm, key, _tone, n, day, _said in rows:
        quarter = key if "Q" in key else f"{day.year}Q{(day.month + 2) // 3}"
        counts[quarter][score] += n
        first[quarter] = min(day, first.get(quarter, day))
    return [WaveResult(key, first[key], tally_of(kind, counts[key])) for key in sorted(counts)]


def _groups(
    kind: str, rows: list[Any], lists: list[_List], column: int, names: dict[Any, str]
) -> list[GroupResult]:
    counts: dict[Any, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[row[column]][row[0]] += row[5]
    of: dict[Any, list[_List]] = defaultdict(list)
    for one in lists:
        of[one.segment if column == 1 else one.csm_id].append(one)
    found = [
        GroupResult(
            key=str(key or ""),
            name=names.get(key, ""),
            tally=tally_of(kind, counts[key]),
            response=_response(of[key]),
            accounts=len(of[key]),
            met=sum(one.response.is_met for one in of[key]),
        )
        for key in {*counts, *of}
    ]
    return sorted(found, key=lambda one: (not one.name, one.name.lower(), one.key))


def _words(answers: QuerySet[Answer]) -> list[Word]:
    said = answers.exclude(comment="").order_by("-answered_at", "-pk").values_list("comment", flat=True)
    return word_cloud(said[:MOST_WORDS_FROM])
