"""A database that is away: 503 and when to come back, where any other error is 500."""

import json
import logging

import pytest
from django.core.handlers.exception import response_for_exception
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from csplatform.settings.base import VERSION
from tests.architecture.test_house import ROOT


@pytest.mark.parametrize(
    ("error", "status", "again"),
    [
        (OperationalError("FATAL: sorry, too many clients already"), 503, "5"),
        (InterfaceError("connection already closed"), 503, "5"),
        (ValueError("x"), 500, None),
    ],
)
def test_only_the_databases_absence_asks_to_come_again(error, status, again):
    request = RequestFactory(raise_request_exception=False).get("/w/acme/")
    try:
        raise error
    except type(error) as raised:
        answer = response_for_exception(request, raised)
    assert (answer.status_code, answer.get("Retry-After")) == (status, again)
    assert ("The database does not answer just now" in answer.content.decode()) is (status == 503)


def test_an_answer_carries_the_number_of_its_request(client, db):
    own = client.get("/healthz")["X-Request-ID"]
    assert len(own) == 32
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-0001"})["X-Request-ID"] == "proxy-0001"
    hostile = client.get("/healthz", headers={"X-Request-ID": 'x"\n{}' * 9})["X-Request-ID"]
    assert len(hostile) == 32


def test_a_request_is_told_in_one_line_without_its_path(world, redis, capsys):
    from tests.core.test_logs import json_formatter

    handler, told = logging.Handler(), []
    handler.emit = lambda record: told.append(json.loads(json_formatter().format(record)))
    logging.getLogger("core.requests").addHandler(handler)
    try:
        world.client(world.acme.admin).get("/w/acme/accounts/?q=Anna")
        world.client().get("/join/1-secretsecret/")
    finally:
        logging.getLogger("core.requests").removeHandler(handler)
    first, second = told
    assert (first["page"], first["status"], first["workspace_id"]) == (
        "accounts:list", 200, world.acme.workspace.pk
    )  # fmt: skip
    assert "workspace_id" not in second
    assert "Anna" not in json.dumps(told)
    assert "secretsecret" not in json.dumps(told)


def test_the_version_is_told_once():
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()
