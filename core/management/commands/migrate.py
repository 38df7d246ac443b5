"""Django's migrate, run as the owner, then the app role's rights declared afresh."""

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate

from core.tenancy.roles import as_owner, grants


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> Any:
        with as_owner(options["database"]) as connection:
            # A statement that waits for a lock makes everybody behind it wait too: better to fail and run again.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('lock_timeout', %s, false)", [f"{settings.DATABASE_LOCK_SECONDS}s"]
                )
            result = super().handle(*args, **options)
            if not (options.get("plan") or options.get("check_unapplied")):
                grants(connection)
        return result
