"""The cover: a picture made of real data, the people, the snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import format_date, format_score
from reports.facts import Facts
from reports.models import QbrSnapshot
from reports.qbr.charts import cover_chart
from reports.qbr.multiples import cover_lines
from reports.qbr.words import known_weeks, usage_figure, usage_unit


@dataclass(frozen=True)
class Cover:
    picture: SafeString | str
    caption: str
    rows: tuple[tuple[str, str], ...]


def cover_of(facts: Facts, snapshot: QbrSnapshot, moment: str, edition: str) -> Cover:
    """Of a snapshot; rows without words are left out."""
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
    """Features by week, else use by week where it is measured, else the score; nothing where neither is."""
    usage, health = facts.usage, facts.health
    if usage is not None and len(usage.series) > 2:
        what = (
            _("Uses a week by feature")
            if usage.unit == "uses"
            else _("Features, share of the week’s active users")
        )
        caption = _("%(what)s, 18 weeks to %(day)s") % {"what": what, "day": format_date(facts.as_of)}
        return cover_lines(usage, caption), caption
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
