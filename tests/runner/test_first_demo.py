"""A newcomer's first start: the platform is there at once, and a minute later three companies to look at."""

import re
import time

import pytest

from tests.runner.instance import Instance

pytestmark = pytest.mark.slow

COMPANIES = "harrowpoint,havu-hr,smereka"


def test_the_first_start_makes_the_demo_once_and_says_who_can_sign_in(copy: Instance) -> None:
    copy.start(demo=True)
    deadline = time.monotonic() + 240
    while not re.search(r"^Everybody's password: \S+$", copy.log.read_text(), re.MULTILINE):
        assert time.monotonic() < deadline, copy.log.read_text()
        time.sleep(0.5)
    assert "marja.kallio@havu-hr.example" in copy.log.read_text()
    assert copy.workspaces() == COMPANIES
    assert "password" not in (copy.data / "log" / "demo.log").read_text()
    copy.stop()
    printed = copy.start(demo=True)
    assert not any("companies to look at" in line for line in printed)
    time.sleep(2)
    assert copy.workspaces() == COMPANIES


def test_a_start_that_is_stopped_meanwhile_stops_in_time_and_leaves_whole_companies(copy: Instance) -> None:
    copy.start(demo=True)
    time.sleep(3)
    status, _seconds = copy.stop()
    assert (status, copy.processes()) == (0, [])
    copy.start()
    assert copy.workspaces() in {"", "havu-hr"}
