"""The chapters that are measured: health, use, support."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NONE, format_date, format_number, format_percent, format_score, join_words
from health.choices import Band
from reports.choices import Section
from reports.facts import Facts, HealthFacts, MetricFact, TicketFigures
from reports.qbr.blocks import Block, Box, Cell, Chapter, Column, Drawing, Row, Table, band_cell
from reports.qbr.charts import feature_chart, points_bar, score_chart, ticket_chart, usage_chart
from reports.qbr.drafts import claim, support_claim, usage_claim, usage_sentence
from reports.qbr.words import (
    band_word,
    duration,
    known_weeks,
    quarter_short,
    short_name,
    usage_figure,
    usage_unit,
)

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
        found.append(Drawing(title, score_chart(health, spoken), _("Score of 100, by week"), source))
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


def usage_chapter(facts: Facts) -> Chapter:
    """Weeks and features beside the rest of the book."""
    usage = facts.usage
    name = str(Section.USAGE.label)
    if usage is None:
        box = Box(
            _("Use is not measured."), _("No use of the product was recorded by the end of the quarter.")
        )
        return Chapter(Section.USAGE, name, "", "", (box,))
    blocks: list[Block] = []
    peers = ngettext("%(n)s customer", "%(n)s customers", usage.peers) % {"n": format_number(usage.peers)}
    if known_weeks(usage):
        spoken = _("Line chart of use by week; the last week shows %(now)s, the median is %(median)s.") % {
            "now": usage_figure(usage, usage.weeks[-1].value),
            "median": usage_figure(usage, usage.weeks[-1].median),
        }
        unit = _("18 weeks to %(day)s. Grey: median of the customers with use") % {
            "day": format_date(facts.as_of)
        }
        blocks.append(Drawing(usage_unit(usage), usage_chart(usage, spoken), unit))
    else:
        blocks.append(
            Box(
                _("No use in these 18 weeks."),
                _("Nobody of the account was seen in the product, or the source was silent."),
            )
        )
    if usage.features:
        named = usage.unit != "uses"
        unit = (
            _("Share of the active users who used it in the quarter") if named else _("Uses in the quarter")
        )
        spoken = _(
            "Chart of %(n)s features: the account beside the median and the best tenth of customers."
        ) % {"n": len(usage.features)}
        chart = feature_chart(
            usage.features, named=named, account=short_name(facts.account, 20), title=spoken
        )
        source = _("Held beside %(peers)s, none named; last column: apart from the median.") % {
            "peers": peers
        }
        blocks.append(Drawing(_("Features beside the median and the best"), chart, unit, source))
    return Chapter(Section.USAGE, name, usage_claim(facts), usage_sentence(usage), tuple(blocks))


def support_chapter(facts: Facts) -> Chapter:
    """Tickets by week, what was promised by what was done, satisfaction."""
    support, name = facts.support, str(Section.SUPPORT.label)
    if not support.has_source:
        box = Box(_("Support is not measured."), _("No tickets were brought in by the end of the quarter."))
        return Chapter(Section.SUPPORT, name, "", "", (box,))
    spoken = _("Bar chart of tickets opened by week; %(n)s in the quarter.") % {"n": support.now.opened}
    blocks: tuple[Block, ...] = (
        Drawing(
            _("Tickets opened per week"),
            ticket_chart(support.weeks, facts.first, spoken),
            _("18 weeks to %(day)s; this quarter dark") % {"day": format_date(facts.as_of)},
        ),
        _service(facts),
        Box(_("NPS and effort are not measured."), _("No survey of this quarter is recorded. They are left out, not counted as zero.")),
    )  # fmt: skip
    return Chapter(Section.SUPPORT, name, support_claim(facts), "", blocks)


def _service(facts: Facts) -> Table:
    now, before = facts.support.now, facts.support.before
    measures = (
        (_("Tickets opened"), format_number(now.opened), format_number(before.opened), ""),
        (_("Tickets solved"), format_number(now.solved), format_number(before.solved), ""),
        (_("Answered within one day"), _within(now), _within(before), _answered(now)),
        (_("Solved, median time"), duration(now.resolution_minutes), duration(before.resolution_minutes), ""),
        (_("Escalations"), format_number(now.escalated), format_number(before.escalated), ""),
        (_("Urgent tickets"), format_number(now.urgent), format_number(before.urgent), ""),
        (_("Open on %(day)s") % {"day": format_date(facts.as_of)}, format_number(now.open_at_end), format_number(before.open_at_end), ""),
        (_("CSAT, answers of 4 and 5"), _csat(now), _csat(before), _answers(now)),
    )  # fmt: skip
    return Table(
        title=_("Service of the quarter"),
        columns=(
            Column(_("Measure"), 46), Column(quarter_short(facts), 18, end=True),
            Column(quarter_short(facts, before=True), 18, end=True), Column(_("Counted"), 18, end=True),
        ),
        rows=tuple(
            Row((Cell(label), Cell(this, strong=True), Cell(last), Cell(note or NONE)))
            for label, this, last, note in measures
        ),
    )  # fmt: skip


def _within(figures: TicketFigures) -> str:
    return format_percent(100 * figures.within_day / figures.responses if figures.responses else None)


def _answered(figures: TicketFigures) -> str:
    return _("of %(n)s") % {"n": format_number(figures.responses)} if figures.responses else ""


def _csat(figures: TicketFigures) -> str:
    return format_percent(100 * figures.positive / figures.answers if figures.answers else None)


def _answers(figures: TicketFigures) -> str:
    words = ngettext("%(n)s answer", "%(n)s answers", figures.answers)
    return words % {"n": format_number(figures.answers)} if figures.answers else ""
