"""Each line is one JSON object with its workspace and request, and carries no secret."""

import io
import json
import logging

import pytest
import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars

from core.logs import json_formatter, redacted
from core.tenancy import workspace_scope


@pytest.fixture
def lines():
    """What is logged meanwhile, parsed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    clear_contextvars()


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Not Found: /join/12-abc_DEF-9/", "Not Found: /join/12-…/"),
        ("Not Found: /accounts/password/reset/key/1-d5-abc/", "Not Found: /accounts/password/reset/key/…/"),
        ("Not Found: /w/acme/", "Not Found: /w/acme/"),
        ("cannot reach postgres://cs_app:s3cret@db/x", "cannot reach postgres://cs_app:…@db/x"),
        ("redis://:s3cret@queue:6379/0", "redis://:…@queue:6379/0"),
        ("Authorization: Bearer abc.def", "Authorization: … …"),
        ("password=s3cret host=db", "password=… host=db"),
        ("{'new_token': 's3cret'}", "{'new_token': '…'}"),
        ("sessionid=s3cret; book=all", "sessionid=…; book=all"),
    ],
)
def test_a_secret_is_cut_out_of_what_is_said(said, logged):
    assert redacted(said) == logged
    assert "s3cret" not in redacted(said)


def test_every_logger_ends_in_json_with_request_and_workspace(lines, db, world):
    bind_contextvars(request_id="r-12345678")
    with workspace_scope(world.acme.workspace.pk):
        structlog.get_logger("ours").info("said", count=2)
        logging.getLogger("theirs").warning("said %s", "too")
    ours, theirs = lines()
    for line in (ours, theirs):
        assert (line["request_id"], line["workspace_id"]) == ("r-12345678", world.acme.workspace.pk)
    assert (ours["event"], ours["count"], ours["level"], ours["logger"]) == ("said", 2, "info", "ours")
    assert (theirs["event"], theirs["level"]) == ("said too", "warning")


def test_values_of_telling_names_are_cut_and_a_trace_shows_no_variables(lines):
    structlog.get_logger("ours").info("x", password="s3cret", detail={"api_key": "s3cret", "n": 1})
    try:
        hidden = "s3cret"
        raise ValueError("postgres://a:s3cret@db/x")
    except ValueError:
        logging.getLogger("theirs").exception("broke")
    first, second = lines()
    assert (first["password"], first["detail"]) == ("…", {"api_key": "…", "n": 1})
    assert "ValueError" in second["exception"]
    assert hidden not in json.dumps([first, second])
