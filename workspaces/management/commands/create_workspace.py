"""create_workspace SLUG --name N --owner EMAIL --password-stdin: the first step on a new server."""

import json
import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.errors import DomainError
from core.links import absolute
from workspaces.services import create_workspace


class Command(BaseCommand):
    help = "Make a workspace with its first admin; prints one line of JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="stands in the address: /w/SLUG/")
        parser.add_argument("--name", required=True, help="the company's name")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="the first admin")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the owner's password from the first line of standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = self._password() if options["password_stdin"] else ""
        try:
            made = create_workspace(
                slug=options["slug"],
                name=options["name"],
                owner_email=options["owner"],
                password=password,
                now=clock.now(),
            )
        except DomainError as error:
            raise CommandError(self._explain(error, options)) from error
        note = "" if made.owner_is_new else "The owner had an account already and keeps its password."
        answer = {
            "workspace": made.workspace.slug,
            "id": made.workspace.id,
            "name": made.workspace.name,
            "owner": made.owner.user.email,
            "owner_is_new": made.owner_is_new,
            "url": absolute(f"/w/{made.workspace.slug}/"),
            "note": note,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    @staticmethod
    def _password() -> str:
        if sys.stdin.isatty():
            return getpass("Password of the owner: ")
        return sys.stdin.readline().rstrip("\r\n")

    @staticmethod
    def _explain(error: DomainError, options: dict[str, Any]) -> str:
        if error.field == "password" and not options["password_stdin"]:
            return "The owner is new and needs a password: add --password-stdin and hand it over on standard input."
        return str(error.message)
