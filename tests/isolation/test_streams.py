"""Every kind of event stream: a workspace's members hear their own workspace and nobody else (proof 42)."""

import pytest

from core.live import ADMISSIONS, LiveRequest
from tests.isolation.builders import CUSTOMER_STREAMS, STREAMS
from tests.isolation.requests import NONE, contents
from tests.support.portal import customer_browser

pytestmark = pytest.mark.django_db


def ask(kind, browser, workspace, name):
    cookies = {key: morsel.value for key, morsel in browser.cookies.items()}
    return ADMISSIONS.get(kind).admit(LiveRequest(workspace, kind, name, 0, cookies))


def test_every_kind_of_stream_has_a_builder():
    assert {part.key for part in ADMISSIONS} == set(STREAMS), "Add a line to STREAMS in builders.py."


def test_a_stream_is_heard_in_its_own_workspace_alone(both):
    acme, other = both.acme.company, both.other.company
    nobody = both.world.client(None)
    staff = both.world.client(acme.admin), both.world.client(other.admin)
    customers = (
        customer_browser(acme, both.acme["accounts.Contact"]),
        customer_browser(other, both.other["accounts.Contact"]),
    )
    colleague = customer_browser(acme, acme.contacts[0])
    before = contents(acme), contents(other)
    admitted = {}
    for kind, name in STREAMS.items():
        own, foreign = name(both.acme), name(both.other)
        (inside, outside), strangers = (
            (customers, (*staff, colleague)) if kind in CUSTOMER_STREAMS else (staff, (*customers, colleague))
        )
        admitted[kind] = ask(kind, inside, "acme", own)
        refused = [
            ask(kind, inside, "other", foreign),
            ask(kind, inside, "other", own),
            ask(kind, outside, "acme", own),
            ask(kind, nobody, "acme", own),
            ask(kind, inside, "nowhere", own),
            ask(kind, inside, "acme", str(NONE)),
            *(ask(kind, one, "acme", own) for one in strangers),
        ]
        refused += [ask(kind, inside, "acme", foreign)] if foreign != own else []
        assert refused == [None] * len(refused), kind
    assert {found and found.workspace_id for found in admitted.values()} == {acme.workspace.pk}
    assert (contents(acme), contents(other)) == before
