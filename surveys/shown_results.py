"""The dashboard finished for its page: figures with their readings, charts with their tables."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import href
from core.text import NNBSP, NONE, format_number, format_percent
from surveys.choices import SCALE, Kind, Tone
from surveys.rules import (
    C_LEVEL_SHARE,
    NPS_PASS,
    NPS_TARGET,
    RESPONSE_SHARE,
    Response,
    Standing,
    Word,
    group_of,
    nps_standing,
)
from surveys.selectors.results import GroupResult, Results
from surveys.shown import TONES, group_words, interval_words, points_words, value_words, wave_words


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of the strip."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A segment or a CSM as a row; `goal` says where its NPS stands, `goal_tone` colours that word."""

    name: str
    url: str
    value: str
    interval: str
    goal: str
    goal_tone: str
    response: str
    c_level: str
    accounts: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """All of the page."""

    has_answers: bool
    title: str
    figures: tuple[Figure, ...]
    trend: dict[str, Any] | None
    trend_head: tuple[str, ...]
    trend_rows: list[tuple[str, ...]]
    spread: list["Bar"]
    segments: list[Line]
    csms: list[Line]
    tones: list[tuple[str, str, str, str]]
    words: list[tuple[Word, str]]
    is_nps: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """How often a score was given; `percent` of the most frequent one draws the bar."""

    score: int
    count: str
    share: str
    percent: int
    tone: str
    group: str
    url: str


def shown_results(results: Results, *, query: list[str]) -> Shown:
    """Words, charts and rows of results; `query` narrows the list of answers as the page is narrowed."""
    of_kind = [f"f.kind=is:{results.kind}", *query]
    return Shown(
        has_answers=bool(results.tally.answers),
        title=_title(results),
        figures=_figures(results, of_kind),
        trend=_trend(results),
        trend_head=(_("Wave"), _("Result"), _("Answers")),
        trend_rows=[
            (wave_words(one.key), value_words(one.tally), format_number(one.tally.answers)) for one in results.waves
        ],
        spread=_spread(results, of_kind),
        segments=[_line(one, results.kind, [*of_kind, f"f.segment=is:{one.key}"], is_csm=False)
                  for one in results.segments],
        csms=[_line(one, results.kind, [*of_kind, f"f.owner=is:{one.key}"], is_csm=True) for one in results.csms],
        tones=_tones(results, of_kind),
        words=[(word, _answers_url([*of_kind, f"f.comment=contains:{word.text}"])) for word in results.words],
        is_nps=results.kind == Kind.NPS,
    )  # fmt: skip


def _title(results: Results) -> str:
    """The finding: against the goals for NPS, against the quarter before for CSAT."""
    if not results.tally.answers:
        return _("Nobody has answered yet")
    words = {"value": value_words(results.tally), "target": NPS_TARGET, "pass": NPS_PASS}
    if results.kind != Kind.NPS:
        return _("%(value)s of all answers are 4 or 5") % {"value": format_percent(results.tally.value)}
    return {
        Standing.TARGET: _("%(value)s: the target of %(target)s is met"),
        Standing.PASSES: _("%(value)s: it passes, the target is %(target)s"),
        Standing.BELOW: _("%(value)s: below the %(pass)s that pass"),
    }[nps_standing(results.tally.value)] % words


def _figures(results: Results, query: list[str]) -> tuple[Figure, ...]:
    tally, response, loops = results.tally, results.response, results.loops
    label = _("NPS") if results.kind == Kind.NPS else _("CSAT, 4 and 5")
    plain = points_words(tally.value) if results.kind == Kind.NPS else format_percent(tally.value)
    first = Figure(label, plain if tally.answers else NONE, interval_words(tally), _answers_url(query))
    answered = Figure(
        _("Response"),
        format_percent(response.share) if response.listed else NONE,
        _("%(n)s of %(listed)s stakeholders; %(goal)s is asked")
        % {
            "n": format_number(response.answers),
            "listed": format_number(response.listed),
            "goal": format_percent(RESPONSE_SHARE),
        },
    )
    high = Figure(
        _("Of these C-level"),
        format_percent(response.c_level_share) if response.answers else NONE,
        _("%(n)s answers; %(goal)s is asked")
        % {"n": format_number(response.c_level), "goal": format_percent(C_LEVEL_SHARE)},
        _answers_url([*query, "f.c_level=is:yes"]),
    )
    loop = Figure(
        _("Loops closed in time"),
        format_percent(loops.share) if loops.share is not None else NONE,
        ngettext(
            "%(n)s detractor, %(late)s too late", "%(n)s detractors, %(late)s too late", loops.detractors
        )
        % {"n": format_number(loops.detractors), "late": format_number(loops.open_late)},
        _answers_url([*query, "f.loop=is:yes"]),
    )
    return (first, answered, high, loop)


