"""The printer: one warm process per process of ours that prints, started at the first order and ended by its idleness."""

import atexit
import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

IDLE_SECONDS = 300
# What the printer needs beyond a document's own time to notice that it is over, and to tell.
GRACE_SECONDS = 10
# Subsets of fonts carry the time of their making: one fixed time keeps the bytes the same.
EPOCH = "1000000000"


class Gone(Exception):
    """The printer is not there any more."""


class Printer:
    """Loads the libraries once and prints each order in a fork, so that a document that hangs or grows ends alone.

    It knows no database, no Redis and no secrets: of our environment it gets the path alone.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._home = ""
        self._owner = 0
        self._lock = threading.Lock()

    def print(self, order: dict[str, Any], *, seconds: int) -> int | None:
        """Hand an order over; the exit code of its process, None when it took longer than `seconds`.

        A printer that ended in its idleness is started again; one that ends twice over one order counts as killed.
        """
        with self._lock:
            for _again in range(2):
                try:
                    return self._ask(order, seconds)
                except (Gone, BrokenPipeError):
                    self.close()
            return -9

    def close(self) -> None:
        """End the printer that this process started."""
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
            shutil.rmtree(self._home, ignore_errors=True)
        self._process = None

    def _ask(self, order: dict[str, Any], seconds: int) -> int | None:
        orders, answers = self._started()
        orders.write(json.dumps(order).encode() + b"\n")
        orders.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(answers, selectors.EVENT_READ)
            if not waiting.select(seconds + GRACE_SECONDS):
                self.close()
                return None
        told = answers.readline()
        if not told:
            raise Gone
        code: int | None = json.loads(told)["code"]
        return code

    def _started(self) -> tuple[IO[bytes], IO[bytes]]:
        """Where orders go and answers come from. A printer of the process that we were forked from is not ours."""
        mine = self._owner == os.getpid()
        if self._process is None or not mine or self._process.poll() is not None:
            self.close()
            self._start()
        pipes = self._process and (self._process.stdin, self._process.stdout)
        if not pipes or pipes[0] is None or pipes[1] is None:
            raise Gone
        return pipes[0], pipes[1]

    def _start(self) -> None:
        self._home, self._owner = tempfile.mkdtemp(prefix="cs-printer-"), os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", str(Path(__file__).with_name("program.py")), str(IDLE_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(self._home),
            start_new_session=True,
        )


def _environment(home: str) -> dict[str, str]:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": home,  # fontconfig keeps its cache there
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": EPOCH,
    }
    if os.path.isdir("/var/cache/fontconfig"):
        environment["XDG_CACHE_HOME"] = home
    return environment


printer = Printer()
atexit.register(printer.close)
