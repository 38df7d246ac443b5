"""The demo of a first start, ended before it was there; tests/flows/test_newcomer.py sees it through."""

import time

import pytest

from tests.runner.instance import Instance

pytestmark = pytest.mark.slow


def test_a_start_that_is_stopped_meanwhile_stops_in_time_and_leaves_whole_companies(copy: Instance) -> None:
    copy.start(demo=True)
    time.sleep(3)
    status, _seconds = copy.stop()
    assert (status, copy.processes()) == (0, [])
    copy.start()
    assert copy.workspaces() in {"", "havu-hr"}
