"""The first start's demo: made beside the running platform, so that nobody waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

from csplatform.embedded.bootstrap import ROOT, say
from csplatform.embedded.places import Places


class FirstDemo:
    """Three invented companies for an empty platform, once. Each is made whole or not at all; a start that is
    stopped meanwhile leaves it at those that are whole."""

    def __init__(self, place: Places, environment: dict[str, str]) -> None:
        self.note = place.data / "demo"
        self.log = place.log / "demo.log"
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None
        self.told: list[str] = []
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Does nothing where it was done, or where the database is not the embedded one."""
        if self.note.exists() or os.environ.get("DATABASE_URL"):
            return
        say("making three companies to look at, about a minute; bin/run --no-demo leaves them out")
        with self.log.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "load_demo", "--if-empty"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                # Not into a file: the sign-ins' password stands there.
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def look(self) -> None:
        """Tells the sign-ins once it is done."""
        if self.process is None or self.process.poll() is None:
            return
        if self._reader is not None:
            self._reader.join(timeout=5)
        if self.process.returncode:
            say(f"the demo could not be made; its log: {self.log}. To try again: bin/manage load_demo")
        else:
            self.note.touch()
            # The last line is for programs.
            print("\n".join(self.told[:-1]), flush=True)  # noqa: T201
        self.process = None

    def stop(self) -> None:
        """Ends it at once: what is not whole is rolled back."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _read(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.told.extend(line.rstrip("\n") for line in self.process.stdout)
