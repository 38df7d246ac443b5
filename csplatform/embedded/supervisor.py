"""Keeps the children running: what dies by itself is started again, after a pause that grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from csplatform.embedded.bootstrap import Refusal, say
from csplatform.embedded.processes import Child, stop_all
from csplatform.embedded.services import Services

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# A child that ran this long was well; its next death counts as the first.
WELL_AFTER = 60.0
# Bounds of the stop; with those of the engines they stay below five seconds.
SOFT, HARD = 1.5, 0.8


@dataclass
class Supervisor:
    services: Services
    children: list[Child] = field(default_factory=list)
    _pauses: dict[str, float] = field(default_factory=dict)
    _due: dict[str, float] = field(default_factory=dict)

    def start(self, child: Child) -> None:
        self.services.start(child)
        self.children.append(child)

    def look(self, now: float) -> None:
        """One round over all children and engines; `now` is the monotonic clock."""
        for child in [*self.services.engines(), *self.children]:
            if child.is_running():
                continue
            if child.name not in self._due:
                self._report(child, now)
            elif now >= self._due[child.name]:
                self._again(child)

    def _report(self, child: Child, now: float) -> None:
        ran = now - child.started_at
        pause = FIRST_PAUSE if ran > WELL_AFTER else self._pauses.get(child.name, FIRST_PAUSE)
        self._pauses[child.name] = min(pause * 2, LONGEST_PAUSE)
        self._due[child.name] = now + pause
        code = child.process.returncode if child.process else None
        say(f"{child.name} ended by itself (status {code}): {child.last_line('FATAL', 'Error')[:200]}")
        say(f"starting {child.name} again in {pause:.0f} s; its log: {child.log}")
        # What it forked must not work beside its successor.
        child.kill_group()

    def _again(self, child: Child) -> None:
        del self._due[child.name]
        try:
            self.services.start(child)
        except (OSError, Refusal) as error:
            say(f"{child.name} cannot start: {error}")

    def stop(self) -> None:
        """Stops the programs; the engines follow when their block ends."""
        stop_all(self.children, soft=SOFT, hard=HARD)


def watch(supervisor: Supervisor, *, also: Callable[[], None], every: float = 0.2) -> None:
    """Until a signal raises out of it; `also` is called in each round."""
    while True:
        supervisor.look(time.monotonic())
        also()
        time.sleep(every)
