"""What a form or a list is told about another workspace's rows, or about columns it does not offer."""

import re

import pytest
from django.db import transaction

from core.lists.filters import ReferenceFilter
from tests.isolation.builders import FILTERS, HINTS, REFUSED
from tests.isolation.requests import NONE, answer, contents, state
from tests.isolation.rows import tenant_models
from tests.isolation.visits import filled, forms_of, pages_of, send

#: A refusal may be noted.
NOTED = frozenset({"workspaces_securityact"})


@pytest.fixture(scope="module")
def both(lasting):
    return lasting


@pytest.fixture(scope="module")
def pages(both):
    return pages_of(both, both.acme.company.admin)


def test_every_form_can_be_sent_as_it_stands(pages):
    """Else the tests below would prove nothing."""
    refused = {}
    for sent in forms_of(pages, "post"):
        with transaction.atomic():
            status = send(pages.browser, sent.form, filled(sent.form)).status_code
            transaction.set_rollback(True)
        if (
            status not in (302, 303, 204)
            and sent.view not in REFUSED
            and not sent.view.startswith("account_")
        ):
            refused[sent.view] = status
    assert refused == {}, (
        "Add what the form needs to FILLED in builders.py, or say in REFUSED why it never goes."
    )


def ids_in(form):
    """The fields of a form that hold ids: what is offered, and hidden numbers. Managing numbers are none."""
    offered = {name: {v for v in values if v.isdigit()} for name, values in form.offered.items()}
    values = dict(form.fields)
    for name, kind in form.kinds.items():
        if kind == "hidden" and name.endswith("id"):
            offered[name] = {values[name]} - {""}
    named = {name: found for name, found in offered.items() if found or name.endswith("-id")}
    return {
        name: set().union(*(f for n, f in named.items() if _family(n) == _family(name))) for name in named
    }


def _family(name):
    return re.sub(r"\d+", "N", name)


def foreign_ids(both, offered):
    """Ids of the other workspace's rows of the models whose rows the field offers."""
    kinds = [
        model._meta.label
        for model in tenant_models()
        if {str(row.pk) for row in both.acme.rows[model._meta.label]} & offered
    ]
    return {str(both.other[label].pk) for label in kinds} - offered


def test_a_form_refuses_another_workspaces_row_as_one_that_never_was(both, pages):
    found, tried = {}, set()
    before = contents(both.other.company)
    for sent in forms_of(pages, "post"):
        for name, offered in ids_in(sent.form).items():
            for number in sorted(foreign_ids(both, offered)):
                tried.add(_family(name))
                answers = []
                for value in (number, str(NONE)):
                    with transaction.atomic():
                        was = contents(both.acme.company, without=NOTED)
                        pairs = [(n, v) for n, v in filled(sent.form) if n != name] + [(name, value)]
                        response = send(pages.browser, sent.form, pairs)
                        wrote = contents(both.acme.company, without=NOTED) != was
                        transaction.set_rollback(True)
                    answers.append((response.status_code, wrote))
                refused = answers in ([(422, False)] * 2, [(404, False)] * 2)
                if answers[0] != answers[1] or not (refused or _family(name) in HINTS):
                    found[f"{sent.view} {name}={number}"] = answers
    assert found == {}
    assert tried >= {"owner_csm", "lines-N-product", "lines-N-id", "metric"}
    assert contents(both.other.company) == before


def test_a_written_name_of_another_workspace_means_nothing(both, pages):
    words = [both.other["accounts.Account"].name, both.other["accounts.Account"].external_id, "Nobody at all"]
    for sent in [sent for sent in forms_of(pages, "post") if "parent" in sent.fields]:
        bodies = set()
        for word in words:
            with transaction.atomic():
                pairs = [(n, v) for n, v in filled(sent.form) if n != "parent"] + [("parent", word)]
                response = send(pages.browser, sent.form, pairs)
                transaction.set_rollback(True)
            assert response.status_code == 422
            bodies.add(answer(response)[2].replace(word.encode(), b""))
        assert len(bodies) == 1


def test_columns_that_a_form_does_not_offer_are_not_taken(both, pages):
    """Proof 35: the same form with every column of every table in it writes exactly the same."""
    columns = {f.attname for m in tenant_models() for f in m._meta.local_fields}
    columns |= {f.name for m in tenant_models() for f in m._meta.local_fields}
    columns |= {"pk", "is_staff", "is_superuser", "is_active", "health_score", "score", "tenant", "slug"}
    found = {}
    for sent in forms_of(pages, "post"):
        more = {name: str(both.other.company.workspace.pk) for name in columns - sent.fields}
        more |= {name: "zzz" for name in more if name in ("role", "status", "stage", "band", "name")}
        more |= {"password": "a stolen winter in Oulu 8"} if "password" not in sent.fields else {}
        states = []
        for extra in ({}, more):
            with transaction.atomic():
                send(pages.browser, sent.form, [*filled(sent.form), *extra.items()])
                states.append(state(both.acme.company))
                transaction.set_rollback(True)
        differing = [table for table in states[0] if states[0][table] != states[1][table]]
        if differing:
            found[sent.view] = {table: (states[0][table][-1:], states[1][table][-1:]) for table in differing}
    assert found == {}


def test_every_filter_by_a_row_says_whose_row(pages):
    unknown = {chosen.key for _path, chosen in reference_filters(pages)} - set(FILTERS)
    wanted = {key for key in unknown if not key.startswith("owner_")}
    assert wanted == set(), "Add a line to FILTERS in tests/isolation/builders.py: which model's row is it?"


def reference_filters(pages):
    for path, response in pages.answers.items():
        shown = response.context and response.context.get("list")
        for chosen in shown.spec.filters if shown else ():
            if isinstance(chosen, ReferenceFilter):
                yield path, chosen


def test_a_lists_filter_by_another_workspaces_row_is_one_by_no_row(both, pages):
    found = {}
    for path, chosen in reference_filters(pages):
        foreign = both.other[FILTERS[chosen.key.partition("_")[0]]].pk
        for query in ("f.{key}=is:{number}", "op.{key}=not&v.{key}={number}"):
            answers = []
            for number in (foreign, NONE):
                asked = f"{path}?{query.format(key=chosen.key, number=number)}"
                got = pages.browser.get(asked, follow=True)
                rows = [row.id for row in got.context["list"].rows]
                chips = [str(chip).replace(str(number), "N") for chip in got.context["list"].chips]
                answers.append((got.status_code, rows, chips))
            if answers[0] != answers[1]:
                found[f"{path} {chosen.key}"] = answers
    assert found == {}


def test_a_form_that_reads_takes_another_workspaces_row_for_none(both, pages):
    found = {}
    for sent in forms_of(pages, "get"):
        for name, offered in ids_in(sent.form).items():
            for number in foreign_ids(both, offered):
                bodies = []
                for value in (number, str(NONE)):
                    got = pages.browser.get(sent.form.action, {**dict(sent.form.fields), name: value})
                    text = re.sub(rf"(?<!\d)({number}|{NONE})(?!\d)", "", answer(got)[2].decode())
                    bodies.append((got.status_code, text))
                if bodies[0] != bodies[1]:
                    found[f"{sent.view} {name}={number}"] = [status for status, _body in bodies]
    assert found == {}
