"""What lifecycle tells to the timeline of an account: renewal milestones reminded of, renewals closed, leaving and
coming back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told, day_start
from core import clock
from core.links import href
from core.text import format_date, format_number
from lifecycle.choices import AGENDAS, ChurnReason, MilestoneState, RenewalOutcome
from lifecycle.models import ChurnRecord, MilestoneDecision, RenewalClosing
from lifecycle.words import outcome_words, when_words

REMINDED, CHURN, CLOSED = "renewal", "churn", "closing"


def milestone_rows(account: Account) -> Rows:
    """The milestones of the account's contracts whose reminder was sent; four to a term."""
    found = MilestoneDecision.objects.filter(
        contract__account=account, contract__deleted_at=None, state=MilestoneState.SENT
    )
    return found, {
        "number": "pk", "at": "decided_at", "left": "days_left", "ends": "term_ends_on", "milestone": "milestone",
        "contract": "contract_id", "account": "contract__account_id", "name": "contract__name",
        "external_id": "contract__external_id",
    }  # fmt: skip


def tell_milestones(asked: Asked, facts: Facts) -> Told:
    """The reminders that were sent, of `milestone_rows`."""
    return asked.cut([_milestone(one) for one in facts])


def churn_rows(account: Account) -> Rows:
    """That the account left, and came back."""
    return ChurnRecord.objects.filter(account=account), {
        "number": "pk", "day": "churned_on", "reason": "reason", "back": "is_reactivation", "comment": "comment",
        "by": "recorded_by__user__name", "address": "recorded_by__user__email",
    }  # fmt: skip


def tell_churn(asked: Asked, facts: Facts) -> Told:
    """That the account left, and came back, of `churn_rows`."""
    return asked.cut([_record(one, asked) for one in facts])


def closing_rows(account: Account) -> Rows:
    """The renewals of the account's contracts that were closed, those reopened since too."""
    return RenewalClosing.objects.filter(account=account, contract__deleted_at=None), {
        "number": "pk", "at": "closed_at", "on": "closed_on", "ends": "term_ends_on", "outcome": "outcome",
        "reason": "reason", "until": "renewed_until", "postponed": "postponed_to", "comment": "comment",
        "by": "closed_by__user__name", "address": "closed_by__user__email", "reopened": "reopened_at",
        "name": "contract__name", "external_id": "contract__external_id",
    }  # fmt: skip


def tell_closings(asked: Asked, facts: Facts) -> Told:
    """Each closing once, of `closing_rows`."""
    return asked.cut([_closing(one) for one in facts])


def _closing(one: Mapping[str, Any]) -> Happening:
    until, postponed = (date.fromisoformat(one[key]) if one[key] else None for key in ("until", "postponed"))
    words = outcome_words(one["outcome"], one["reason"], until, postponed)
    when = when_words(date.fromisoformat(one["on"]), date.fromisoformat(one["ends"]))
    good = one["outcome"] in (RenewalOutcome.RENEWED_SAME, RenewalOutcome.RENEWED_UP)
    tone = (
        ""
        if one["reopened"]
        else "good"
        if good
        else "bad"
        if one["outcome"] == RenewalOutcome.CHURNED
        else "warn"
    )
    who = one["by"] or one["address"]
    parts = (
        one["name"] or one["external_id"] or "",
        when,
        _("reopened since") if one["reopened"] else "",
        one["comment"],
    )
    return Happening(
        source=CLOSED, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="circle-check",
        who=who or _("Renewal"), deed=_("closed a renewal: %(outcome)s") % {"outcome": words},
        body=" · ".join(part for part in parts if part), tone=tone,  # type: ignore[arg-type]
        url=href("lifecycle:closing", closing_id=one["number"]), link=_("Open closing"),
    )  # fmt: skip


def _milestone(one: Mapping[str, Any]) -> Happening:
    left = ngettext("%(n)s day left", "%(n)s days left", one["left"]) % {"n": format_number(one["left"])}
    ends = _("the term ends on %(day)s") % {"day": format_date(date.fromisoformat(one["ends"]))}
    agenda = AGENDAS.get(one["milestone"])
    return Happening(
        source=REMINDED, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="refresh", who=_("Renewal"),
        deed=_("%(days)s-day reminder sent") % {"days": one["milestone"]},
        body=f"{agenda.purpose}: {left}, {ends}." if agenda else f"{left}, {ends}.",
        url=href("accounts:contract", account_id=one["account"], contract_id=one["contract"]),
        link=one["name"] or one["external_id"] or _("Contract"),
    )  # fmt: skip


def _record(one: Mapping[str, Any], asked: Asked) -> Happening:
    name = one["by"] or one["address"]
    by = f" · {_('recorded by %(name)s') % {'name': name}}" if name else ""
    back: bool = one["back"]
    at = day_start(date.fromisoformat(one["day"]), asked.zone)
    reason = "" if back or not one["reason"] else str(ChurnReason(one["reason"]).label)
    return Happening(
        source=CHURN,
        number=one["number"],
        at=at,
        icon="arrow-back-up" if back else "user-minus",
        who=_("Came back") if back else _("Leaves") if at > clock.now() else _("Left"),
        deed=f"{reason}{by}".removeprefix(" · "),
        body=one["comment"],
        tone="good" if back else "bad",
        timed=False,
    )
