"""What stands round every part of the account page: head, metric strip, tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.access import may, visible_accounts
from accounts.choices import AccountStatus, Stage
from accounts.lists.cells import account_href
from accounts.models import Account
from accounts.ports import ACCOUNT_ACTIONS, ACCOUNT_PANELS, ACCOUNT_TABS, Panel
from accounts.selectors.page import Counts, Owner, account_counts, owners_of, status_warnings
from core import clock
from core.countries import country_name
from core.days import day_asked
from core.links import href
from core.shell import Choice
from core.text import format_money, format_number
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.models import Member


@dataclass(frozen=True, slots=True)
class Lazy:
    """A panel that another app's address fills."""

    id: str
    label: str
    url: str
    lines: str


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    icon: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the account page, finished; `cells` mixes our metric cells with those that load themselves."""

    account: Account
    facts: str
    parent: tuple[str, str] | None
    warnings: tuple[str, ...]
    buttons: tuple[Button, ...]
    cells: tuple[Any, ...]
    stages: tuple[tuple[str, str, str], ...]
    owners: tuple[Owner, ...]
    owners_url: str
    past: date | None
    tabs: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A metric cell of our own; `kind` names the shape that its template draws."""

    kind: str
    label: str
    value: str | SafeString = ""
    note: str = ""
    order: int = 100


def account_frame(request: StaffRequest, account: Account, *, tab: str) -> dict[str, Any]:
    """The context of a template that extends `accounts/account_base.html`; `tab` is the key of the tab in
    force, of accounts.ports.ACCOUNT_TABS or one of ours."""
    today = clock.today_in(request.workspace.time_zone)
    past = past_day_asked(request)
    counts = account_counts(account.pk, with_money=sees_money(request.member))
    owners = owners_of(account.pk)
    edits = may(request.member, account, Right.EDIT_ACCOUNTS)
    return {
        "account": account,
        "today": today,
        "counts": counts,
        "edits_account": edits,
        "edits_contracts": may(request.member, account, Right.EDIT_CONTRACTS),
        "edits_invoices": sees_money(request.member) and may(request.member, account, Right.EDIT_INVOICES),
        "head": Head(
            account=account,
            facts=_facts(account),
            parent=_parent(request.member, account),
            warnings=tuple(status_warnings(account, today=today)),
            buttons=tuple(_buttons(request.member, account, edits)),
            cells=tuple(_cells(request, account, today, past)),
            stages=tuple(_stages(account.stage)),
            owners=tuple(owners),
            owners_url=href("accounts:owners", account_id=account.pk) if edits else "",
            past=past,
            tabs=tuple(_tabs(request.member, account, counts, tab)),
        ),
    }


def past_day_asked(request: StaffRequest) -> date | None:
    """The earlier day whose health the page is asked for; None for today."""
    today = clock.today_in(request.workspace.time_zone)
    day, _refused = day_asked(request.GET.get("asof", ""), today)
    return day if day < today else None


def lazy_panels(member: Member, account: Account, area: str, past: date | None = None) -> list[Lazy]:
    """The panels of one area that this member may see, in their order; dated ones as of a past day."""
    return [
        _lazy(panel, account, past)
        for panel in ACCOUNT_PANELS
        if panel.area == area and _shown(panel, member, account)
    ]


def _lazy(panel: Panel, account: Account, past: date | None) -> Lazy:
    url = href(panel.url_name, account_id=account.pk)
    if past is not None and panel.dated:
        url += f"?asof={past.isoformat()}"
    return Lazy(f"panel-{panel.key}", str(panel.label), url, "123456789"[: panel.lines])


def _shown(part: Any, member: Member, account: Account) -> bool:
    return part.right is None or may(member, account, part.right)


def _facts(account: Account) -> str:
    touch = account.get_touch_display().lower() if account.touch else ""
    segment = ", ".join(str(part) for part in (account.get_segment_display(), touch) if part)
    country = country_name(account.country) if account.country else ""
    return " · ".join(part for part in (account.industry, country, segment) if part)


