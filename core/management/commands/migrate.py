"""Django's migrate, run as the owner, then the app role's rights declared afresh."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError
from psycopg2.errors import LockNotAvailable

from core.tenancy.roles import as_owner, grants, refuse_without_owner


class Command(Migrate):
    def execute(self, *args: Any, **options: Any) -> Any:
        # Before Django's own checks, which ask the server for its version.
        refuse_without_owner()
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> Any:
        seconds = settings.DATABASE_LOCK_SECONDS
        with as_owner(options["database"]) as connection:
            # A statement that waits for a lock makes everybody behind it wait too: better to fail and run again.
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
            try:
                result = super().handle(*args, **options)
                if not (options.get("plan") or options.get("check_unapplied")):
                    grants(connection)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                raise CommandError(
                    f"Others held a lock for longer than {seconds} s, so this migration was given up and nothing "
                    "of it stands. Run migrate again at a quieter moment, or stop the workers meanwhile."
                ) from error
        return result
