"""The people of both sides, and when they were in touch."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NONE, format_date, format_number
from reports.choices import Section
from reports.facts import Facts
from reports.qbr.blocks import Block, Box, Cell, Chapter, Column, Row, Table, texts
from reports.qbr.multiples import contact_strip


def people_chapter(facts: Facts) -> Chapter:
    """Who is who at the customer; a missing sponsor is a row and not a gap."""
    name = str(Section.PEOPLE.label)
    blocks: list[Block] = []
    if facts.people:
        blocks.append(_people(facts))
    else:
        blocks.append(
            Box(
                _("No contacts are recorded."),
                _("Name a sponsor and a champion, so that both sides know whom to ask."),
            )
        )
    if facts.contacts:
        blocks.append(_contacts(facts))
    elif facts.owners:
        rows = tuple(Row((Cell(owner.name, strong=True), Cell(owner.role))) for owner in facts.owners)
        title = _("Whom to ask at %(name)s") % {"name": facts.workspace}
        blocks.append(Table(title, (Column(_("Person"), 50), Column(_("Role"), 50)), rows))
    return Chapter(Section.PEOPLE, name, _people_claim(facts), "", tuple(blocks))


def _people_claim(facts: Facts) -> str:
    if not facts.people:
        return ""
    gaps = []
    if not any(person.is_sponsor for person in facts.people):
        gaps.append(_("nobody is named as sponsor"))
    if not any(person.is_c_level for person in facts.people):
        gaps.append(_("nobody of the C-level is on the list"))
    people = ngettext("%(n)s person", "%(n)s people", len(facts.people)) % {"n": len(facts.people)}
    if not gaps:
        return _("%(people)s on the list, sponsor and C-level among them") % {"people": people}
    return _("%(people)s on the list; %(gaps)s") % {"people": people, "gaps": ", ".join(gaps)}


def _contacts(facts: Facts) -> Table:
    """Who of us was in touch in which week; teams that look after the account stand without weeks."""
    spoke = {one.name for one in facts.contacts}
    rows = [
        Row(
            (
                Cell(one.name, strong=True),
                Cell(one.role or NONE),
                Cell(svg=contact_strip(one.weeks)),
                Cell(format_number(sum(1 for count in one.weeks if count))),
            )
        )
        for one in facts.contacts
    ]
    rows += [
        Row((Cell(owner.name, strong=True), Cell(owner.role), Cell(NONE), Cell(NONE)))
        for owner in facts.owners
        if owner.name not in spoke
    ]
    return Table(
        title=_("Whom to ask at %(name)s, and when we were in touch") % {"name": facts.workspace},
        unit=_("Weeks with a call, meeting or mail, 13 weeks to %(day)s") % {"day": format_date(facts.as_of)},
        columns=(
            Column(_("Person"), 30), Column(_("Role"), 32), Column(_("13 weeks"), 26),
            Column(_("Weeks"), 12, end=True),
        ),
        rows=tuple(rows),
        source=_("As recorded by us; what was not written down is not counted."),
    )  # fmt: skip


def _people(facts: Facts) -> Table:
    inside = facts.internal is not None
    columns = [
        Column(_("Person"), 28),
        Column(_("Position"), 30),
        Column(_("Role"), 22),
        Column(_("Level"), 20),
    ]
    if inside:
        columns = [
            Column(_("Person"), 22), Column(_("Position"), 22), Column(_("Role"), 17), Column(_("Level"), 13),
            Column(_("Influence"), 11), Column(_("Stance"), 15),
        ]  # fmt: skip
    rows = [
        Row(
            (
                Cell(person.name, strong=True),
                *texts(person.title, person.role, person.level),
                *(texts(person.influence, person.stance) if inside else ()),
            )
        )
        for person in facts.people
    ]
    if not any(person.is_sponsor for person in facts.people):
        empty = texts("", _("Sponsor"), "") + (texts("", "") if inside else ())
        rows.insert(0, Row((Cell(_("Nobody named"), tone="at-risk", mark="▲", strong=True), *empty)))
    return Table(_("People at %(name)s") % {"name": facts.account}, tuple(columns), tuple(rows))