def _trend(results: Results) -> dict[str, Any] | None:
    if len(results.waves) < 2:
        return None
    is_nps = results.kind == Kind.NPS
    data: dict[str, Any] = {
        "kind": "line",
        "x": [wave_words(one.key) for one in results.waves],
        "series": [
            {
                "name": _("NPS") if is_nps else _("CSAT"),
                "tone": "accent",
                "data": [round(one.tally.value or 0, 1) for one in results.waves],
                "urls": [_answers_url([f"f.kind=is:{results.kind}", f"f.wave=contains:{one.key}"]) for one in results.waves],
            }
        ],
        "unit": {"digits": 0, **({} if is_nps else {"suffix": f"{NNBSP}%"})},
    }  # fmt: skip
    if is_nps:
        data["goal"] = {"value": NPS_PASS, "name": _("Passes at %(n)s") % {"n": NPS_PASS}}
    return data


def _spread(results: Results, query: list[str]) -> list[Bar]:
    low, high = SCALE[results.kind]
    most = max(results.counts.values(), default=0)
    bars = []
    for score in range(high, low - 1, -1):
        count = results.counts.get(score, 0)
        group = group_of(results.kind, score)
        bars.append(
            Bar(
                score=score,
                count=format_number(count),
                share=format_percent(100 * count / results.tally.answers) if results.tally.answers else "",
                percent=round(100 * count / most) if most else 0,
                tone=TONES[group] or "rest",
                group=group_words(results.kind, group),
                url=_answers_url([*query, f"f.score=is:{score}"]),
            )
        )
    return bars


def _line(one: GroupResult, kind: str, query: list[str], *, is_csm: bool) -> Line:
    standing = nps_standing(one.tally.value) if kind == Kind.NPS else Standing.UNKNOWN
    words = {
        Standing.TARGET: _("Target met"),
        Standing.PASSES: _("Passes"),
        Standing.BELOW: _("Below %(n)s") % {"n": NPS_PASS},
        Standing.UNKNOWN: "",
    }
    tones = {Standing.TARGET: "good", Standing.PASSES: "", Standing.BELOW: "bad", Standing.UNKNOWN: ""}
    nameless = _("No CSM") if is_csm else _("No segment")
    return Line(
        name=one.name or nameless,
        url=_answers_url(query) if one.key else "",
        value=value_words(one.tally) or NONE,
        interval=interval_words(one.tally),
        goal=words[standing],
        goal_tone=tones[standing],
        response=_share(one.response),
        c_level=format_percent(one.response.c_level_share) if one.response.answers else NONE,
        accounts=_("%(met)s of %(all)s") % {"met": format_number(one.met), "all": format_number(one.accounts)},
        is_met=one.response.is_met,
    )  # fmt: skip


def _share(response: Response) -> str:
    return format_percent(response.share) if response.listed else NONE


def _tones(results: Results, query: list[str]) -> list[tuple[str, str, str, str]]:
    """Word, number, share and address of each tone that there is."""
    total = sum(results.tones.values())
    return [
        (
            str(tone.label),
            format_number(results.tones[tone.value]),
            format_percent(100 * results.tones[tone.value] / total),
            _answers_url([*query, f"f.tone=is:{tone.value}"]),
        )
        for tone in Tone
        if results.tones.get(tone.value)
    ]


def _answers_url(query: list[str]) -> str:
    return f"{href('surveys:answers')}?{'&'.join(query)}"
