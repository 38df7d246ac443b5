"""Entry from bin/: `python -m csplatform.embedded run|manage|test|bench …`."""

from __future__ import annotations

import signal
import sys

from csplatform.embedded.bootstrap import Refusal, explain


def main(arguments: list[str]) -> int:
    command, rest = arguments[0], arguments[1:]
    for number in (signal.SIGTERM, signal.SIGHUP):
        # As an exception, so that what was started is stopped; bin/run has a handler of its own.
        signal.signal(number, _end)
    # Each command imports what it needs: bin/test starts many times a day.
    if command == "run":
        from csplatform.embedded.launcher import run

        return run(rest)
    if command == "test":
        from csplatform.embedded.testing import test

        return test(rest)
    from csplatform.embedded.commands import bench, manage

    return {"manage": manage, "bench": bench}[command](rest)


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        sys.exit(f"cannot start: {refusal}")
    except OSError as failure:
        sys.exit(f"cannot start: {explain(failure)}")
    except KeyboardInterrupt:
        sys.exit("stopped")
