"""A file's way through the pages, with the worker's part done by hand."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.tenancy.scope import no_workspace
from integrations.models import Import
from integrations.services.work import work_on
from tests.support.world import NOW, Company

ACCOUNTS = b"account_id,account_name,industry,country\nX-1,Alpha,Food,FI\nX-2,Beta,Care,US\n,Nobody,,\n"


class Flow:
    """One person who imports in one company."""

    def __init__(self, company: Company, client: Any) -> None:
        self.company, self.client = company, client
        self.base = f"{company.url}/imports/"

    def upload(self, content: bytes, *, kind: str = "accounts", name: str = "file.csv", **more: str) -> Any:
        file = SimpleUploadedFile(name, content, content_type="text/csv")
        return self.client.post(f"{self.base}new/?kind={kind}", {"file": file, **more})

    def uploaded(self, content: bytes, *, kind: str = "accounts", name: str = "file.csv") -> int:
        answer = self.upload(content, kind=kind, name=name)
        assert answer.status_code == 303, answer.content.decode()
        return int(re.search(r"/imports/(\d+)/", answer["Location"])[1])  # type: ignore[index]

    def url(self, pk: int, path: str = "") -> str:
        return f"{self.base}{pk}/{path}"

    def match(self, pk: int, **changes: str) -> Any:
        """Send the matching form as it stands, with these changes."""
        form = self.client.get(self.url(pk, "columns/")).context["form"]
        sent = {field.html_name: field.value() or "" for field in form}
        return self.client.post(self.url(pk, "columns/"), sent | changes)

    def work(self, pk: int) -> None:
        with no_workspace():
            work_on(self.company.workspace.pk, pk, now=NOW)

    def row(self, pk: int) -> Import:
        with self.company.scope():
            return Import.objects.select_related("file", "rejected_file").get(pk=pk)

    def checked(self, content: bytes, *, kind: str = "accounts") -> int:
        pk = self.uploaded(content, kind=kind)
        answer = self.match(pk)
        assert answer.status_code == 303, answer.content.decode()
        self.work(pk)
        return pk

    def imported(self, content: bytes, *, kind: str = "accounts") -> int:
        pk = self.checked(content, kind=kind)
        self.client.post(self.url(pk, "run/"))
        self.work(pk)
        return pk


def told(found: Import) -> tuple[str, int, int, int, int, int]:
    """State, created, updated, unchanged, rejected, warnings."""
    return (
        found.state,
        found.created,
        found.updated,
        found.unchanged,
        found.rejected,
        found.warnings,
    )
