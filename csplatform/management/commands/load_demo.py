"""load_demo [--seed N] [--scale F] [--workspace SLUG …]: three made-up companies to look at."""

import json
import secrets
import sys
import time
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.errors import DomainError
from core.links import absolute
from csplatform.demo.companies import COMPANIES, Company
from csplatform.demo.loading import Loaded, is_loaded, load_company
from workspaces.choices import Role
from workspaces.models import Workspace

CONSENT = "yes_demo_in_production"


class Command(BaseCommand):
    help = (
        "Load three made-up companies with customers, contracts, usage, tickets and scores, and say who can sign in. "
        "What is there already stays as it is. The last line is one line of JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=1, metavar="N", help="another number, other customers"
        )
        parser.add_argument(
            "--scale", type=float, default=1.0, metavar="F", help="1 is 150 accounts a company"
        )
        parser.add_argument(
            "--workspace", nargs="+", choices=list(COMPANIES), default=list(COMPANIES), metavar="SLUG",
            help=f"only these of {', '.join(COMPANIES)}",
        )  # fmt: skip
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read everybody's password from the first line of standard input; else one is made and shown",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="only where there is no workspace yet, as bin/run wants it",
        )
        parser.add_argument(
            "--yes-demo-in-production",
            action="store_true",
            help="load it although this is no embedded platform: sign-ins with a shared password in a real one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.EMBEDDED or options[CONSENT]):
            raise CommandError(
                "The demo makes sign-ins that share one password, and this is not the embedded platform of bin/run. "
                "If you mean it, add --yes-demo-in-production."
            )
        if not 0 < options["scale"] <= 20:
            raise CommandError("--scale is above 0, and 20 at most.")
        began = time.perf_counter()
        companies = [COMPANIES[slug] for slug in dict.fromkeys(options["workspace"])]
        if options["if_empty"] and Workspace.objects.exists():
            companies = []
        waiting = [company for company in companies if not is_loaded(company)]
        for company in companies:
            if company not in waiting:
                self.stdout.write(
                    f"The workspace {company.slug} is there already; nothing was changed in it."
                )
        password = self._password(given=options["password_stdin"]) if waiting else ""
        loaded = [self._load(company, password, options) for company in waiting]
        if loaded and not options["password_stdin"]:
            self.stdout.write(f"Everybody's password: {password}")
        answer: dict[str, Any] = {"workspaces": [one.workspace.slug for one in loaded]}
        for key in ("accounts", "contracts", "usage", "tickets"):
            answer[key] = sum(getattr(one, key) for one in loaded)
        answer["seconds"] = round(time.perf_counter() - began, 1)
        self.stdout.write(json.dumps(answer))

    def _load(self, company: Company, password: str, options: dict[str, Any]) -> Loaded:
        try:
            loaded = load_company(
                company, scale=options["scale"], seed=options["seed"], password=password, now=clock.now()
            )
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self._tell(loaded)
        return loaded

    def _tell(self, loaded: Loaded) -> None:
        """The first person of each role, by whom one can sign in."""
        self.stdout.write(f"{loaded.workspace.name}: {absolute(f'/w/{loaded.workspace.slug}/')}")
        told: set[Role] = set()
        for place in loaded.people:
            if place.role not in told:
                told.add(place.role)
                note = "  (keeps the password of before)" if place.keeps_password else ""
                self.stdout.write(f"  {place.role.label:<17} {place.email}{note}")

    @staticmethod
    def _password(*, given: bool) -> str:
        if not given:
            return secrets.token_urlsafe(12)
        if sys.stdin.isatty():
            return getpass("Password of everybody in the demo: ")
        return sys.stdin.readline().rstrip("\r\n")
