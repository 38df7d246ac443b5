"""Addresses inside a workspace: `/w/<workspace>/…`, built without a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.urls import reverse

_slug: ContextVar[str | None] = ContextVar("workspace_slug", default=None)


@contextmanager
def link_scope(slug: str) -> Iterator[None]:
    """Let href() know the workspace of the request or task in hand."""
    token = _slug.set(slug)
    try:
        yield
    finally:
        _slug.reset(token)


def current_slug() -> str:
    """The slug of the workspace that links lead into; raises LookupError outside link_scope."""
    slug = _slug.get()
    if slug is None:
        raise LookupError("No workspace for a link: open link_scope(slug) or name it.")
    return slug


def href(name: str, *, workspace: str | None = None, **kwargs: Any) -> str:
    """The path of a staff page by its URL name, in the workspace given or in force."""
    slug = workspace or _slug.get()
    if slug is None:
        raise LookupError(f"No workspace for the link {name}: open link_scope(slug) or name it.")
    return reverse(name, kwargs={"workspace": slug, **kwargs})


def below_workspace(name: str, **kwargs: Any) -> str:
    """The path of a staff page below its workspace's own address, for what is stored: `accounts/7/`."""
    return href(name, workspace="w", **kwargs).removeprefix("/w/w/")


def absolute(path: str) -> str:
    """The full address for a mail: always the configured one, never the request's Host."""
    return settings.BASE_URL.rstrip("/") + path
