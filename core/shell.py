"""The staff shell: what the frame round every page needs to know, and the port where apps put their entries.

core and the templates know only these dataclasses; the app that owns workspaces and members fills a Shell
in its context processor, and every app registers its own entries in apps.py, so that the navigation holds
exactly what exists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: Groups in the order in which they stand, with their headings; the first has none.
GROUPS: dict[str, Text] = {
    "work": "",
    "lifecycle": _("Lifecycle"),
    "voice": _("Voice of customer"),
    "insight": _("Insight"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits behind an entry: how much, and whether some of it is late (then it is red)."""

    number: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry as an app declares it.

    `url_name` is reversed with the workspace's slug as its only argument. `right` is the right a member
    needs to see it, or several of which one is enough (None: every member). `count` is asked once per page. `go` is the letter that follows G
    on the keyboard. `phone` puts it into the bottom bar, which holds the first four of those. Who comes in stands on
    the first entry that `lands`.
    """

    key: str
    label: Text
    icon: str
    url_name: str
    group: str = "work"
    order: int = 100
    right: str | tuple[str, ...] | None = None
    count: Callable[[HttpRequest], Waiting | None] | None = None
    go: str = ""
    phone: bool = False
    lands: bool = True


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as a page shows it."""

    key: str
    label: Text
    url: str
    icon: str
    count: int | None = None
    late: bool = False
    current: bool = False
    go: str = ""
    phone: bool = False
    lands: bool = True


@dataclass(frozen=True, slots=True)
class NavGroup:
    label: Text
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few: a workspace, a book, a theme, a saved view."""

    label: Text
    url: str
    current: bool = False
    key: str = ""
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything that templates/app.html draws round a page; an empty URL leaves its control out."""

    workspace_name: str
    home_url: str
    nav: tuple[NavGroup, ...] = ()
    workspaces: tuple[Choice, ...] = ()
    member_name: str = ""
    member_initials: str = ""
    member_email: str = ""
    book: str = ""
    book_choices: tuple[Choice, ...] = ()
    unread: int = 0
    notices_url: str = ""
    bell_url: str = ""
    live_url: str = ""
    live_after: int = 0
    search_url: str = ""
    search_field: str = "q"
    settings_url: str = ""
    profile_url: str = ""
    sign_out_url: str = ""
    theme: str = "system"
    theme_url: str = ""
    menu: tuple[Choice, ...] = field(default=())

    @property
    def phone_nav(self) -> tuple[NavItem, ...]:
        """The first four entries meant for the bottom bar."""
        return tuple(item for group in self.nav for item in group.items if item.phone)[:4]

    @property
    def book_label(self) -> Text:
        """The chosen book in words."""
        return next((choice.label for choice in self.book_choices if choice.current), "")


_entries: dict[str, NavEntry] = {}


def register_nav(*entries: NavEntry) -> None:
    """Add entries to the navigation; called from AppConfig.ready(). A key registered again replaces itself."""
    for entry in entries:
        if entry.group not in GROUPS:
            raise ValueError(f"Unknown navigation group {entry.group!r}; one of {', '.join(GROUPS)}.")
        _entries[entry.key] = entry


def nav_entries() -> tuple[NavEntry, ...]:
    """All entries in the order in which they stand."""
    order = list(GROUPS)
    return tuple(sorted(_entries.values(), key=lambda e: (order.index(e.group), e.order, e.key)))


def _is_for(entry: NavEntry, allowed: Callable[[str], bool]) -> bool:
    if entry.right is None:
        return True
    rights = (entry.right,) if isinstance(entry.right, str) else entry.right
    return any(allowed(right) for right in rights)


def build_nav(request: HttpRequest, slug: str, allowed: Callable[[str], bool]) -> tuple[NavGroup, ...]:
    """The navigation of one workspace for one member, without what they may not see and without empty groups.

    The current entry is the one with the longest URL that the request's path starts with.
    """
    seen = [entry for entry in nav_entries() if _is_for(entry, allowed)]
    urls = {entry.key: reverse(entry.url_name, args=[slug]) for entry in seen}
    current = _current(request.path, urls)
    return tuple(
        NavGroup(label, items)
        for group, label in GROUPS.items()
        if (items := tuple(_item(e, urls[e.key], current, request) for e in seen if e.group == group))
    )


def _current(path: str, urls: dict[str, str]) -> str:
    fitting: Iterable[tuple[int, str]] = (
        (len(url), key) for key, url in urls.items() if path.startswith(url)
    )
    return max(fitting, default=(0, ""))[1]


def _item(entry: NavEntry, url: str, current: str, request: HttpRequest) -> NavItem:
    waiting = entry.count(request) if entry.count else None
    return NavItem(
        key=entry.key,
        label=entry.label,
        url=url,
        icon=entry.icon,
        count=waiting.number if waiting else None,
        late=bool(waiting and waiting.late),
        current=entry.key == current,
        go=entry.go,
        phone=entry.phone,
        lands=entry.lands,
    )
