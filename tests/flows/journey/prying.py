"""Who has no business here looks everywhere: at every address, stream and file, with the numbers of what is there."""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.apps import apps

from core.live import ADMISSIONS
from tests.flows.journey.asking import ANSWER, CHAT, FILE, NOTE, QUESTION, SUBJECT
from tests.flows.journey.onboarding import BO, URHO
from tests.flows.journey.planning import HIDDEN, OUTCOME, TITLE
from tests.flows.journey.rows import SECRET
from tests.flows.journey.story import Story
from tests.flows.journey.surveying import WORDS
from tests.flows.person import Person
from tests.isolation.addresses import Address, customer_addresses, staff_addresses
from tests.isolation.builders import ROWS
from tests.isolation.crawl import Page
from tests.isolation.requests import NONE
from tests.support.streams import Stream

#: What stands in the story alone, and therefore in no answer to a stranger.
CANARIES = [
    text.encode()
    for text in (
        SECRET, SUBJECT, QUESTION, ANSWER, NOTE, FILE, CHAT, TITLE, OUTCOME, HIDDEN, WORDS, "Aino Wares", "anna@aino.example",
    )
]  # fmt: skip
#: Where the customer of the story finds some of them: else the numbers or the words would prove nothing.
FOUND_BY_THEIR_OWN = {
    "portal:home", "portal:inquiry", "portal:inquiries", "portal:inquiry_file", "portal:chat_room", "portal:chat_messages",
    "portal:chat_transcript", "portal:plan", "portal:one_plan", "portal:tasks",
}  # fmt: skip
MOST_PAGES = 60  # of a stranger's own; tests/isolation reads them all
REFUSED = {302, 303, 404, 405}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def telling(self) -> list[bytes]:
        said = " ".join(self.headers.values()).encode() + self.body
        return [word for word in CANARIES if word in said]

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


class Visitor:
    """Asks as a person's browser would, whatever the address; goes to no other address by itself."""

    def __init__(self, story: Story, person: Person) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", story.port, timeout=30)
        cookies = person.page.context.cookies()
        self.headers = {
            "Host": f"localhost:{story.port}",
            "Cookie": "; ".join(f"{one['name']}={one['value']}" for one in cookies),
        }

    def ask(self, path: str) -> Answer:
        self._connection.request("GET", path, headers=self.headers)
        got = self._connection.getresponse()
        body = got.read()
        return Answer(got.status, {name.lower(): value for name, value in got.headers.items()}, body)

    def crawl(self, first: str, inside: str) -> Iterator[tuple[str, Answer]]:
        """The pages that links lead to, breadth first, one of those that differ by their query alone."""
        waiting, seen = [first], set[str]()
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            parts = urlsplit(address)
            if not parts.path.startswith(inside) or parts.path in seen:
                continue
            seen.add(parts.path)
            answer = self.ask(address.partition("#")[0])
            yield address, answer
            if answer.location:
                waiting.append(urljoin(address, answer.location))
            elif answer.kind.startswith("text/html"):
                waiting += [one for one in Page(address, answer.body.decode()).links if one.startswith("/")]


def find_nothing(story: Story) -> None:
    own = {name for name, answer in _every_address(story, customer_addresses(), URHO) if answer.telling}
    assert own >= FOUND_BY_THEIR_OWN
    told, open_to = dict[str, object](), dict[str, int]()
    for who, addresses in _who_looks_where(story):
        for name, answer in _every_address(story, addresses, who):
            if answer.telling or answer.status >= 500:
                told[f"{who} {name}"] = answer.telling or answer.status
            if ROWS.keys() & set(_kwargs(name, addresses)) and answer.status not in REFUSED:
                open_to[f"{who} {name}"] = answer.status
    for who, first, inside in ((BO, "/w/acme/portal/", "/w/acme/"), ("outsider", "/w/other/", "/w/")):
        pages = list(_visitor(story, who).crawl(first, inside))
        assert len(pages) >= 10  # signed in, and not at a door
        told |= {f"{who} {at}": a.telling or a.status for at, a in pages if a.telling or a.status >= 500}
    assert told == {}
    assert open_to == {}
    _hear_nothing(story)


def _who_looks_where(story: Story) -> list[tuple[str, list[Address]]]:
    every = [*staff_addresses(), *customer_addresses()]
    return [("outsider", every), (BO, every)]


def _visitor(story: Story, who: str) -> Visitor:
    return Visitor(story, story.stranger() if who == "outsider" else story.customer(who))


def _kwargs(name: str, addresses: list[Address]) -> tuple[str, ...]:
    return next(one.kwargs for one in addresses if one.name == name)


def _every_address(story: Story, addresses: list[Address], who: str) -> Iterator[tuple[str, Answer]]:
    """The answers to all addresses but those that end a session, with the numbers of the story's own rows."""
    visitor, numbers = _visitor(story, who), _numbers(story)
    for address in addresses:
        if "sign-out" not in address.route:
            yield (
                address.name,
                visitor.ask(address.path("acme", **{one: numbers(one) for one in address.kwargs})),
            )


def _numbers(story: Story) -> Callable[[str], object]:
    """For a name in an address: the newest row of its model at the story's account, else of the workspace."""
    known: dict[str, object] = {}

    def number(name: str) -> object:
        if name not in ROWS:
            return "1-none-of-these"
        if name not in known:
            known[name] = _newest(story, ROWS[name])
        return known[name]

    return number


def _newest(story: Story, label: str) -> int:
    if label == "accounts.Account":
        return int(story.facts["account"])
    model = apps.get_model(label)
    table, names = model._meta.db_table, {field.attname for field in model._meta.local_concrete_fields}
    where, values = "workspace_id = %s", [story.facts["workspace"]]
    if "account_id" in names:
        where, values = f"{where} AND account_id = %s", [*values, story.facts["account"]]
    found = story.platform.sql(f"SELECT max(id) FROM {table} WHERE {where}", *values)
    return int(found[0][0] or NONE)


def _hear_nothing(story: Story) -> None:
    """No stream of the workspace, named or not, takes who is not its own."""
    rooms = [number for (number,) in story.platform.sql("SELECT id FROM portal_chatroom")]
    assert rooms
    admitted = []
    for who in ("outsider", BO):
        cookie = _visitor(story, who).headers["Cookie"]
        for kind in [part.key for part in ADMISSIONS]:
            for name in ("", *rooms):
                path = f"/live/acme/{kind}/{name}".rstrip("/")
                with Stream(story.port, path, Cookie=cookie) as stream:
                    if stream.status != 404:
                        admitted.append((who, path, stream.status))
    assert admitted == []
