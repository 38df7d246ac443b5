"""What the frame of every page of the portal shows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from core.htmx import wants_fragment
from core.links import href
from core.shell import Choice
from portal.identity import Customer
from portal.navigation import PORTAL_NAV
from workspaces.models import Brand, Workspace


@dataclass(frozen=True)
class Frame:
    """The vendor, the customer, and the pages there are."""

    vendor: str
    logo_url: str
    home_url: str
    nav: tuple[Choice, ...]
    customer: Customer | None


def frame(request: HttpRequest) -> dict[str, Any]:
    """`portal`, at the customer's door alone; a fragment draws no frame."""
    workspace: Workspace | None = getattr(request, "workspace", None)
    if workspace is None or not hasattr(request, "customer"):
        return {}
    customer: Customer | None = request.customer
    return {
        "portal": Frame(
            vendor=workspace.name,
            logo_url="" if wants_fragment(request) else _logo_url(),
            home_url=href("portal:home"),
            nav=tuple(_nav(request.path, customer)) if customer and not wants_fragment(request) else (),
            customer=customer,
        )
    }


def _logo_url() -> str:
    has_logo = Brand.objects.filter(logo__isnull=False).exists()
    return href("portal:logo") if has_logo else ""


def _nav(path: str, customer: Customer) -> list[Choice]:
    home = href("portal:home")
    choices = []
    for entry in PORTAL_NAV:
        if entry.shown is not None and not entry.shown(customer):
            continue
        url = href(entry.url_name)
        current = path == home if url == home else path.startswith(url)
        waits = entry.waits(customer) if entry.waits is not None else None
        choices.append(Choice(str(entry.label), url, current, entry.key, waits or None, entry.icon))
    return choices
