"""The search field of the staff shell: accounts by name."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core.links import href


def search(request: HttpRequest) -> Mapping[str, Any]:
    """Where a name that was typed goes: to the list of accounts, as a condition that can be changed there."""
    return {"search_url": href("accounts:list"), "search_field": "v.name"}
