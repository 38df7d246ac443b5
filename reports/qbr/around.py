"""The chapters of what was agreed: contracts, actions, and our own check-in."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NONE, format_date, format_money, format_number, format_percent, format_score
from health.choices import Band
from reports.choices import Section
from reports.facts import ClosingFact, Facts, InternalFacts, LineFact, RenewalFact
from reports.qbr.blocks import Block, Box, Cell, Chapter, Column, Drawing, Row, Table, texts
from reports.qbr.charts import renewal_chart
from reports.qbr.words import quarter, quarter_alone, quarter_short, quarter_words, renewal_outcome
from reports.rules import quarter_named


def renewal_chapter(facts: Facts) -> Chapter:
    """The way to the next renewal, and what is bought."""
    name, renewal = str(Section.RENEWAL.label), facts.renewal
    blocks: list[Block] = []
    claim = lead = ""
    if renewal is not None:
        named = {"contract": renewal.name, "end": format_date(renewal.ends_on, "full")}
        claim = (
            _("Contract %(contract)s renews itself on %(end)s")
            if renewal.renews
            else _("Contract %(contract)s ends on %(end)s and needs a decision")
        ) % named
        lead = _renewal_lead(renewal, facts)
        title = _("The way to the end of the term")
        unit = _("Contract %(contract)s, %(start)s to %(end)s") % {
            "contract": renewal.name, "start": format_date(renewal.starts_on), "end": format_date(renewal.ends_on),
        }  # fmt: skip
        spoken = _("Time line with the milestones before %(end)s.") % {"end": format_date(renewal.ends_on)}
        source = _("Milestones count back from the end date, in the time zone %(zone)s.") % {
            "zone": facts.zone
        }
        blocks.append(Drawing(title, renewal_chart(renewal, facts.as_of, spoken), unit, source))
    else:
        blocks.append(
            Box(_("No renewal ahead."), _("No open contract has a term long enough for renewal milestones."))
        )
    if facts.closings:
        blocks.append(_closings(facts))
    if facts.lines:
        blocks.append(_lines(facts))
    else:
        blocks.append(
            Box(_("No open contract."), _("No contract ran on %(day)s.") % {"day": format_date(facts.as_of)})
        )
    if facts.invoices:
        blocks.append(_invoices(facts))
    return Chapter(Section.RENEWAL, name, claim, lead, tuple(blocks))


def _closings(facts: Facts) -> Table:
    """How the renewals came out that were closed in the quarter."""
    rows = tuple(
        Row(
            (
                Cell(one.name or NONE, strong=True),
                Cell(format_date(one.ended_on)),
                Cell(renewal_outcome(one.outcome)),
                Cell(format_date(one.until)),
                Cell(format_date(one.closed_on)),
                Cell(_closed_amount(one, facts), strong=True),
            )
        )
        for one in facts.closings
    )
    return Table(
        title=_("Renewals closed in the quarter"),
        unit=_("Price of a year when due, and as renewed"),
        columns=(
            Column(_("Contract"), 20), Column(_("Term ended"), 14), Column(_("Outcome"), 20),
            Column(_("Until"), 14), Column(_("Decided"), 14), Column(_("A year"), 18, end=True),
        ),
        rows=rows,
    )  # fmt: skip


def _closed_amount(one: ClosingFact, facts: Facts) -> str:
    if not facts.has_money:
        return _("hidden")
    due = format_money(one.due, one.currency)
    return due if one.renewed in (None, one.due) else f"{due} → {format_money(one.renewed, one.currency)}"


def _invoices(facts: Facts) -> Table:
    """How the quarter's invoices were paid."""
    rows = tuple(
        Row(
            (
                Cell(one.currency, strong=True),
                *(Cell(format_number(count)) for count in (one.due, one.on_time, one.late, one.unpaid)),
                Cell(format_money(one.amount, one.currency), strong=True),
            )
        )
        for one in facts.invoices
    )
    return Table(
        title=_("Invoices due in the quarter"),
        unit=_("As they stood on %(day)s; amounts with tax") % {"day": format_date(facts.as_of)},
        columns=(
            Column(_("Currency"), 16), Column(_("Due invoices"), 16, end=True),
            Column(_("Paid on time"), 16, end=True), Column(_("Paid late"), 16, end=True),
            Column(_("Not paid"), 16, end=True), Column(_("Amount"), 20, end=True),
        ),
        rows=rows,
    )  # fmt: skip


