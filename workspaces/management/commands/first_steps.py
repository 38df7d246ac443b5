"""first_steps: how to sign in, for whoever has just started the platform."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workspaces.selectors.first_steps import first_steps


class Command(BaseCommand):
    help = "Say how to sign in: the command that makes the first workspace, or who can sign in where."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(first_steps(base_url=settings.BASE_URL, mail_is_local=settings.EMBEDDED))
