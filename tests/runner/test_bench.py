"""bin/bench runs: every goal gives its line, small; the numbers are for people at the stated size."""

import subprocess

from benchmarks.__main__ import GOALS
from csplatform.embedded.bootstrap import ROOT


def test_every_goal_is_measured_and_told_in_a_line():
    done = subprocess.run(
        [str(ROOT / "bin" / "bench"), "--small"], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    told = [line.split()[0] for line in done.stdout.splitlines()]
    assert sorted(set(told), key=list(GOALS).index) == list(GOALS)
    assert all("limit" in line and "target" in line for line in done.stdout.splitlines())


def test_an_unknown_goal_is_refused_with_those_there_are():
    done = subprocess.run(
        [str(ROOT / "bin" / "bench"), "G99"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 2
    assert "G99 is no goal; there are G1, G2" in done.stderr
