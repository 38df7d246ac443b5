"""bin/bench [GOAL …] [--small]: measure the speed goals, all or the named ones."""

import argparse
import os
import sys

import django

GOALS = ("G1", "G2")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("goals", nargs="*", metavar="GOAL", help=f"of {', '.join(GOALS)}; none means all")
    parser.add_argument(
        "--small", action="store_true", help="a hundredth of the stated size: shows that they run"
    )
    options = parser.parse_args()
    unknown = [goal for goal in options.goals if goal.upper() not in GOALS]
    if unknown:
        parser.error(f"{', '.join(unknown)} is no goal; there are {', '.join(GOALS)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplatform.settings.embedded")
    django.setup()
    from benchmarks.database import bench_database
    from benchmarks.goals import run
    from benchmarks.measure import write_results

    wanted = [goal.upper() for goal in options.goals] or list(GOALS)
    with bench_database():
        lines = []
        for line in run(wanted, small=options.small):
            print(line, flush=True)
            lines.append(line)
    if not options.small:
        write_results(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
