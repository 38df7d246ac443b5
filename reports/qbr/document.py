"""The whole document of one snapshot: cover, summary with five figures, chapters, definitions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.pdf import Printed, print_pdf
from core.text import format_date, format_number, format_percent, format_score, format_time, join_words
from reports.choices import SECTIONS, Edition, Section
from reports.facts import Facts, thawed
from reports.models import QbrSnapshot
from reports.qbr.around import (
    actions_chapter,
    corrective_chapter,
    people_chapter,
    renewal_chapter,
    value_chapter,
)
from reports.qbr.blocks import Chapter
from reports.qbr.branding import LOGO, Logo, accents_of, logo_bytes, logo_of, sheet_of
from reports.qbr.charts import cover_chart
from reports.qbr.drawing import accents
from reports.qbr.measured import health_chapter, support_chapter, usage_chapter
from reports.qbr.words import (
    band_word,
    known_weeks,
    quarter_long,
    quarter_short,
    short_name,
    usage_figure,
    usage_unit,
)

STYLESHEET = "print/review.css"


@dataclass(frozen=True)
class Figure:
    """A key figure: now, its change in words, and the last quarter's."""

    label: str
    value: str
    change: str
    before: str


@dataclass(frozen=True)
class Cover:
    picture: SafeString | str
    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Document:
    """What templates/reports/print/document.html draws."""

    language: str
    paper: str
    title: str
    workspace: str
    account: str
    period: str
    head_left: str
    head_right: str
    foot_left: str
    edition: str
    cover: Cover
    claim: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    decision: str
    decision_rows: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    definitions: tuple[tuple[str, str], ...]
    snapshot: tuple[tuple[str, str], ...]
    code: str
    logo: Logo | None = None
    sheet: SafeString | str = ""

    @property
    def appendix_flows(self) -> bool:
        """Whether the appendix begins on the page of the last chapter."""
        return bool(self.chapters) and self.chapters[-1].is_short


def document_html(snapshot: QbrSnapshot) -> str:
    """The document for print, in the snapshot's language; the same snapshot gives the same text."""
    with override(snapshot.language):
        return render_to_string("reports/print/document.html", {"document": document_of(snapshot)})


def print_review(snapshot: QbrSnapshot, html: str) -> Printed:
    """The PDF of document_html(snapshot): always the same bytes. Raises PdfFailed. Asks no database."""
    logo = logo_bytes(thawed(snapshot.data).brand)
    return print_pdf(
        html, stylesheet=STYLESHEET, identifier=snapshot.code, pictures={LOGO: logo} if logo else {}
    )


def document_of(snapshot: QbrSnapshot) -> Document:
    """The snapshot in finished words, from itself alone. To be called in the snapshot's language."""
    facts = thawed(snapshot.data)
    with accents(*accents_of(facts.brand)):
        return _document(facts, snapshot)


def _document(facts: Facts, snapshot: QbrSnapshot) -> Document:
    chapters = _chapters(facts, snapshot)
    taken = snapshot.taken_at.astimezone(ZoneInfo(facts.zone))
    moment = f"{format_date(taken.date())}, {format_time(taken)} {taken.tzname()}"
    edition = str(snapshot.get_edition_display())
    decision_rows = [
        (_("Asked of"), snapshot.asked_of),
        (_("If yes"), snapshot.if_yes),
        (_("If no"), snapshot.if_no),
    ]
    return Document(
        language=snapshot.language,
        paper=snapshot.paper,
        title=_("Quarterly business review %(quarter)s: %(name)s") % {"quarter": quarter_short(facts), "name": facts.account},
        workspace=facts.workspace,
        account=facts.account,
        period=quarter_long(facts),
        head_left=_("Quarterly business review, %(quarter)s") % {"quarter": quarter_short(facts)},
        head_right=short_name(facts.account),
        foot_left=_("%(code)s · facts of %(day)s, taken %(moment)s · %(edition)s")
        % {"code": snapshot.code, "day": format_date(facts.as_of), "moment": moment, "edition": edition},
        edition=edition,
        cover=_cover(facts, snapshot, moment, edition),
        claim=snapshot.claim,
        sentences=tuple(sentence for sentence in snapshot.sentences if sentence),
        figures=_figures(facts),
        decision=snapshot.decision,
        decision_rows=tuple((label, words) for label, words in decision_rows if words),
        chapters=chapters,
        definitions=_definitions(facts),
        snapshot=_told(facts, snapshot, moment),
        code=snapshot.code,
        logo=logo_of(facts.brand, facts.workspace),
        sheet=sheet_of(facts.brand),
    )  # fmt: skip


