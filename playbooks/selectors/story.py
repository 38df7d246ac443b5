"""What playbooks tell to the timeline of an account: CTAs opened and closed, playbooks started, customers' deeds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from playbooks.choices import CtaKind, Outcome, RunState
from playbooks.models import Cta, Run, Task

CTAS, RUNS, CUSTOMER = "cta", "playbook", "customer_task"
MOST = 300


def cta_rows(account: Account) -> Rows:
    """The newest CTAs of the account."""
    return Cta.objects.filter(account=account).order_by("-pk")[:MOST], {
        "number": "pk", "kind": "kind", "reason": "reason", "opened": "opened_at", "opened_by": "opened_by__user__name",
        "rule": "rule__name", "closed": "closed_at", "closed_by": "closed_by__user__name", "outcome": "outcome",
        "note": "note",
    }  # fmt: skip


def tell_ctas(asked: Asked, facts: Facts) -> Told:
    """CTAs opened and closed, of `cta_rows`."""
    told = [_opened(one) for one in facts]
    return asked.cut([*told, *(_closed(one) for one in facts if one["closed"])])


def run_rows(account: Account) -> Rows:
    """The newest runs on the account."""
    return Run.objects.filter(account=account).order_by("-pk")[:MOST], {
        "number": "pk", "name": "playbook__name", "version": "version__number", "started": "started_at",
        "started_by": "started_by__user__name", "ended": "ended_at", "ended_by": "ended_by__user__name",
        "state": "state",
    }  # fmt: skip


def tell_runs(asked: Asked, facts: Facts) -> Told:
    """Playbooks started and ended, of `run_rows`."""
    told = [_run(one, "started") for one in facts]
    return asked.cut([*told, *(_run(one, "ended") for one in facts if one["ended"])])


def customer_rows(account: Account) -> Rows:
    """The tasks that contacts ticked."""
    found = Task.objects.filter(account=account).exclude(done_by_contact="").order_by("-pk")[:MOST]
    return found, {"number": "pk", "title": "title", "who": "done_by_contact", "at": "done_at"}


def tell_customer(asked: Asked, facts: Facts) -> Told:
    """Tasks that a contact ticked in the portal, of `customer_rows`."""
    return asked.cut(
        [
            Happening(
                source=CUSTOMER, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="user-check",
                who=one["who"], deed=_("ticked a task in the portal"), tone="good",
                url=href("playbooks:task", todo_id=one["number"]), link=one["title"],
            )
            for one in facts
        ]
    )  # fmt: skip


def _opened(one: Mapping[str, Any]) -> Happening:
    who = one["opened_by"] or one["rule"] or _("The platform")
    deed = _("opened a CTA: %(kind)s") % {"kind": CtaKind(one["kind"]).label}
    return Happening(
        source=CTAS, number=2 * one["number"], at=datetime.fromisoformat(one["opened"]), icon="flag", who=who, deed=deed,
        url=href("playbooks:cta", cta_id=one["number"]), link=one["reason"],
    )  # fmt: skip


def _closed(one: Mapping[str, Any]) -> Happening:
    who = one["closed_by"] or _("The platform")
    deed = _("closed a CTA: %(outcome)s") % {"outcome": Outcome(one["outcome"]).label}
    return Happening(
        source=CTAS, number=2 * one["number"] + 1, at=datetime.fromisoformat(one["closed"]), icon="circle-check",
        who=who, deed=deed, body=one["note"], url=href("playbooks:cta", cta_id=one["number"]), link=one["reason"],
    )  # fmt: skip


def _run(one: Mapping[str, Any], moment: str) -> Happening:
    is_start = moment == "started"
    who = one[f"{moment}_by"] or _("The platform")
    stopped = one["state"] == RunState.STOPPED
    deed = (
        _("started a playbook")
        if is_start
        else _("stopped a playbook")
        if stopped
        else _("finished a playbook")
    )
    return Happening(
        source=RUNS, number=2 * one["number"] + (not is_start), at=datetime.fromisoformat(one[moment]),
        icon="player-play" if is_start else "checks", who=who, deed=deed,
        url=href("playbooks:run", run_id=one["number"]), link=f"{one['name']} v{one['version']}",
    )  # fmt: skip
