"""The portal's own navigation; each subject adds its entry from apps.py."""

from collections.abc import Callable
from dataclasses import dataclass

from core.lists.columns import Text
from core.ports import Registry
from portal.identity import Customer


@dataclass(frozen=True)
class PortalEntry:
    """A page of the top bar, on phones of the bottom bar. `shown(customer)` may leave it out; `waits(customer)` counts what
    there waits for the reader; `url_name` takes the workspace alone."""

    key: str
    label: Text
    icon: str
    url_name: str
    order: int = 100
    shown: Callable[[Customer], bool] | None = None
    waits: Callable[[Customer], int] | None = None


PORTAL_NAV: Registry[PortalEntry] = Registry("pages of the portal")
