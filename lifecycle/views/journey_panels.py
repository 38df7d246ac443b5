"""What the account page shows of the journey: its stage with time and criteria, its handshakes, its promises."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, may
from accounts.choices import Stage
from accounts.models import Account
from accounts.story import reader_zone
from lifecycle.selectors.handshakes import handshakes_of
from lifecycle.selectors.promises import promises_of
from lifecycle.selectors.stages import exit_criteria_of, moves_of, place_of, stays_of
from lifecycle.shown_handshakes import clock_tone, clock_words
from lifecycle.shown_promises import promises_shown
from lifecycle.shown_stages import moves_shown, stay_words
from lifecycle.views.deeds import today_of
from lifecycle.views.panels import panel
from workspaces.choices import Right
from workspaces.http import StaffRequest

MOVES = 5


@require_safe
def stage(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    now, today = today_of(request)
    place = place_of(account)
    since = account.stage_since_on
    moves = moves_shown(moves_of(account), reader_zone(request))
    context: dict[str, Any] = {
        "stage": str(Stage(account.stage).label),
        "step": place.sub_stage.name if place and place.sub_stage else "",
        "days": None if since is None else max(0, (today - since).days),
        "since": since,
        "stays": stay_words(stays_of(account), now),
        "criteria": exit_criteria_of(account),
        "moves": moves[:MOVES],
        "older": moves[MOVES:],
        "may_move": may(request.member, account, Right.EDIT_ACCOUNTS),
    }
    return panel(request, account, "lifecycle/_stage_panel.html", context)


@require_safe
def handshakes(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    _now, today = today_of(request)
    rows = [(one, clock_words(one, today), clock_tone(one, today)) for one in handshakes_of(account)]
    return panel(
        request, account, "lifecycle/_handshakes_panel.html", {"rows": rows, **_rights(request, account)}
    )


@require_safe
def promises(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    _now, today = today_of(request)
    context = {"promises": promises_shown(promises_of(account), today), **_rights(request, account)}
    return panel(request, account, "lifecycle/_promises_panel.html", context)


def _rights(request: StaffRequest, account: Account) -> dict[str, bool]:
    return {"may_edit": may(request.member, account, Right.EDIT_ACCOUNTS)}