def _chapters(facts: Facts, snapshot: QbrSnapshot) -> tuple[Chapter, ...]:
    wanted = [Section(key) for key in SECTIONS[snapshot.edition] if key in snapshot.sections]
    makers = {
        Section.VALUE: value_chapter,
        Section.HEALTH: health_chapter,
        Section.USAGE: usage_chapter,
        Section.SUPPORT: support_chapter,
        Section.PEOPLE: people_chapter,
        Section.RENEWAL: renewal_chapter,
        Section.CORRECTIVE: corrective_chapter,
    }
    found = [
        actions_chapter(facts, tuple(snapshot.actions)) if key == Section.ACTIONS else makers[key](facts)
        for key in wanted
    ]
    return tuple(
        replace(chapter, flows=place > 0 and found[place - 1].is_short) for place, chapter in enumerate(found)
    )


def _cover(facts: Facts, snapshot: QbrSnapshot, moment: str, edition: str) -> Cover:
    picture, caption = _picture(facts)
    people = " · ".join(
        ", ".join(part for part in (person.name, person.title) if part) for person in facts.people[:4]
    )
    owners = " · ".join(f"{owner.name}, {owner.role}" for owner in facts.owners)
    rows = [
        (_("Meeting"), snapshot.meeting),
        (_("Prepared for"), people),
        (_("Prepared by"), owners),
        (_("Data snapshot"), _("%(code)s, taken %(moment)s. %(edition)s.") % {"code": snapshot.code, "moment": moment, "edition": edition}),
    ]  # fmt: skip
    return Cover(picture, caption, tuple((label, words) for label, words in rows if words))


def _picture(facts: Facts) -> tuple[SafeString | str, str]:
    """Use by week where it is measured, else the score; nothing where neither is."""
    usage, health = facts.usage, facts.health
    if usage is not None and len(known_weeks(usage)) > 1:
        values: Sequence[float | None] = [week.value for week in usage.weeks]
        caption, last = usage_unit(usage), usage_figure(usage, known_weeks(usage)[-1].value)
    elif health is not None and sum(1 for week in health.weeks if week.score is not None) > 1:
        values = [None if week.score is None else week.score / 1000 for week in health.weeks]
        caption, last = _("Health score of 100"), format_score(health.score)
    else:
        return "", ""
    caption = _("%(what)s, 18 weeks to %(day)s") % {"what": caption, "day": format_date(facts.as_of)}
    return cover_chart(values, last, caption), caption


def _figures(facts: Facts) -> tuple[Figure, ...]:
    """Five: health, use, licences or people, tickets, satisfaction."""
    quarter, now, before = quarter_short(facts, before=True), facts.support.now, facts.support.before
    figures = [_health_figure(facts, quarter), *_usage_figures(facts, quarter)]
    has = facts.support.has_source
    figures.append(
        Figure(
            _("Tickets opened"),
            format_number(now.opened if has else None),
            _apart(now.opened - before.opened) if has else _("not measured"),
            f"{quarter}: {format_number(before.opened if has else None)}",
        )
    )
    csat = 100 * now.positive / now.answers if now.answers else None
    csat_before = 100 * before.positive / before.answers if before.answers else None
    figures.append(
        Figure(
            _("CSAT, %(n)s answers") % {"n": format_number(now.answers)},
            format_percent(csat),
            _points(csat, csat_before),
            f"{quarter}: {format_percent(csat_before)}",
        )
    )
    return tuple(figures[:5])


def _health_figure(facts: Facts, quarter: str) -> Figure:
    health = facts.health
    if health is None:
        return Figure(_("Health score of 100"), format_score(None), _("not measured"), "")
    label = _("Health score of 100, coverage %(share)s") % {"share": format_percent(health.coverage / 100)}
    known = health.score is not None and health.score_before is not None
    change = band_word(health.band)
    if known:
        apart = (health.score or 0) - (health.score_before or 0)
        words = _("%(n)s higher") if apart > 0 else _("%(n)s lower") if apart < 0 else _("unchanged")
        change = words % {"n": format_number(abs(apart) / 1000, 1)} if apart else words
    before = f"{quarter}: {format_score(health.score_before)}"
    if health.score_before is not None:
        before += f" · {band_word(health.band_before)}"
    return Figure(label, format_score(health.score), change, before)


