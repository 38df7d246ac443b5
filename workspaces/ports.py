"""What upper apps hand to this one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

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


@dataclass(frozen=True)
class Door:
    """Addresses below /w/<workspace>/<key>/ whose people are no members: another app's own identities.

    `enter(request, workspace, get_response)` says who it is, opens the workspace's scope round the view and answers, for
    everybody, signed in or not. `knows(request, slug)` tells before a body is read whether it is one of theirs.
    """

    key: str
    enter: Callable[[Any, Workspace, Callable[[HttpRequest], HttpResponse]], HttpResponse]
    knows: Callable[[HttpRequest, str], bool]
    order: int = 100


DOORS: Registry[Door] = Registry("doors of others than members")
