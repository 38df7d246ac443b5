"""What upper apps hand to this one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from core.ports import Registry
from workspaces.models import Workspace


@dataclass(frozen=True)
class Starter:
    """Gives a new workspace its first rows, inside its scope and the transaction that makes it.

    `start(workspace, now)` must be repeatable: a starter that finds its rows there adds nothing.
    """

    key: str
    start: Callable[[Workspace, datetime], None]
    order: int = 100


WORKSPACE_STARTERS: Registry[Starter] = Registry("workspace starters")


@dataclass(frozen=True)
class ShellPart:
    """Fills fields of core.shell.Shell that this app does not know: notices, search."""

    key: str
    fill: Callable[[HttpRequest], Mapping[str, Any]]
    order: int = 100


SHELL_PARTS: Registry[ShellPart] = Registry("shell parts")


@dataclass(frozen=True)
class SettingsPart:
    """A tab of Settings that another app fills; `url_name` takes the workspace alone."""

    key: str
    label: Any
    url_name: str
    order: int = 100


SETTINGS_PARTS: Registry[SettingsPart] = Registry("settings parts")


MY_PARTS: Registry[SettingsPart] = Registry("parts of my own settings")


@dataclass(frozen=True)
class TeamHolding:
    """What a team looks after; a team that holds something cannot be closed. `url` leads to what it holds."""

    key: str
    count: Callable[[int], int]
    url: Callable[[int], str]
    order: int = 100


TEAM_HOLDINGS: Registry[TeamHolding] = Registry("what teams look after")