def _parent(member: Member, account: Account) -> tuple[str, str] | None:
    if account.parent_id is None:
        return None
    name = visible_accounts(member).filter(pk=account.parent_id).values_list("name", flat=True).first()
    return (name, account_href(account.parent_id)) if name else None


def _buttons(member: Member, account: Account, edits: bool) -> list[Button]:
    found = [
        Button(str(action.label), href(action.url_name, account_id=account.pk), action.icon, action.primary)
        for action in ACCOUNT_ACTIONS
        if (action.applies is None or action.applies(account)) and _shown(action, member, account)
    ]
    if edits:
        found.append(Button(_("Edit account"), href("accounts:edit", account_id=account.pk), "pencil", False))
    return found


def _cells(request: StaffRequest, account: Account, today: date, past: date | None) -> list[Any]:
    with_money = sees_money(request.member)
    mine = [_arr(request, account)] if with_money else []
    if account.status != AccountStatus.ACTIVE or not with_money:
        mine.append(_status(account))
    mine += [_stage(account, today), Cell("owners", _("Shared by"), order=50)]
    cells: list[tuple[int, Any]] = [(cell.order, cell) for cell in mine]
    cells += [
        (panel.order, _lazy(panel, account, past))
        for panel in ACCOUNT_PANELS
        if panel.area == "header" and _shown(panel, request.member, account)
    ]
    return [cell for _order, cell in sorted(cells, key=lambda pair: pair[0])]


def _status(account: Account) -> Cell:
    return Cell("plain", _("Status"), str(account.get_status_display()), _open_contracts(account), 60)


def _arr(request: StaffRequest, account: Account) -> Cell:
    seats = ngettext("%(n)s seat", "%(n)s seats", account.seats) % {"n": format_number(account.seats)}
    note = f"{seats} · {_open_contracts(account)}"
    return Cell("plain", _("ARR"), format_money(account.arr_amount, request.workspace.currency), note, 20)


def _open_contracts(account: Account) -> str:
    words = ngettext("%(n)s open contract", "%(n)s open contracts", account.open_contracts)
    return words % {"n": format_number(account.open_contracts)}


def _stage(account: Account, today: date) -> Cell:
    note = ""
    if account.stage_since_on:
        days = (today - account.stage_since_on).days
        note = ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}
    return Cell("stage", _("Stage"), account.stage, note, 40)


def _stages(current: str) -> list[tuple[str, str, str]]:
    """Key, label, and whether the stage is done, current or ahead."""
    place = Stage.values.index(current) if current in Stage.values else -1
    states = ["done" if n < place else "current" if n == place else "ahead" for n in range(len(Stage))]
    return [(key, str(label), state) for (key, label), state in zip(Stage.choices, states, strict=True)]


def _tabs(member: Member, account: Account, counts: Counts, current: str) -> list[Choice]:
    ours = [
        ("overview", pgettext("tab", "Overview"), "detail", 0, None),
        ("contacts", _("Contacts"), "account_contacts", 30, counts.contacts),
        ("contracts", _("Contracts"), "account_contracts", 40, counts.contracts),
        ("tickets", _("Tickets"), "account_tickets", 50, counts.tickets),
        ("files", _("Files"), "files", 60, counts.files),
        ("history", _("History"), "history", 890, None),
        ("details", _("Details"), "details", 900, None),
    ]
    if sees_money(member):
        ours.append(("invoices", _("Invoices"), "account_invoices", 45, counts.invoices))
    tabs = [
        (order, Choice(label, href(f"accounts:{name}", account_id=account.pk), key == current, key, count))
        for key, label, name, order, count in ours
    ]
    for tab in ACCOUNT_TABS:
        if _shown(tab, member, account):
            count = tab.count(account.pk) if tab.count else None
            url = href(tab.url_name, account_id=account.pk)
            tabs.append((tab.order, Choice(tab.label, url, tab.key == current, tab.key, count)))
    return [choice for _order, choice in sorted(tabs, key=lambda pair: pair[0])]
