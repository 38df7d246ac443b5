"""The chapter of support: tickets by week, what was done in the quarter, satisfaction."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NONE, format_date, format_number, format_percent
from reports.choices import Section
from reports.facts import Facts, QuarterTickets, TicketFigures
from reports.qbr.blocks import Block, Box, Cell, Chapter, Column, Drawing, Row, Table
from reports.qbr.charts import ticket_chart
from reports.qbr.drafts import support_claim
from reports.qbr.multiples import share_bar
from reports.qbr.voice import voice_blocks
from reports.qbr.words import duration, quarter_short, quarter_words
from reports.rules import quarter_named


def support_chapter(facts: Facts) -> Chapter:
    """Tickets by week, what was promised by what was done, satisfaction."""
    support, name = facts.support, str(Section.SUPPORT.label)
    if not support.has_source:
        box = Box(_("Support is not measured."), _("No tickets were brought in by the end of the quarter."))
        heard = voice_blocks(facts) if facts.voice else ()
        return Chapter(Section.SUPPORT, name, "", "", (box, *heard))
    spoken = _("Bar chart of tickets opened by week; %(n)s in the quarter.") % {"n": support.now.opened}
    blocks: tuple[Block, ...] = (
        Drawing(
            _("Tickets opened per week"),
            ticket_chart(support.weeks, facts.first, spoken),
            _("18 weeks to %(day)s; this quarter dark") % {"day": format_date(facts.as_of)},
        ),
        _service(facts),
        *_quarters(facts),
        *voice_blocks(facts),
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


def _quarters(facts: Facts) -> tuple[Table, ...]:
    """The last four quarters, where an earlier one has something to tell."""
    told = facts.support.quarters
    if not any(one.figures.opened or one.figures.solved or one.figures.answers for one in told[:-1]):
        return ()
    rows = tuple(_quarter_row(one, is_last=one is told[-1]) for one in told)
    return (
        Table(
            title=_("Four quarters"),
            columns=(
                Column(_("Quarter"), 20), Column(_("Opened"), 12, end=True), Column(_("Solved"), 12, end=True),
                Column(_("Escalated"), 14, end=True), Column(_("CSAT, answers of 4 and 5"), 28),
                Column(_("Answers"), 14, end=True),
            ),
            rows=rows,
        ),
    )  # fmt: skip


def _quarter_row(one: QuarterTickets, *, is_last: bool) -> Row:
    found, figures = quarter_named(one.period), one.figures
    share = 100 * figures.positive / figures.answers if figures.answers else None
    csat = (
        Cell(_("not measured"))
        if share is None
        else Cell(format_percent(share), svg=share_bar(share), strong=is_last)
    )
    return Row(
        (
            Cell(quarter_words(found) if found else one.period, strong=is_last),
            Cell(format_number(figures.opened), strong=is_last),
            Cell(format_number(figures.solved)),
            Cell(format_number(figures.escalated)),
            csat,
            Cell(format_number(figures.answers)),
        )
    )


def _within(figures: TicketFigures) -> str:
    return format_percent(100 * figures.within_day / figures.responses if figures.responses else None)


def _answered(figures: TicketFigures) -> str:
    return _("of %(n)s") % {"n": format_number(figures.responses)} if figures.responses else ""


def _csat(figures: TicketFigures) -> str:
    return format_percent(100 * figures.positive / figures.answers if figures.answers else None)


def _answers(figures: TicketFigures) -> str:
    words = ngettext("%(n)s answer", "%(n)s answers", figures.answers)
    return words % {"n": format_number(figures.answers)} if figures.answers else ""