def _usage_figures(facts: Facts, quarter: str) -> list[Figure]:
    usage = facts.usage
    if usage is None:
        gap = Figure(_("Use of the product"), format_number(None), _("not measured"), "")
        return [gap, Figure(_("People on the list"), format_number(len(facts.people)), "", "")]
    label = _("Uses in the quarter") if usage.unit == "uses" else _("Active users in the quarter")
    whole = Figure(
        label,
        format_number(usage.total),
        _apart(usage.total - usage.total_before),
        f"{quarter}: {format_number(usage.total_before)}",
    )
    weeks = known_weeks(usage)
    last = weeks[-1] if weeks else None
    median = usage_figure(usage, last.median if last else None)
    value = usage_figure(usage, last.value if last else None)
    labels = {
        "share": _("Seats in use, last week"),
        "users": _("Active users, last week"),
        "uses": _("Uses in the last week"),
    }
    bare = format_number(last.value if last else None)
    week = Figure(
        labels[usage.unit],
        value if usage.unit == "share" else bare,
        _("median %(value)s") % {"value": median},
        _("seats: %(n)s") % {"n": format_number(usage.seats)} if usage.seats else "",
    )
    return [whole, week]


def _apart(apart: int) -> str:
    if not apart:
        return _("unchanged")
    return (_("%(n)s more") if apart > 0 else _("%(n)s fewer")) % {"n": format_number(abs(apart))}


def _points(now: float | None, before: float | None) -> str:
    if now is None:
        return _("not measured")
    if before is None:
        return _("no figure before")
    apart = round(now) - round(before)
    if not apart:
        return _("unchanged")
    return (_("%(n)s points higher") if apart > 0 else _("%(n)s points lower")) % {"n": abs(apart)}


def _definitions(facts: Facts) -> tuple[tuple[str, str], ...]:
    health = facts.health
    low, high = (health.low, health.high) if health else (1, 3)
    return (
        (_("Health score"), _("Sum of rating × weight over the known metrics ÷ sum of their weights, on %(low)s–%(high)s; shown as 0–100") % {"low": low, "high": high}),
        (_("Coverage"), _("Share of the weights whose metric is known. Too little, and there is no score")),
        (_("Not measured"), _("No reading, or one older than its shelf life. Never shown as zero, never counted")),
        (_("Active users"), _("Different people with at least one use in seven days, or in the quarter where it says so")),
        (_("Median, best"), _("Of all customers with use in the same time, from five on and none named; best: where the top tenth starts")),
        (_("Paid on time"), _("Invoices paid by their due day ÷ invoices due in the twelve months before")),
        (_("CSAT"), _("Answers of 4 and 5 of 5 ÷ all answers")),
        (_("Term ends"), _("The last day of the current term; that day belongs to it")),
    )  # fmt: skip


def _told(facts: Facts, snapshot: QbrSnapshot, moment: str) -> tuple[tuple[str, str], ...]:
    period = _("%(first)s to %(last)s") % {
        "first": format_date(facts.first),
        "last": format_date(facts.as_of),
    }
    if facts.is_running:
        period += ". " + _("The quarter was still running")
    if snapshot.edition == Edition.CUSTOMER:
        left_out = _("Customer edition: no stances, forecasts, churn risk or internal notes")
    else:
        left_out = _("Internal edition: not to be handed to the customer")
    if not facts.has_money:
        left_out += ". " + _("Amounts are hidden")
    rows = [
        (_("Taken"), _("%(moment)s, frozen; the review can be made again from it, figure for figure") % {"moment": moment}),
        (_("Period"), period),
        (_("Missing"), join_words(_missing(facts)) or _("Nothing that was asked for")),
        (_("Scorecard"), facts.health.card if facts.health else _("None published")),
        (_("Left out"), left_out),
    ]  # fmt: skip
    return tuple(rows)


def _missing(facts: Facts) -> list[str]:
    found = [_("outcomes and their value")]
    if facts.health is None or facts.health.score is None:
        found.append(_("health score"))
    else:
        found += [metric.label for metric in facts.health.metrics if metric.rating is None]
    if facts.usage is None:
        found.append(_("use of the product"))
    if not facts.support.has_source:
        found.append(_("support tickets"))
    return [*found, _("NPS")]
