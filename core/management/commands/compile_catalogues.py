"""compile_catalogues: write the .mo file beside each .po file of locale/, after its words were changed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogues import CatalogueBroken, catalogues_below, compiled, read_entries


class Command(BaseCommand):
    help = "Compile the catalogues of translated words. The .mo files are kept with the code."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in catalogues_below(settings.BASE_DIR / "locale"):
            try:
                entries = read_entries(path)
            except CatalogueBroken as broken:
                raise CommandError(str(broken)) from broken
            path.with_suffix(".mo").write_bytes(compiled(entries))
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {len(entries) - 1} messages")
