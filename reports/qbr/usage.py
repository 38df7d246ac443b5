"""The chapter of use: weeks and features beside the rest of the book."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NONE, format_date, format_number
from reports.choices import Section
from reports.facts import Facts, FeatureFact, SeriesFact, UsageFacts
from reports.qbr.blocks import Block, Box, Chapter, Drawing
from reports.qbr.charts import feature_chart, usage_chart
from reports.qbr.drafts import usage_claim, usage_sentence
from reports.qbr.multiples import series_chart, series_top
from reports.qbr.words import known_weeks, quarter, tick_number, usage_figure, usage_unit

WITH_SERIES = 8


def usage_chapter(facts: Facts) -> Chapter:
    """Weeks and features beside the rest of the book."""
    usage, name = facts.usage, str(Section.USAGE.label)
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
        unit = _(
            "18 weeks to %(day)s. Grey: median of the customers with use; dotted: where the best tenth starts"
        ) % {"day": format_date(facts.as_of)}
        blocks.append(Drawing(usage_unit(usage), usage_chart(usage, quarter(facts), spoken), unit))
    else:
        blocks.append(
            Box(
                _("No use in these 18 weeks."),
                _("Nobody of the account was seen in the product, or the source was silent."),
            )
        )
    if usage.series:
        blocks.append(_series(usage))
    if usage.features:
        blocks.append(_features(facts, usage, peers))
    return Chapter(Section.USAGE, name, usage_claim(facts), usage_sentence(usage), tuple(blocks))


def _series(usage: UsageFacts) -> Drawing:
    """The most used features week by week, on one scale."""
    named = usage.unit != "uses"
    spoken = _("Small charts of %(n)s features by week on one scale, each with the median and the best tenth: %(ends)s.") % {
        "n": format_number(len(usage.series)),
        "ends": "; ".join(_series_end(one, named) for one in usage.series),
    }  # fmt: skip
    top = tick_number(series_top(usage), named)
    what = (
        _("Share of the week’s active users, from 0 to %(top)s")
        if named
        else _("Uses a week, from 0 to %(top)s")
    ) % {"top": top}
    return Drawing(
        _("The features used most, week by week"),
        series_chart(usage, spoken),
        what + ". " + _("Grey: median; dotted: where the best tenth starts"),
    )


def _series_end(one: SeriesFact, named: bool) -> str:
    last = one.weeks[-1]
    now = NONE if last.value is None else tick_number(last.value, named)
    median = NONE if last.median is None else tick_number(last.median, named)
    return _("%(feature)s %(now)s, median %(median)s") % {"feature": one.label, "now": now, "median": median}


def _features(facts: Facts, usage: UsageFacts, peers: str) -> Drawing:
    """The quarter's features beside the median and the best tenth."""
    named = usage.unit != "uses"
    unit = _("Share of the active users who used it in the quarter") if named else _("Uses in the quarter")
    spoken = _("Chart of %(n)s features: the account beside the median and the best tenth of customers.") % {
        "n": len(usage.features)
    }
    # With the small charts above it the page holds fewer rows.
    shown = usage.features[: WITH_SERIES if usage.series else None]
    chart = feature_chart(shown, named=named, account=facts.account, title=spoken)
    source = _("Held beside %(peers)s, none named; last column: apart from the median.") % {"peers": peers}
    return Drawing(_features_claim(shown), chart, unit, source)


def _features_claim(features: Sequence[FeatureFact]) -> str:
    """How many of the features stand at the median or above."""
    held = [feature for feature in features if feature.median is not None]
    if not held:
        return _("Features of the quarter")
    level = sum(1 for feature in held if feature.median is not None and feature.value >= feature.median)
    words = ngettext(
        "%(n)s of %(all)s features at or above the median",
        "%(n)s of %(all)s features at or above the median",
        level,
    )
    return words % {"n": format_number(level), "all": format_number(len(held))}
