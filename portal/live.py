"""The door to streams for customers: the same session as the pages ask for, by the cookie of /live/<workspace>/."""

from collections.abc import Callable

from core import clock
from core.links import link_scope
from core.live import Admitted, Channels, LiveRequest
from core.tenancy import workspace_scope
from portal.identity import LIVE_COOKIE, Customer, person_of
from portal.selectors.logins import session_by_cookie
from workspaces.models import Workspace

Ask = Callable[[Customer, str], Channels | None]


def customer_door(channels: Ask) -> Callable[[LiveRequest], Admitted | None]:
    """An `Admission.admit` for customers. `channels(customer, name)` runs inside the workspace's scope and says what this
    customer hears at the name in the address; None answers as if nothing were there."""

    def admit(request: LiveRequest) -> Admitted | None:
        cookie = request.cookies.get(LIVE_COOKIE, "")
        workspace = (
            Workspace.objects.filter(slug=request.workspace, closed_at=None).first() if cookie else None
        )
        if workspace is None:
            return None
        now = clock.now()
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            opened = session_by_cookie(cookie, now=now, today=clock.today_in(workspace.time_zone, now))
            found = channels(opened.customer, request.name) if opened else None
            if opened is None or found is None:
                return None
            return Admitted(workspace.pk, person_of(opened.customer.login.pk), found)

    return admit
