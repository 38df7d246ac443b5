"""The other workspace's words, planted in every column that holds words, reach nobody of this one (proof 41)."""

import re

import pytest
from django.db import connection, models
from django.urls import resolve

from tests.isolation.addresses import staff_addresses
from tests.isolation.conftest import CANARY, MARKUP
from tests.isolation.crawl import body
from tests.isolation.requests import answer
from tests.isolation.rows import SHORT, tenant_models
from tests.isolation.visits import browser_of, crawl

#: Columns whose value must have a form of its own.
UNPLANTED = {
    "notifications.Notice": ("path",),
    "accounts.AccountEvent": ("pgh_label",),  # the trigger's own word; pages know three of them
    "accounts.ContactEvent": ("pgh_label",),
    "accounts.ContractEvent": ("pgh_label",),
    "accounts.InvoiceEvent": ("pgh_label",),
    "accounts.PaymentEvent": ("pgh_label",),
    "portal.Article": ("slug",),  # plain letters of an address; the title carries the word
    "surveys.Campaign": ("audience",),  # a query of the list of contacts; tests/surveys
    "playbooks.Rule": ("trigger",),  # the key of what an app hands in
    "playbooks.Task": ("done_by_contact",),  # the shelf's task is open; tests/playbooks/test_runs.py
}
#: Where words are searched for; the word comes last.
SEARCHES = (
    "accounts/names/?parent=",
    "accounts/?f.name=contains:",
    "accounts/?f.industry=",
    "accounts/?f.external_id=contains:",
    "accounts/?op.parent=is&v.parent=",
    "contacts/?f.name=contains:",
    "contacts/?f.email=contains:",
    "contacts/?op.account=is&v.account=",
    "contracts/?f.number=contains:",
    "tickets/?f.subject=contains:",
    "ctas/?f.reason=contains:",
    "tasks/?f.title=contains:",
    "portfolio/?f.name=contains:",
)
#: Addresses that are missing for those who have set up nothing there.
MISSING_AT_FIRST = {
    "mailbox",
    "accounts:file",  # the row has no bytes behind it; tests/accounts/test_files.py
    "desk:chat_file",  # nor has this; tests/portal/test_chat_pages.py
    "desk:inquiry_file",  # nor this; tests/portal/test_inquiry_pages.py
    "lifecycle:plan_pdf",  # nobody printed the row; tests/lifecycle/test_plan_pdf.py
    "integrations:export_file",  # the row has no bytes behind it; tests/integrations/test_exports.py
    "integrations:rejected",  # the row has no bytes behind it; tests/integrations/test_import_pages.py
    "reports:review_pdf",  # nobody printed the row; tests/reports/test_qbr_pages.py
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_deactivate_totp",
}


@pytest.fixture(scope="module")
def answers(lasting):
    """All that the admin of Acme gets to see, all accounts shown."""
    return crawl(lasting, lasting.acme.company.admin).answers


def view_of(path):
    return resolve(path.partition("?")[0]).view_name


def test_every_page_opens(answers):
    broken = {
        path: response.status_code
        for path, response in answers.items()
        if response.status_code not in (200, 204, 302, 303, 405) and view_of(path) not in MISSING_AT_FIRST
    }
    assert broken == {}
    assert {address.name for address in staff_addresses()} - {view_of(path) for path in answers} == set()


def test_nothing_tells_of_the_other_workspace(answers):
    canary = CANARY.lower()
    told = [path for path, response in answers.items() if canary.encode() in body(response).lower()]
    assert told == []
    assert [path for path, response in answers.items() if canary in str(response.headers).lower()] == []


def test_words_that_look_like_markup_stand_on_the_pages_as_words(answers):
    """Proof 29: every name, comment and subject of Acme carries markup; no page lets it through."""
    pages = {
        path: response for path, response in answers.items() if "html" in response.get("Content-Type", "")
    }
    assert [path for path, response in pages.items() if b"<img src=x" in body(response)] == []
    shown = {view_of(path) for path, response in answers.items() if b"&lt;img src=x" in body(response)}
    assert len(shown) > 20
    assert MARKUP.startswith("<img src=x")


def test_the_canary_sits_in_every_column_that_holds_words(both):
    bare = []
    with both.other.company.scope(), connection.cursor() as cursor:
        for model in tenant_models():
            for column in model._meta.local_fields:
                wide = isinstance(column, models.CharField | models.TextField) and not column.choices
                if not wide or (column.max_length or SHORT) < SHORT or column.generated:
                    continue
                cursor.execute(
                    f"SELECT count(*) FROM {model._meta.db_table} WHERE {column.column} ILIKE %s",
                    [f"%{CANARY}%"],
                )
                if cursor.fetchone() == (0,) and column.name not in UNPLANTED.get(model._meta.label, ()):
                    bare.append(f"{model._meta.label}.{column.name}")
    assert bare == []


def test_searching_and_suggesting_find_the_other_workspaces_words_as_little_as_unknown_ones(both):
    browser, told = browser_of(both.world, both.acme.company.admin), {}
    unknown = "Yqx4leivonen"
    for path in SEARCHES:
        found, nothing = (browser.get(f"/w/acme/{path}{word}") for word in (CANARY, unknown))
        bodies = [
            re.sub(word, "WORD", answer(response)[2].decode(), flags=re.IGNORECASE)
            for word, response in ((CANARY, found), (unknown, nothing))
        ]
        if bodies[0] != bodies[1] or found.status_code != 200:
            told[path] = found.status_code
    assert told == {}
