"""The chapter of health: the score with its trend, and every part of it."""

from django.utils.translation import gettext as _

from core.text import NONE, format_number, format_percent, format_score, join_words
from health.choices import Band
from reports.choices import Section
from reports.facts import Facts, HealthFacts, MetricFact
from reports.qbr.blocks import Block, Box, Cell, Chapter, Column, Drawing, Row, Table, band_cell
from reports.qbr.charts import points_bar, score_chart
from reports.qbr.drafts import claim
from reports.qbr.words import band_word, quarter, quarter_short

WHOLE = 10_000


def health_chapter(facts: Facts) -> Chapter:
    """The score with its trend and every part of it."""
    health = facts.health
    blocks: tuple[Block, ...]
    if health is None:
        blocks = (Box(_("No score."), _("No scorecard was published by the end of the quarter.")),)
        return Chapter(Section.HEALTH, str(Section.HEALTH.label), "", "", blocks)
    found: list[Block] = []
    if any(week.score is not None for week in health.weeks):
        title = _("Health over 18 weeks")
        spoken = _("Line chart of the health score by week; the last score is %(score)s, %(band)s.") % {
            "score": format_score(health.score),
            "band": band_word(health.band),
        }
        source = _("Scorecard %(card)s. The limits are those of the scorecard.") % {"card": health.card}
        found.append(
            Drawing(title, score_chart(health, quarter(facts), spoken), _("Score of 100, by week"), source)
        )
    else:
        found.append(
            Box(
                _("No weekly history."),
                _("No score was known in the 18 weeks before the end of the quarter."),
            )
        )
    found.append(_parts(facts, health))
    return Chapter(
        Section.HEALTH, str(Section.HEALTH.label), claim(facts), _health_lead(health), tuple(found)
    )


def _health_lead(health: HealthFacts) -> str:
    coverage = format_percent(health.coverage / 100)
    if health.score is None:
        known = sum(1 for metric in health.metrics if metric.rating is not None)
        return _(
            "%(known)s of %(all)s metrics are known, %(coverage)s of the weight. That is too little for a score, so "
            "none is given."
        ) % {"known": known, "all": len(health.metrics), "coverage": coverage}
    stale = [metric.label for metric in health.metrics if metric.is_stale]
    lead = _("Coverage %(coverage)s.") % {"coverage": coverage} if health.coverage < WHOLE else ""
    if stale:
        lead += " " + _("Too old to count: %(names)s.") % {"names": join_words(stale)}
    return lead.strip()


def _parts(facts: Facts, health: HealthFacts) -> Table:
    rows = [_metric_row(metric, health) for metric in health.metrics]
    if health.score is not None:
        total = sum(metric.points for metric in health.metrics)
        before = _("%(quarter)s: %(score)s, coverage %(coverage)s") % {
            "quarter": quarter_short(facts, before=True),
            "score": format_score(health.score_before),
            "coverage": format_percent(health.coverage_before / 100),
        }
        whole = Cell(format_percent(100 if total or health.coverage else 0), strong=True)
        cells = (
            Cell(_("Score"), strong=True),
            band_cell(health.band, band_word(health.band), strong=True),
            Cell(_("%(own)s on %(low)s–%(high)s") % {
                "own": format_number((health.own or 0) / 1000, 2), "low": health.low, "high": health.high,
            }),
            whole,
            Cell(format_score(health.score), strong=True),
            Cell(before),
        )  # fmt: skip
        rows.append(Row(cells, total=True))
    return Table(
        title=_("What makes up the score, and what moved since %(quarter)s") % {"quarter": quarter_short(facts, before=True)},
        unit=_("Points of 100 = scaled weight × (rating − lowest) ÷ (highest − lowest)"),
        columns=(
            Column(_("Metric"), 22), Column(_("Rating"), 13), Column(_("Reading"), 25),
            Column(_("Weight"), 10, end=True), Column(_("Points"), 15), Column(_("What moved"), 15),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _metric_row(metric: MetricFact, health: HealthFacts) -> Row:
    if metric.rating is None:
        words = _("Not measured")
        reading = metric.words or NONE
        if metric.is_stale and metric.age_days is not None:
            reading = _("%(words)s; %(age)s days old, counts for %(life)s") % {
                "words": metric.words or _("Last reading"),
                "age": format_number(metric.age_days),
                "life": format_number(metric.shelf_life_days),
            }
        rating = band_cell(Band.UNKNOWN, words, _was(metric))
        weight = Cell(NONE, _("of %(share)s") % {"share": format_percent(metric.weight / 100)})
        return Row(
            (
                Cell(metric.label, strong=True),
                rating,
                Cell(reading),
                weight,
                Cell(NONE),
                _moved(metric, health),
            )
        )
    rating = band_cell(_rating_band(metric.rating, health), str(metric.rating), _was(metric))
    weight, points = _share(metric, health)
    reading = metric.words or _("Assessed by us")
    return Row(
        (Cell(metric.label, strong=True), rating, Cell(reading), weight, points, _moved(metric, health))
    )


def _rating_band(rating: int, health: HealthFacts) -> str:
    """The lowest rating is a worry, the highest is good, those between are watched."""
    if rating <= health.low:
        return Band.AT_RISK
    return Band.HEALTHY if rating >= health.high else Band.MONITOR


def _was(metric: MetricFact) -> str:
    if metric.rating == metric.rating_before:
        return ""
    if metric.rating_before is None:
        return _("was not measured")
    return _("was %(rating)s") % {"rating": metric.rating_before}


def _share(metric: MetricFact, health: HealthFacts) -> tuple[Cell, Cell]:
    """Weight and points; without a score nothing is scaled up and nothing is gained."""
    if health.score is None:
        return Cell(format_percent(metric.weight / 100)), Cell(NONE)
    scaled = format_percent(metric.scaled_weight / 100, 0 if metric.scaled_weight % 100 == 0 else 1)
    of = _("of %(share)s") % {"share": format_percent(metric.weight / 100)}
    weight = Cell(scaled, of if metric.weight != metric.scaled_weight else "")
    return weight, Cell(
        format_number(metric.points / 1000, 1), svg=points_bar(metric.points, metric.scaled_weight)
    )


def _moved(metric: MetricFact, health: HealthFacts) -> Cell:
    """In points where both quarters have a score, else in ratings."""
    if metric.rating == metric.rating_before and metric.points == metric.points_before:
        return Cell(_("No change"))
    if metric.rating_before is None:
        return Cell(_("New") if metric.rating is not None else _("No change"))
    if health.score is None or health.score_before is None:
        now = NONE if metric.rating is None else str(metric.rating)
        change = (
            _("No change") if metric.rating == metric.rating_before else f"{metric.rating_before} → {now}"
        )
        return Cell(change)
    if metric.rating is None:
        return Cell(_("Lost its %(n)s points") % {"n": format_number(metric.points_before / 1000, 1)})
    apart = metric.points - metric.points_before
    if not apart:
        return Cell(_("No change"))
    return Cell(f"{'↑' if apart > 0 else '↓'} {format_number(abs(apart) / 1000, 1)}")
