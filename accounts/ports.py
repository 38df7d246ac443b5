"""What upper apps hand to the pages of accounts, from their apps.py.

Account list: columns and filters of core.lists, whose rows are Account instances. Account page: tabs, lazy
panels and actions, each an address of the app that owns it, reversed with `account_id`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from accounts.models import Account
from core.lists import Column
from core.lists.columns import Text
from core.lists.filters import Filter
from core.ports import Registry
from workspaces.choices import Right


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the account page that loads itself.

    Its address answers a fragment whose root is `<section class="cs-panel" id="panel-KEY">` (area "header":
    `<div class="cs-metric" id="panel-KEY">`), and, asked for without htmx, a whole page. Members without
    `right` are not shown it; the view must check for itself. One that is `dated` answers as of a past day too,
    given as `?asof=` (core.days).
    """

    key: str
    label: Text
    url_name: str
    area: Literal["header", "main", "aside"] = "main"
    order: int = 100
    right: Right | None = None
    lines: int = 3  # of the skeleton
    dated: bool = False


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page about one account; its view answers a template that extends `accounts/account_base.html` with the
    context of accounts.views.account_frame(request, account, tab=key). `count(account_id)` is asked per page.
    """

    key: str
    label: Text
    url_name: str
    order: int = 100
    right: Right | None = None
    count: Callable[[int], int | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button of the account page that leads to its address; `right` is asked for this account, and `applies`,
    where there is one, whether the deed fits it."""

    key: str
    label: Text
    url_name: str
    icon: str = ""
    order: int = 100
    right: Right | None = None
    primary: bool = False
    applies: Callable[[Account], bool] | None = None


@dataclass(frozen=True)
class Lead:
    """Where an empty list of this app leads on: `key` is the list's, `url_name` takes the workspace alone."""

    key: str
    label: Text
    url_name: str
    query: str = ""
    right: Right | None = None
    order: int = 100


ACCOUNT_COLUMNS: Registry[Column] = Registry("account list columns")
ACCOUNT_FILTERS: Registry[Filter] = Registry("account list filters")
ACCOUNT_PANELS: Registry[Panel] = Registry("account panels")
ACCOUNT_TABS: Registry[Tab] = Registry("account tabs")
ACCOUNT_ACTIONS: Registry[Action] = Registry("account actions")
LIST_LEADS: Registry[Lead] = Registry("leads of empty lists")
