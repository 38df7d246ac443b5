"""Who may listen to what: apps register the kinds of streams that they have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.links import current_slug
from core.ports import Registry

BELOW = "/live/"


@dataclass(frozen=True)
class LiveRequest:
    """What a browser asked for: `/live/<workspace>/<kind>[/<name>]?after=N`."""

    workspace: str  # the slug, as asked for
    kind: str
    name: str
    after: int
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Channels:
    """The channel keys that a stream listens to. `newest`: the greatest id there now, where that is known cheaply;
    it spares a page that has it already the first question."""

    keys: tuple[str, ...]
    newest: int | None = None


@dataclass(frozen=True)
class Admitted:
    """A door's yes. `person` is whom bounds and `recheck` mean, such as `user:7`; one person, one word."""

    workspace_id: int
    person: str
    channels: Channels


@dataclass(frozen=True)
class Admission:
    """The door of one kind of stream. `admit` runs in a thread, outside any scope, at the start and then again and
    again; it opens one short scope of its own, and answers None to whoever may not listen (any more)."""

    key: str
    admit: Callable[[LiveRequest], Admitted | None]
    order: int = 100


ADMISSIONS: Registry[Admission] = Registry("live streams")


def address(kind: str, name: str = "", *, workspace: str | None = None) -> str:
    """The address of a stream in the workspace given or in force, for a page's `data-live`."""
    return f"{BELOW}{workspace or current_slug()}/{kind}{f'/{name}' if name else ''}"
