"""Every address of the platform, read from the URLconf; nobody keeps a list by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

STAFF = "w/<slug:workspace>/"
CUSTOMER = "w/<slug:workspace>/portal/"


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: its name with the namespace, its route, and what stands in it besides the workspace."""

    name: str
    route: str
    kwargs: tuple[str, ...]
    is_staff: bool
    is_customer: bool = False

    def path(self, slug: str = "", **kwargs: Any) -> str:
        given = {name: kwargs[name] for name in self.kwargs}
        return reverse(
            self.name, kwargs={"workspace": slug, **given} if self.is_staff or self.is_customer else given
        )


def addresses() -> list[Address]:
    return list(_below(get_resolver().url_patterns, "", ""))


def staff_addresses() -> list[Address]:
    return [address for address in addresses() if address.is_staff]


def public_addresses() -> list[Address]:
    return [address for address in addresses() if not (address.is_staff or address.is_customer)]


def customer_addresses() -> list[Address]:
    """Those of the portal, with those of signing in."""
    return [address for address in addresses() if address.is_customer]


def _below(patterns: Any, route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, whole, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{whole} has no name: give it one in its urls.py."
            named = [*pattern.pattern.converters, *pattern.pattern.regex.groupindex]
            kwargs = tuple(dict.fromkeys(named))
            of_customer = whole.startswith(CUSTOMER)
            is_staff = whole.startswith(STAFF) and not of_customer
            yield Address(namespace + pattern.name, whole, kwargs, is_staff, of_customer)
