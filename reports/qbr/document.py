"""The whole document of one snapshot: cover, summary with five figures, chapters, definitions."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.pdf import Printed, print_pdf
from core.text import NONE, format_date, format_time
from reports.choices import SECTIONS, Section
from reports.facts import Facts, thawed
from reports.models import QbrSnapshot
from reports.qbr.appendix import definitions, told_of_snapshot
from reports.qbr.around import actions_chapter, corrective_chapter, renewal_chapter
from reports.qbr.blocks import Chapter
from reports.qbr.branding import accents_of
from reports.qbr.cover import Cover, cover_of
from reports.qbr.drawing import accents
from reports.qbr.figures import Figure, figures_of
from reports.qbr.health import health_chapter
from reports.qbr.people import people_chapter
from reports.qbr.plan import value_chapter
from reports.qbr.support import support_chapter
from reports.qbr.usage import usage_chapter
from reports.qbr.words import quarter_long, quarter_short, short_name
from workspaces.printing import LOGO, Logo, logo_bytes, logo_of, sheet_of

STYLESHEET = "print/review.css"


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
        cover=cover_of(facts, snapshot, moment, edition),
        claim=snapshot.claim,
        sentences=tuple(sentence for sentence in snapshot.sentences if sentence),
        figures=figures_of(facts),
        decision=snapshot.decision,
        decision_rows=tuple((label, words) for label, words in decision_rows if words),
        chapters=chapters,
        definitions=definitions(facts),
        snapshot=told_of_snapshot(facts, snapshot, moment),
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
    # Each begins where the one before ended if it fits there whole, so that no page is left half empty; the first
    # one only if it has nothing to show.
    return tuple(
        replace(chapter, leads=_leads(facts, chapter.key), flows=place > 0 or chapter.is_short)
        for place, chapter in enumerate(found)
    )


def _leads(facts: Facts, key: str) -> str:
    """Who of ours speaks to a chapter: contracts are the renewal or account manager's, all else the CSM's."""
    held = {owner.key: owner.name for owner in facts.owners}
    wanted = ("rm", "am", "csm", "dm") if key == Section.RENEWAL else ("csm", "am", "rm", "dm")
    return next((held[role] for role in wanted if role in held), NONE)
