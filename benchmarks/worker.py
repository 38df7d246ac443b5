"""The worker as bin/run starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from csplatform.embedded.bootstrap import ROOT
from csplatform.embedded.launcher import QUEUES


@contextmanager
def working() -> Iterator[None]:
    """Two processes that take tasks of all queues, as long as they are needed; what they have in hand is dropped then."""
    command = [sys.executable, "-P", "-m", "celery", "-A", "csplatform.celery:app", "worker", "-Q", QUEUES]
    shape = ["--concurrency", "2", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    worker = subprocess.Popen([*command, *shape], cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