def _renewal_lead(renewal: RenewalFact, facts: Facts) -> str:
    """How many days are left, and by when notice has to be given."""
    days = (renewal.ends_on - facts.as_of).days
    left = ngettext("%(n)s day is left", "%(n)s days are left", days) % {"n": format_number(days)}
    if renewal.notice_on is None:
        return _("%(left)s on %(day)s; no notice period is recorded.") % {
            "left": left, "day": format_date(facts.as_of),
        }  # fmt: skip
    named = {"left": left, "day": format_date(facts.as_of), "notice": format_date(renewal.notice_on, "full")}
    if renewal.notice_on < facts.as_of:
        return _("%(left)s on %(day)s; notice was due by %(notice)s.") % named
    return _("%(left)s on %(day)s; notice is due by %(notice)s.") % named


def _lines(facts: Facts) -> Table:
    rows = [Row(_line(line, facts)) for line in facts.lines]
    currencies = {line.currency for line in facts.lines}
    seats = format_number(sum(line.seats for line in facts.lines))
    used = facts.usage.weeks[-1].value if facts.usage and facts.usage.unit == "share" else None
    in_use = _("%(share)s in use") % {"share": format_percent(used)} if used is not None else ""
    if len(currencies) == 1:
        amounts = [line.arr or 0 for line in facts.lines]
        whole = format_money(sum(amounts), currencies.pop()) if facts.has_money else _("hidden")
        rows.append(
            Row(
                (
                    Cell(_("Together"), strong=True),
                    Cell(),
                    Cell(seats, in_use, strong=True),
                    Cell(),
                    Cell(),
                    Cell(whole, strong=True),
                ),
                total=True,
            )
        )
    return Table(
        title=_("What is bought"),
        unit=_("Open on %(day)s; price of a year without tax") % {"day": format_date(facts.as_of)},
        columns=(
            Column(_("Contract"), 20), Column(_("Product"), 22), Column(_("Seats"), 10, end=True),
            Column(_("Term ends"), 14), Column(_("Then"), 18), Column(_("A year"), 16, end=True),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _line(line: LineFact, facts: Facts) -> tuple[Cell, ...]:
    amount = format_money(line.arr, line.currency) if facts.has_money else _("hidden")
    then = _("decided") if line.decided else _("renews itself") if line.renews else _("needs a decision")
    return (
        Cell(line.name or NONE, strong=True),
        Cell(line.product or NONE),
        Cell(format_number(line.seats) if line.seats else NONE),
        Cell(format_date(line.term_ends_on)),
        Cell(then if line.term_ends_on else NONE),
        Cell(amount),
    )


def corrective_chapter(facts: Facts) -> Chapter:
    """Our own page: what moved in revenue, who left or came back, what would lift the score and who answers for it."""
    inside = facts.internal
    assert inside is not None
    blocks: list[Block] = [_revenue(facts, inside)]
    if inside.churns:
        rows = tuple(Row((Cell(words),)) for words in inside.churns)
        blocks.append(Table(_("Left and came back in the quarter"), (Column(_("Record"), 100),), rows))
    if inside.lift:
        blocks.append(_lift(facts, inside))
    else:
        blocks.append(Box(_("No corrective action follows from the score."), _why_no_lift(facts)))
    return Chapter(Section.CORRECTIVE, str(Section.CORRECTIVE.label), "", "", tuple(blocks))


def _why_no_lift(facts: Facts) -> str:
    health = facts.health
    if health is None or health.score is None:
        return _("There is no score: too little of it is measured.")
    if health.band == Band.HEALTHY:
        return _("It stands at %(score)s, which is healthy.") % {"score": format_score(health.score)}
    return _("No single change of a metric reaches the next band.")


def _revenue(facts: Facts, inside: InternalFacts) -> Table:
    def money(amount: int | None) -> str:
        return format_money(amount, facts.currency) if facts.has_money else _("hidden")

    rows = (
        (_("ARR on %(day)s") % {"day": format_date(facts.as_of)}, "", money(inside.arr)),
        (_("ARR at the end of %(quarter)s") % {"quarter": quarter_short(facts, before=True)}, "", money(inside.arr_before)),
        (_("Contracts begun"), format_number(inside.contracts_begun), money(inside.begun_amount)),
        (_("Contracts ended or cancelled"), format_number(inside.contracts_ended), money(inside.ended_amount)),
    )  # fmt: skip
    source = ""
    if inside.foreign:
        source = ngettext(
            "%(n)s contract in another currency is not summed.",
            "%(n)s contracts in another currency are not summed.",
            inside.foreign,
        ) % {"n": inside.foreign}
    return Table(
        title=_("Upsell, cross-sell and loss"),
        columns=(
            Column(_("Figure"), 56),
            Column(_("Number"), 16, end=True),
            Column(_("A year"), 28, end=True),
        ),
        rows=tuple(
            Row((Cell(label), Cell(n or NONE), Cell(amount, strong=True))) for label, n, amount in rows
        ),
        unit=_("Amounts in %(currency)s") % {"currency": facts.currency},
        source=source,
    )


def _lift(facts: Facts, inside: InternalFacts) -> Table:
    owner = facts.owners[0].name if facts.owners else _("nobody yet")
    rows = tuple(
        Row(
            (
                Cell(step.label, strong=True),
                Cell(_("from rating %(low)s to %(high)s") % {"low": step.low, "high": step.high}),
                Cell(f"+{format_number(step.gain / 1000, 1)}"),
                Cell(owner),
            )
        )
        for step in inside.lift
    )
    return Table(
        title=_("Corrective actions: what would lift the score to %(score)s") % {"score": format_score(inside.projected)},
        columns=(Column(_("Metric"), 36), Column(_("Change"), 28), Column(_("Points"), 12, end=True), Column(_("Owner"), 24)),
        rows=rows,
        unit=_("The smallest change that reaches the next band"),
    )  # fmt: skip


def actions_chapter(facts: Facts, new: tuple[str, ...]) -> Chapter:
    """Items of the last review, and those proposed now. An item is written as "what | who | by when"."""
    blocks: list[Block] = []
    before = quarter_named(facts.last_period)
    words = quarter_words(before) if before else ""
    if facts.last_actions:
        title = _("Agreed in the review of %(quarter)s") % {"quarter": words}
        blocks.append(_items(title, quarter_alone(before) if before else "", facts.last_actions))
    elif before is not None:
        said = _("The review of %(quarter)s closed without any.") % {"quarter": words}
        blocks.append(Box(_("No action items from the last review."), said))
    else:
        blocks.append(
            Box(
                _("No action items from the last review."),
                _("No earlier review of this account is recorded here."),
            )
        )
    if new:
        unit = _("To be agreed in the meeting")
        blocks.append(_items(_("Proposed now"), quarter_alone(quarter(facts)), new, unit))
    else:
        blocks.append(Box(_("None proposed."), _("Items agreed in the meeting are added in the minutes.")))
    return Chapter(
        Section.ACTIONS, str(Section.ACTIONS.label), _actions_claim(facts, words, len(new)), "", tuple(blocks)
    )


def _actions_claim(facts: Facts, words: str, new: int) -> str:
    """How many were agreed and how many are proposed; empty without any."""
    last = len(facts.last_actions)
    if not last and not new:
        return ""
    proposed = ngettext("%(n)s action is proposed", "%(n)s actions are proposed", new) % {
        "n": format_number(new)
    }
    agreed = ngettext("%(n)s was agreed in %(quarter)s", "%(n)s were agreed in %(quarter)s", last)
    named = {"n": format_number(last), "quarter": words}
    return f"{proposed}; {agreed % named}" if last else proposed


def _items(title: str, before: str, items: tuple[str, ...], unit: str = "") -> Table:
    rows = []
    for place, item in enumerate(items, 1):
        what, who, when = ([part.strip() for part in item.split("|")] + ["", "", ""])[:3]
        rows.append(Row((Cell(f"{before}-{place}", strong=True), *texts(what, who, when))))
    columns = (Column(_("No."), 9), Column(_("Action"), 51), Column(_("Owner"), 22), Column(_("Due"), 18))
    return Table(title, columns, tuple(rows), unit)
