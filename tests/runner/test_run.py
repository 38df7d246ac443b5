"""bin/run as an operator lives with it: stop, start again, recover, as root and as ordinary user."""

import json
import os
import signal
import time
import urllib.request

import pytest

from csplatform.embedded.launcher import WORKER_NICE
from tests.runner.instance import Instance

pytestmark = pytest.mark.slow


def make_workspace(instance: Instance, slug: str) -> dict:
    done = instance.command(
        "manage",
        "create_workspace",
        slug,
        "--name",
        "Acme",
        "--owner",
        "ada@example.com",
        "--password-stdin",
        stdin="correct horse battery staple\n",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def allowed() -> float:
    """Five seconds of a machine of its own; the other test workers take their share of the cores."""
    return 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def readyz(instance: Instance) -> dict:
    with urllib.request.urlopen(f"http://localhost:{instance.port}/readyz", timeout=5) as answer:
        return json.load(answer)


def test_it_stops_in_time_keeps_its_data_and_recovers_from_kill_9(instance: Instance) -> None:
    printed = instance.start(cwd="/")
    assert f"ready: http://localhost:{instance.port}" in printed
    assert readyz(instance)["status"] == "ok"
    assert make_workspace(instance, "acme")["workspace"] == "acme"

    status, seconds = instance.stop(signal.SIGTERM)
    assert (status, seconds < allowed(), instance.processes()) == (0, True, [])

    instance.start(cwd=str(instance.tree.parent))
    assert instance.workspaces() == "acme"

    instance.kill_everything()
    assert (instance.data / "postgres" / "postmaster.pid").exists()
    instance.start()
    assert instance.workspaces() == "acme"
    status, seconds = instance.stop(signal.SIGINT)
    assert (status, seconds < allowed(), instance.processes()) == (0, True, [])


def test_children_die_with_a_killed_launcher_and_come_back_when_they_die_alone(copy: Instance) -> None:
    copy.start()
    facts = json.loads((copy.data / "children.json").read_text())
    pids = {row["name"]: row["pid"] for row in facts["children"]}
    assert set(pids) == {"postgres", "valkey", "web", "worker", "beat"}
    own = os.getpriority(os.PRIO_PROCESS, 0)
    yielding = {name: os.getpriority(os.PRIO_PROCESS, pid) - own for name, pid in pids.items()}
    assert yielding == {"postgres": 0, "valkey": 0, "web": 0, "worker": min(WORKER_NICE, 19 - own), "beat": 0}

    for name in ("valkey", "postgres", "web"):
        os.kill(pids[name], signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if readyz(copy)["status"] == "ok":
                break
        except OSError:
            time.sleep(0.2)
    log = (copy.tree.parent / "run.log").read_text()
    for name in ("valkey", "postgres", "web"):
        assert f"{name} ended by itself (status -9)" in log

    assert copy.process is not None
    copy.process.kill()
    copy.process.wait()
    deadline = time.monotonic() + 8
    while copy.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert copy.processes() == []


def test_manage_brings_its_own_services_when_none_run(copy: Instance) -> None:
    assert make_workspace(copy, "acme")["workspace"] == "acme"
    assert (copy.workspaces(), copy.processes()) == ("acme", [])


def test_manage_passes_the_exit_status_on(copy: Instance) -> None:
    assert copy.command("manage", "no_such_command").returncode == 1
    wrong = copy.command("manage", "import_csv", "--kind", "weather", "file.csv")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "argument --kind: invalid choice: 'weather'" in wrong.stderr.splitlines()[-1]
