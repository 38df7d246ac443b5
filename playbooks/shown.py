"""Words and small finished things for the templates of this app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.links import href
from core.shell import Choice
from core.text import format_countdown, format_date, format_money, format_number, format_score
from playbooks.choices import ActKind, Origin, Outcome
from playbooks.forms.work import snooze_days
from playbooks.lists.cells import TONES, owner_words
from playbooks.lists.sources import ALL, CLOSED, SHOW
from playbooks.models import Act, Cta, PlaybookStep, Task
from playbooks.rules import Urgency
from playbooks.selectors.rulebook import resting_rules
from playbooks.selectors.work import Todo, Work
from workspaces.access import allowed
from workspaces.choices import Right
from workspaces.models import Member

HEADINGS = {
    Urgency.OVERDUE: gettext_lazy("Overdue"),
    Urgency.TODAY: gettext_lazy("Today"),
    Urgency.SOON: gettext_lazy("Next seven days"),
    Urgency.UNDATED: gettext_lazy("Without a day"),
}
BY_URGENCY, BY_ACCOUNT, BY_ARR = "", "account", "arr"


@dataclass(frozen=True, slots=True)
class ActShown:
    """A deed in words."""

    who: str
    deed: str
    at: datetime
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A row of Today, finished."""

    key: str
    title: str
    url: str
    account: str
    account_url: str
    line: str
    band: str
    score: str
    arr: str
    due: str
    tone: str
    priority: str
    owner: str
    is_cta: bool
    done_url: str
    snooze_url: str
    owner_url: str


@dataclass(frozen=True, slots=True)
class WorkGroup:
    heading: str
    rows: tuple[WorkRow, ...]


def work_line(thing: Cta | Task, today: date) -> str:
    """Where it comes from and how it stands, in one line."""
    if isinstance(thing, Cta):
        parts = [str(thing.get_kind_display()), _raised(thing)]
    elif thing.run_id is not None and thing.run is not None:
        parts = [thing.run.playbook.name]
    else:
        parts = [_("Task of its own")]
    if thing.snoozed_until is not None and thing.snoozed_until > today:
        parts.append(_("snoozed until %(day)s") % {"day": format_date(thing.snoozed_until)})
    return " · ".join(part for part in parts if part)


def groups_of(
    todo: Todo, *, by: str, today: date, me: int, currency: str, with_money: bool
) -> list[WorkGroup]:
    """The rows of Today: by urgency under its headings, by account, or by ARR, largest first."""
    rows = list(todo.rows)
    shown = {one.key: _row(one, today, me, currency, with_money) for one in rows}
    if by == BY_ACCOUNT:
        names = sorted({one.account.name for one in rows}, key=str.casefold)
        grouped = [(name, [one for one in rows if one.account.name == name]) for name in names]
    elif by == BY_ARR and with_money:
        grouped = [(_("Largest first"), sorted(rows, key=lambda one: -one.account.arr_amount))]
    else:
        grouped = [
            (str(words), [one for one in rows if one.urgency == urgency])
            for urgency, words in HEADINGS.items()
        ]
    return [WorkGroup(words, tuple(shown[one.key] for one in those)) for words, those in grouped if those]


def rules_at_rest(member: Member) -> dict[str, str]:
    """The empty state of a workspace whose rules all rest, for who may look at them; empty where one acts."""
    resting = resting_rules() if allowed(member, Right.USE_SCORECARDS) else 0
    if not resting:
        return {}
    words = ngettext(
        "%(n)s rule is there and rests. It opens CTAs by itself once somebody has tried it and lets it act.",
        "%(n)s rules are there and rest. They open CTAs by themselves once somebody has tried them and lets them act.",
        resting,
    )
    return {
        "title": _("Nothing is to be done, and no rule watches yet"),
        "text": words % {"n": format_number(resting)},
        "button": _("Look at rules"),
        "url": href("playbooks:rules"),
    }


def summary_of(todo: Todo, *, currency: str, with_money: bool) -> str:
    """How much there is, how much of it is late, and what is behind it."""
    total = len(todo.rows)
    if not total:
        return ""
    words = ngettext("%(n)s thing to do", "%(n)s things to do", total) % {"n": format_number(total)}
    if todo.late:
        words += ", " + ngettext("%(n)s of them late", "%(n)s of them late", todo.late) % {
            "n": format_number(todo.late)
        }
    words += "."
    arr = sum(account.arr_amount for account in todo.accounts)
    if with_money and arr:
        words += " " + _("%(amount)s of ARR is behind them.") % {"amount": format_money(arr, currency)}
    return words


def by_choices(by: str, *, with_money: bool) -> list[Choice]:
    """The ways to sort Today."""
    url = href("playbooks:today")
    choices = [
        Choice(_("By urgency"), url, by not in (BY_ACCOUNT, BY_ARR)),
        Choice(_("By account"), f"{url}?by={BY_ACCOUNT}", by == BY_ACCOUNT),
    ]
    if with_money:
        choices.append(Choice(_("By ARR"), f"{url}?by={BY_ARR}", by == BY_ARR))
    return choices


