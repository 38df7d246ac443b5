"""Who may listen to what: apps register the kinds of streams that they have."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
    language: str = "en"


@dataclass(frozen=True)
class Channels:
    """The channel keys that a stream listens to. `newest`: the greatest id there now, where that is known cheaply;
    it spares a page that has it already the first question."""

    keys: tuple[str, ...]
    newest: int | None = None


@dataclass(frozen=True)
class Admitted:
    """A door's yes. `person` is whom bounds and `recheck` mean, such as `user:7`; one person, one word. `reader`: what
    the kind needs to know to draw for this one."""

    workspace_id: int
    person: str
    channels: Channels
    reader: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Letter:
    """What a page sent to the address of a stream, with whatever its body held."""

    request: LiveRequest
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """The answer to a letter: 200 stored, 404 for whoever may not, 409 where an ordinary address has to be asked."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)


GONE, ELSEWHERE = Reply(404), Reply(409)
Draw = Callable[[Admitted, str, Mapping[str, Any]], Mapping[str, Any] | None]
Take = Callable[[Sequence[Letter]], Sequence[Reply]]


@dataclass(frozen=True)
class Admission:
    """The door of one kind of stream. `admit` runs in a thread, outside any scope, at the start and then again and
    again; it opens one short scope of its own, and answers None to whoever may not listen (any more).

    `draw(admitted, channel key, news)` makes of the news that a hint carries what this reader's page shows; None leaves
    the hint bare. It asks no database. `take` stores letters that came at about the same time, each with a reply at its
    place; it runs as `admit` does, and asks of each sender anew who that is.
    """

    key: str
    admit: Callable[[LiveRequest], Admitted | None]
    draw: Draw | None = None
    take: Take | None = None
    order: int = 100


ADMISSIONS: Registry[Admission] = Registry("live streams")


def address(kind: str, name: str = "", *, workspace: str | None = None) -> str:
    """The address of a stream in the workspace given or in force, for a page's `data-live`."""
    return f"{BELOW}{workspace or current_slug()}/{kind}{f'/{name}' if name else ''}"
