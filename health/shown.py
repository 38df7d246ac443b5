"""An explanation as the panels draw it: finished words and numbers for templates/components/why.html and lift.html."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import href
from core.text import format_change, format_date, format_number, format_percent, format_score, join_words
from health.choices import Band, Cause
from health.rules import WHOLE, Movement
from health.selectors.explanation import ExplainedMetric, Explanation


@dataclass(frozen=True)
class WhyRow:
    """One metric: points and weight of 100; `missing` says why it does not count."""

    key: str
    name: str
    points: float
    weight: float
    raw: str
    moved: str
    lost: float
    missing: str


@dataclass(frozen=True)
class Why:
    """The why panel. `total` is None while the score is unknown; `scale` its own scale in words."""

    explanation: Explanation
    heading: str
    story: str
    rows: tuple[WhyRow, ...]
    total: str | None
    scale: str
    coverage: str
    stale_note: str


@dataclass(frozen=True)
class LiftRow:
    gain: str
    deed: str
    note: str
    url: str
    button: str


@dataclass(frozen=True)
class Projected:
    words: str
    before: str
    after: str
    band: str


@dataclass(frozen=True)
class LiftShown:
    """What would lift the score; `says` stands where there is nothing to lift."""

    starts: str
    rows: tuple[LiftRow, ...]
    projected: Projected | None
    says: str


def shown_why(explanation: Explanation) -> Why:
    """The why panel of an explanation."""
    worked = explanation.worked
    known = worked.score_100 is not None
    heading = (
        _("Why %(score)s") % {"score": format_score(worked.score_100)}
        if known
        else _("Why the score is unknown")
    )
    moved = {m.key: m for m in explanation.change.movements} if explanation.change else {}
    high = explanation.card.scale.high
    return Why(
        explanation=explanation,
        heading=heading,
        story=story(explanation),
        rows=tuple(_why_row(metric, moved.get(metric.key)) for metric in explanation.metrics),
        total=format_score(worked.score_100) if known else None,
        scale=_("%(score)s on %(low)s–%(high)s")
        % {
            "score": format_number((worked.thousandths or 0) / 1000, 3),
            "low": explanation.card.scale.low,
            "high": high,
        }
        if known
        else "",
        coverage=format_percent(worked.coverage / 100),
        stale_note=_stale_note(explanation),
    )


def story(explanation: Explanation) -> str:
    """What moved the score since the last one, in a sentence or two; empty for the first score."""
    change = explanation.change
    if change is None or not change.movements:
        return ""
    day = format_date(change.since_on)
    names = {metric.key: metric.metric.label for metric in explanation.metrics}
    first = change.movements[0]
    most = names.get(first.key, first.key)
    why = str(Cause(first.cause).label).lower()
    after = explanation.worked.score_100
    if change.before is None or after is None:
        return _("Changed on %(day)s: %(metric)s, %(why)s.") % {"day": day, "metric": most, "why": why}
    points = format_number(abs(after - change.before) / 1000, 1)
    words = (
        _("Gained %(points)s points on %(day)s")
        if after >= change.before
        else _("Lost %(points)s points on %(day)s")
    )
    said = words % {"points": points, "day": day}
    if len(change.movements) == 1:
        return _("%(said)s, all of it from %(metric)s (%(why)s).") % {
            "said": said,
            "metric": most,
            "why": why,
        }
    return _("%(said)s, most of it from %(metric)s (%(why)s).") % {"said": said, "metric": most, "why": why}


def shown_lift(explanation: Explanation, *, may_record: bool) -> LiftShown:
    """The smallest change that reaches the next band, or what to measure first."""
    lift = explanation.lift
    limits = explanation.card.thresholds
    band = explanation.worked.band
    target = limits.monitor if band is Band.AT_RISK else limits.healthy
    name = Band.MONITOR if band is Band.AT_RISK else Band.HEALTHY
    starts = _("%(band)s starts at %(score)s") % {"band": name.label, "score": format_score(target)}
    if lift is None:
        return LiftShown(starts, (), None, _("This score is healthy. Keep on with what works."))
    metrics = {metric.key: metric for metric in explanation.metrics}
    account_id = explanation.account.pk
    if band is Band.UNKNOWN:
        rows = tuple(_measure_row(metrics[key], account_id, may_record) for key in lift.measure)
        share = format_percent(explanation.card.min_coverage * 100 / WHOLE)
        return LiftShown(_("Known from %(share)s coverage") % {"share": share}, rows, None, "")
    rows = tuple(
        LiftRow(
            f"+{format_number(step.gain / 1000, 1)}",
            metrics[step.key].metric.label,
            _("from rating %(low)s to %(high)s · now %(words)s")
            % {"low": step.rating_from, "high": step.rating_to, "words": metrics[step.key].words},
            "",
            "",
        )
        for step in lift.steps
    )
    with_all = ngettext("With this", "With these %(n)s", len(rows)) % {"n": len(rows)}
    projected = Projected(
        with_all,
        format_score(explanation.worked.score_100),
        format_score(lift.projected),
        lift.band.value if lift.band else "",
    )
    return LiftShown(starts, rows, projected, "")


def _why_row(metric: ExplainedMetric, moved: Movement | None) -> WhyRow:
    part = metric.part
    missing = ""
    if part.rating is None:
        missing = _missing(metric)
    weight = (part.scaled_weight if part.rating is not None else part.weight) / 100
    lost = max(0, -moved.difference) / 1000 if moved and moved.cause == Cause.RATING_FELL else 0
    raw = f"{metric.words} · {metric.age_words}" if metric.age_days else metric.words
    return WhyRow(
        metric.key, metric.metric.label, part.points / 1000, weight, raw, _moved(moved), lost, missing
    )


def _moved(moved: Movement | None) -> str:
    if moved is None or moved.cause != Cause.RATING_FELL:
        return ""
    return _("was rated %(rating)s") % {"rating": moved.rating_before}


def _missing(metric: ExplainedMetric) -> str:
    if not metric.is_stale or metric.age_days is None:
        return _("Not measured, so it does not count")
    return _("%(words)s · stale, %(age)s days old, counts for %(life)s") % {
        "words": metric.words,
        "age": format_number(metric.age_days),
        "life": format_number(metric.metric.shelf_life_days),
    }


def _stale_note(explanation: Explanation) -> str:
    stale = [metric for metric in explanation.metrics if metric.is_stale]
    if not stale:
        return ""
    newest: date | None = max(
        (metric.reading.confirmed_on for metric in stale if metric.reading is not None), default=None
    )
    names = join_words(metric.metric.label for metric in stale)
    return _("Stale: %(names)s. The newest of these readings is of %(day)s.") % {
        "names": names,
        "day": format_date(newest),
    }


def _measure_row(metric: ExplainedMetric, account_id: int, may_record: bool) -> LiftRow:
    url = f"{href('health:new_reading', account_id=account_id)}?metric={metric.key}" if may_record else ""
    note = _missing(metric)
    return LiftRow("?", _("Measure %(metric)s") % {"metric": metric.metric.label}, note, url, _("Record"))


def change_words(change: int | None) -> str:
    """A change of four weeks for a note."""
    return "" if change is None else _("%(change)s in 4 weeks") % {"change": format_change(change)}