def list_tabs(current: str) -> list[Choice]:
    """CTAs and tasks beside one another."""
    return [
        Choice(_("CTAs"), href("playbooks:ctas"), current == "ctas", "ctas"),
        Choice(_("Tasks"), href("playbooks:tasks"), current == "tasks", "tasks"),
    ]


def book_tabs(current: str) -> list[Choice]:
    """Playbooks and rules beside one another."""
    return [
        Choice(_("Playbooks"), href("playbooks:playbooks"), current == "playbooks", "playbooks"),
        Choice(_("Rules"), href("playbooks:rules"), current == "rules", "rules"),
    ]


def show_choices(query: QueryDict) -> list[Choice]:
    """Open, closed, all."""
    chosen = query.get(SHOW, "")
    known = chosen if chosen in (CLOSED, ALL) else ""
    words = (("", _("Open")), (CLOSED, _("Closed")), (ALL, _("All")))
    return [Choice(label, f"?{SHOW}={key}" if key else "?", known == key) for key, label in words]


def snoozes(today: date) -> list[tuple[str, str, str]]:
    """Words, the day as a form sends it, and as people read it."""
    return [(str(words), day.isoformat(), format_date(day, "tight")) for words, day in snooze_days(today)]


def acts_shown(acts: Sequence[Act]) -> list[ActShown]:
    """Deeds in words, newest first."""
    return [
        ActShown(
            str(act.by.user) if act.by is not None else act.who or _("The platform"),
            str(act.get_kind_display()),
            act.at,
            tuple(_lines(act)),
        )
        for act in acts
    ]


def offset_words(step: PlaybookStep) -> str:
    """When a step is due."""
    if not step.offset_days:
        return _("on the first day")
    if step.day_kind == "business":
        words = ngettext("after %(n)s business day", "after %(n)s business days", step.offset_days)
    else:
        words = ngettext("after %(n)s day", "after %(n)s days", step.offset_days)
    return words % {"n": format_number(step.offset_days)}


def _row(one: Work, today: date, me: int, currency: str, with_money: bool) -> WorkRow:
    thing = one.thing
    name = "cta" if one.is_cta else "task"
    key: dict[str, Any] = {"cta_id" if one.is_cta else "todo_id": thing.pk}
    urls = {
        "url": href(f"playbooks:{name}", **key),
        "done_url": href(f"playbooks:{'cta_closure' if one.is_cta else 'task_completion'}", **key)
        + "?back=today",
        "snooze_url": href(f"playbooks:{name}_snooze", **key) + "?back=today",
        "owner_url": href(f"playbooks:{name}_owner", **key) + "?back=today",
    }
    days = (thing.due_on - today).days if thing.due_on else None
    return WorkRow(
        key=one.key,
        title=str(thing),
        account=one.account.name,
        account_url=href("accounts:detail", account_id=one.account.pk),
        line=work_line(thing, today),
        band=one.mark.band if one.mark else "",
        score=format_score(one.mark.score_100) if one.mark and one.mark.score_100 is not None else "",
        arr=format_money(one.account.arr_amount, currency) if with_money and one.account.arr_amount else "",
        due=_due(thing.due_on, days),
        tone="now" if days is not None and days < 0 else "",
        priority=str(thing.get_priority_display())
        if isinstance(thing, Cta) and thing.priority in TONES
        else "",
        owner="" if thing.owner_id == me else owner_words(thing),
        is_cta=one.is_cta,
        **urls,
    )


def _due(day: date | None, days: int | None) -> str:
    if day is None or days is None:
        return ""
    return format_countdown(days) if days <= 0 else format_date(day, "tight")


def _raised(cta: Cta) -> str:
    if cta.origin == Origin.PERSON:
        return _("raised by %(name)s") % {"name": cta.opened_by.user} if cta.opened_by else ""
    if cta.rule_id is not None and cta.rule is not None:
        return _("rule “%(name)s”") % {"name": cta.rule.name}
    return ""


def _lines(act: Act) -> list[str]:
    detail: dict[str, Any] = act.detail if isinstance(act.detail, dict) else {}
    if act.kind == ActKind.CLOSED:
        outcome = detail.get("outcome", "")
        label = str(Outcome(outcome).label) if outcome in Outcome.values else ""
        skipped = _("Skipped") if detail.get("skipped") else ""
        return [line for line in (label, skipped, str(detail.get("note", ""))) if line]
    if act.kind == ActKind.SNOOZED and "until" in detail:
        return [_("until %(day)s") % {"day": format_date(date.fromisoformat(detail["until"]))}]
    if act.kind == ActKind.TICKED and "item" in detail:
        return [f"{'✓' if detail.get('done') else '–'} {detail['item']}"]
    pairs = [(name, value) for name, value in detail.items() if isinstance(value, list) and len(value) == 2]
    return [
        _("%(field)s: %(before)s → %(after)s") % {"field": name, "before": old, "after": new}
        for name, (old, new) in pairs
    ]
