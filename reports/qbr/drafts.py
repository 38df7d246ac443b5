"""First words of a review, from its facts alone: what the facts do not say is left empty, never guessed."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_date, format_number, format_score
from reports.facts import Facts, UsageFacts, UsageWeek
from reports.qbr.words import band_word, known_weeks, quarter_short, usage_figure

DECISION_DAYS = 120


@dataclass(frozen=True)
class Drafts:
    """What the form offers; each may be empty."""

    claim: str
    sentences: tuple[str, str, str]
    decision: str
    asked_of: str


def drafts_of(facts: Facts) -> Drafts:
    """A claim, three sentences and the decision, as far as the facts carry them."""
    return Drafts(
        claim(facts) or usage_claim(facts),
        (_health(facts) or _tickets(facts), usage_sentence(facts.usage), _renewal(facts)),
        _decision(facts),
        next((person.name for person in facts.people if person.is_sponsor), ""),
    )


def claim(facts: Facts) -> str:
    """The score against that of the quarter before; empty where it is not known."""
    health = facts.health
    if health is None or health.score is None:
        return ""
    now, band = format_score(health.score), band_word(health.band)
    before = health.score_before
    named = {"score": now, "band": band, "before": format_score(before)}
    if before is None:
        return _("Health stands at %(score)s: %(band)s") % named
    if health.score == before:
        return _("Health holds at %(score)s: %(band)s") % named
    if health.score > before:
        return _("Health rose from %(before)s to %(score)s: %(band)s") % named
    return _("Health fell from %(before)s to %(score)s: %(band)s") % named


def _health(facts: Facts) -> str:
    """Which metric moved the most, in points."""
    health = facts.health
    if health is None or health.score is None or health.score_before is None:
        return ""
    moved = max(health.metrics, key=lambda metric: abs(metric.points - metric.points_before), default=None)
    if moved is None or moved.points == moved.points_before:
        return _("No metric of the health score moved since %(quarter)s.") % {
            "quarter": quarter_short(facts, before=True)
        }
    points = format_number(abs(moved.points - moved.points_before) / 1000, 1)
    named = {"metric": moved.label, "points": points, "quarter": quarter_short(facts, before=True)}
    if moved.points > moved.points_before:
        return _("%(metric)s gained most since %(quarter)s: %(points)s points of 100.") % named
    return _("%(metric)s lost most since %(quarter)s: %(points)s points of 100.") % named


def usage_sentence(usage: UsageFacts | None) -> str:
    """The last known week beside the peers' median; empty without either."""
    if usage is None:
        return ""
    weeks = known_weeks(usage)
    if not weeks:
        return ""
    last: UsageWeek = weeks[-1]
    if last.median is None or last.value is None:
        return ""
    named = {"now": usage_figure(usage, last.value), "median": usage_figure(usage, last.median)}
    if not last.value and not last.median:
        return _("The last week shows no use, as with at least half of the customers.")
    if not last.value:
        return _("The last week shows no use; the median is %(median)s.") % named
    if usage.unit == "share":
        above = _("%(now)s of the seats were in use in the last week, above the median of %(median)s.")
        below = _("%(now)s of the seats were in use in the last week, below the median of %(median)s.")
        level = _("%(now)s of the seats were in use in the last week, as at the median.")
    else:
        above = _("The last week shows %(now)s, above the median of %(median)s.")
        below = _("The last week shows %(now)s, below the median of %(median)s.")
        level = _("The last week shows %(now)s, level with the median.")
    return (above if last.value > last.median else below if last.value < last.median else level) % named


def usage_claim(facts: Facts) -> str:
    """Use in the quarter against the one before; empty without any."""
    usage = facts.usage
    if usage is None:
        return ""
    now, before = usage.total, usage.total_before
    if not now and not before:
        return ""
    named = {
        "now": format_number(now),
        "before": format_number(before),
        "quarter": quarter_short(facts, before=True),
    }
    if usage.unit == "uses":
        rose, fell = _("Use rose from %(before)s to %(now)s"), _("Use fell from %(before)s to %(now)s")
        same = _("Use holds at %(now)s")
    else:
        rose = _("Active users rose from %(before)s to %(now)s")
        fell = _("Active users fell from %(before)s to %(now)s")
        same = _("Active users hold at %(now)s")
    return (rose if now > before else fell if now < before else same) % named


def _tickets(facts: Facts) -> str:
    found = support_claim(facts)
    return f"{found}." if found else ""


def _renewal(facts: Facts) -> str:
    renewal = facts.renewal
    if renewal is None:
        return ""
    named = {
        "contract": renewal.name,
        "end": format_date(renewal.ends_on),
        "notice": format_date(renewal.notice_on),
    }
    if renewal.notice_on is not None:
        return _("Contract %(contract)s ends on %(end)s, with notice by %(notice)s.") % named
    if renewal.renews:
        return _("Contract %(contract)s renews itself on %(end)s.") % named
    return _("Contract %(contract)s ends on %(end)s and does not renew itself.") % named


def _decision(facts: Facts) -> str:
    """The renewal that needs one soon, else the sponsor that is missing; empty where neither is a fact."""
    renewal = facts.renewal
    if renewal and not renewal.renews and renewal.ends_on - facts.as_of <= timedelta(days=DECISION_DAYS):
        by = renewal.notice_on or renewal.ends_on
        return _("Renew contract %(contract)s by %(day)s.") % {
            "contract": renewal.name,
            "day": format_date(by),
        }
    if facts.people and not any(person.is_sponsor for person in facts.people):
        return _("Name a sponsor.")
    return ""


def support_claim(facts: Facts) -> str:
    """The heading of the support page: tickets against the quarter before."""
    support = facts.support
    if not support.has_source:
        return ""
    now, before = support.now.opened, support.before.opened
    tickets = ngettext("%(n)s ticket", "%(n)s tickets", now) % {"n": format_number(now)}
    named = {
        "tickets": tickets,
        "before": format_number(before),
        "quarter": quarter_short(facts, before=True),
    }
    if not now and not before:
        return _("No tickets, as in %(quarter)s") % named
    if not now:
        return _("No tickets, after %(before)s in %(quarter)s") % named
    if not before:
        return _("%(tickets)s, after none in %(quarter)s") % named
    if now == before:
        return _("%(tickets)s, as many as in %(quarter)s") % named
    if now > before:
        return _("%(tickets)s, more than the %(before)s of %(quarter)s") % named
    return _("%(tickets)s, fewer than the %(before)s of %(quarter)s") % named
