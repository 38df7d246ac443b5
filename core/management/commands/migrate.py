"""Django's migrate, run as the owner, then the app role's rights declared afresh."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from core.tenancy.roles import as_owner, grants


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> Any:
        with as_owner(options["database"]) as connection:
            result = super().handle(*args, **options)
            if not (options.get("plan") or options.get("check_unapplied")):
                grants(connection)
        return result
