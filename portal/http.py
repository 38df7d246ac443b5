"""The request that a view of the portal gets."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from portal.identity import Customer
from portal.models import PortalSession
from workspaces.models import Workspace


class CustomerRequest(HttpRequest):
    """Set by portal.door on every address below /w/<workspace>/portal/ but those of signing in."""

    workspace: Workspace
    customer: Customer
    portal_session: PortalSession
    user: AnonymousUser
    rollback: bool


class StrangerRequest(HttpRequest):
    """Of the addresses of signing in: `customer` is None for who has not."""

    workspace: Workspace
    customer: Customer | None
    portal_session: PortalSession | None
    user: AnonymousUser
    rollback: bool
