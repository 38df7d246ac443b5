"""What the customer answered to surveys, as a table of the chapter of support and satisfaction."""

from django.utils.translation import gettext as _

from core.text import NONE, format_number, format_percent
from reports.facts import Facts, VoiceFact
from reports.qbr.blocks import Block, Box, Cell, Column, Row, Table
from reports.qbr.words import quarter_short

NPS = "nps"


def voice_blocks(facts: Facts) -> tuple[Block, ...]:
    """The surveys of the quarter, each beside the quarter before; where there was none, that it is not measured."""
    if not facts.voice:
        words = _("No survey of this quarter is recorded. They are left out, not counted as zero.")
        return (Box(_("NPS and effort are not measured."), words),)
    return (
        Table(
            title=_("What people answered"),
            columns=(
                Column(_("Survey"), 22), Column(quarter_short(facts), 16, end=True),
                Column(quarter_short(facts, before=True), 16, end=True), Column(_("Answers"), 12, end=True),
                Column(_("95 percent lie between"), 34, end=True),
            ),
            rows=tuple(_row(one) for one in facts.voice),
        ),
    )  # fmt: skip


def _row(one: VoiceFact) -> Row:
    label = _("NPS, −100 to 100") if one.kind == NPS else _("CSAT, answers of 4 and 5")
    span = (
        _("%(low)s and %(high)s") % {"low": _value(one, one.low), "high": _value(one, one.high)}
        if one.low is not None
        else NONE
    )
    return Row(
        (
            Cell(label),
            Cell(_value(one, one.value), strong=True),
            Cell(_value(one, one.before)),
            Cell(format_number(one.answers)),
            Cell(span),
        )
    )


def _value(one: VoiceFact, value: int | None) -> str:
    if value is None:
        return _("not measured")
    if one.kind == NPS:
        return format_number(round(value / 1000), signed=True)
    return format_percent(value / 1000)
