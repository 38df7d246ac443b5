#!/usr/bin/env python3
"""Django's command line; bin/manage runs it with the embedded services up."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplatform.settings.embedded")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except SystemExit as end:
        # argparse leaves with 2 when an option is wrong; scripts are told 1, as for every other failure.
        sys.exit(1 if end.code == 2 else end.code)


if __name__ == "__main__":
    main()
