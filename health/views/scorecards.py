"""The scorecard in force, the one offered from the data, and the versions before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, jobs
from core.errors import Conflict, DomainError
from core.htmx import redirect
from core.links import href
from health.selectors.cards import published_cards
from health.selectors.drafts import cards_shown
from health.selectors.offer import scorecard_offer
from health.services import history_progress, publish_offered_scorecard
from workspaces.access import allowed_somewhere, require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def scorecards(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.USE_SCORECARDS)
    today = clock.today_in(request.workspace.time_zone)
    cards = published_cards()
    context = {
        "offer": scorecard_offer(today=today, cards=cards),
        "cards": cards_shown(cards),
        "progress": history_progress(),
        "may_publish": allowed_somewhere(request.member, Right.EDIT_SCORECARDS),
    }
    return render(request, "health/scorecards.html", context)


@require_POST
def publication(request: StaffRequest) -> HttpResponse:
    """Publish the offer as the next version; the version that the person saw must still be in force."""
    require(request.member, Right.EDIT_SCORECARDS)
    now = clock.now()
    seen = request.POST.get("version", "")
    try:
        version = publish_offered_scorecard(
            expected_version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else None,
            by=request.member,
            today=clock.today_in(request.workspace.time_zone, now),
            now=now,
        )
    except Conflict:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        words = _("%(card)s v%(number)s published. Scores and the weekly history are being computed.")
        messages.success(request, words % {"card": version.scorecard.name, "number": version.number})
    return redirect(request, href("health:scorecards"))


@require_POST
def recompute_request(request: StaffRequest) -> HttpResponse:
    """Recompute the workspace now, in a worker."""
    require(request.member, Right.EDIT_SCORECARDS)
    jobs.enqueue("health.recompute_today", request.workspace.pk)
    messages.success(request, _("All scores are being computed. This takes a few seconds."))
    return redirect(request, href("health:scorecards"))
