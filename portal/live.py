"""The door to streams for customers: the same session as the pages ask for, by the cookie of /live/<workspace>/."""

from collections.abc import Callable, Sequence
from typing import Any

from core import clock
from core.links import link_scope
from core.live import Admitted, Channels, LiveRequest
from core.tenancy import workspace_scope
from portal.identity import LIVE_COOKIE, Customer, person_of
from portal.selectors.logins import sessions_by_cookies
from workspaces.models import Workspace

Ask = Callable[[Customer, str], Channels | None]


def customer_door(
    channels: Ask, reader: Callable[[Customer, LiveRequest, Workspace], Any] | None = None
) -> Callable[[LiveRequest], Admitted | None]:
    """An `Admission.admit` for customers. `channels(customer, name)` runs inside the workspace's scope and says what this
    customer hears at the name in the address; None answers as if nothing were there. `reader` says for whom is drawn."""

    def admit(request: LiveRequest) -> Admitted | None:
        if not request.cookies.get(LIVE_COOKIE):
            return None
        workspace = Workspace.objects.filter(slug=request.workspace, closed_at=None).first()
        if workspace is None:
            return None
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            customer = customers_of_sessions([request], workspace)[0]
            found = channels(customer, request.name) if customer else None
            if customer is None or found is None:
                return None
            drawn_for = reader(customer, request, workspace) if reader else None
            return Admitted(workspace.pk, person_of(customer.login.pk), found, drawn_for)

    return admit


def customers_of_sessions(requests: Sequence[LiveRequest], workspace: Workspace) -> list[Customer | None]:
    """The customer whose session came with each request, inside the workspace's scope. One query."""
    now = clock.now()
    cookies = [request.cookies.get(LIVE_COOKIE, "") for request in requests]
    opened = sessions_by_cookies(cookies, now=now, today=clock.today_in(workspace.time_zone, now))
    return [opened[cookie].customer if cookie in opened else None for cookie in cookies]
