"""Scorecards: all of them, one with its versions, one version read and compared, beginning and retiring."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.saving import attempt, form_page, saved
from core import clock, submissions
from core.errors import Conflict, DomainError, NotFound
from core.htmx import redirect
from core.links import href
from health.access import scorecard_or_404, version_or_404
from health.forms import CardForm
from health.models import Metric, ScorecardVersion
from health.selectors.drafts import (
    differences,
    scope_words,
    scored_by,
    threshold_words,
    version_card,
    version_cards,
    versions_of,
)
from health.services.designer import (
    create_card,
    draft_from_offer,
    open_draft,
    rename_card,
    restore_version,
    retire_card,
)
from workspaces.access import allowed, require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A new card, by its name; its draft opens."""
    require(request.member, Right.EDIT_SCORECARDS)
    form = CardForm(request.POST or None, initial={"key": submissions.new_key()})
    tried = None
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: made.append(_create(request, form)))
        if tried.saved:
            return redirect(request, href("health:draft", card_id=made[0]))
    return form_page(request, "health/card_form.html", {"form": form, "card": None}, tried)


@require_safe
def card(request: StaffRequest, card_id: int) -> HttpResponse:
    found = scorecard_or_404(request.member, card_id)
    listed = versions_of(found)
    live = next((shown.version for shown in listed if shown.version.status == "published"), None)
    scoring = version_card(live) if live else None
    metrics = Metric.objects.in_bulk()
    context = {
        "card": found,
        "live": live,
        "scoring": scoring,
        "scope": scope_words(scoring.claim, scoring.product_name) if scoring else "",
        "rows": [(m, threshold_words(m, metrics[m.metric_id])) for m in scoring.metrics] if scoring else [],
        "versions": listed,
        "draft": ScorecardVersion.objects.filter(scorecard=found, status="draft").first(),
        "accounts": scored_by(found),
        "may_edit": allowed(request.member, Right.EDIT_SCORECARDS),
    }
    return render(request, "health/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: StaffRequest, card_id: int) -> HttpResponse:
    """Another name for a card."""
    found = scorecard_or_404(request.member, card_id, changing=True)
    form = CardForm(request.POST or None, initial={"name": found.name})
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: rename_card(found, form.cleaned_data["name"]))
        if tried.saved:
            return saved(request, href("health:card", card_id=card_id), _("Scorecard renamed"))
    return form_page(request, "health/card_form.html", {"form": form, "card": found}, tried)


@require_safe
def version(request: StaffRequest, version_id: int) -> HttpResponse:
    """One version, and what differs from another of the same card: the one before unless asked otherwise."""
    found = version_or_404(request.member, version_id)
    others = [one.version for one in versions_of(found.scorecard) if one.version.pk != found.pk]
    against = _against(request, others, found)
    cards = version_cards([found, against] if against else [found])
    shown = cards[found.pk]
    metrics = Metric.objects.in_bulk()
    context = {
        "version": found,
        "card": found.scorecard,
        "scoring": shown,
        "scope": scope_words(shown.claim, shown.product_name),
        "rows": [(m, threshold_words(m, metrics[m.metric_id])) for m in shown.metrics],
        "others": others,
        "against": against,
        "differences": differences(cards[against.pk], shown, metrics) if against else [],
        "may_edit": allowed(request.member, Right.EDIT_SCORECARDS),
    }
    return render(request, "health/version.html", context)


@require_POST
def restoration(request: StaffRequest, version_id: int) -> HttpResponse:
    """Begin a draft from an older version."""
    found = version_or_404(request.member, version_id, changing=True)
    try:
        restore_version(found, by=request.member, now=clock.now())
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return redirect(request, href("health:card", card_id=found.scorecard_id))
    words = _("v%(number)s stands in a draft. Nothing changes until you publish it.")
    messages.success(request, words % {"number": found.number})
    return redirect(request, href("health:draft", card_id=found.scorecard_id))


@require_POST
def opening(request: StaffRequest, card_id: int) -> HttpResponse:
    """Open the card's draft, begun from the version in force."""
    found = scorecard_or_404(request.member, card_id, changing=True)
    open_draft(found, by=request.member, now=clock.now())
    return redirect(request, href("health:draft", card_id=card_id))


@require_POST
def offer_draft(request: StaffRequest) -> HttpResponse:
    """Open the scorecard offered from the data as a draft of the default card."""
    require(request.member, Right.EDIT_SCORECARDS)
    now = clock.now()
    try:
        draft = draft_from_offer(
            by=request.member, today=clock.today_in(request.workspace.time_zone, now), now=now
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(request, href("health:scorecards"))
    return redirect(request, href("health:draft", card_id=draft.scorecard_id))


@require_POST
def retirement(request: StaffRequest, card_id: int) -> HttpResponse:
    """Take a card out of force."""
    found = scorecard_or_404(request.member, card_id, changing=True)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    seen = request.POST.get("version", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0
    try:
        retire_card(found, expected_published=number, by=request.member, today=today, now=now)
    except Conflict:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("%(card)s scores nobody any more.") % {"card": found.name})
    return redirect(request, href("health:card", card_id=card_id))


def _create(request: StaffRequest, form: CardForm) -> int:
    now = clock.now()

    def make() -> int:
        return create_card(form.cleaned_data["name"], by=request.member, now=now).scorecard_id

    return submissions.once(form.cleaned_data["key"], make, now=now)[0]


def _against(
    request: StaffRequest, others: list[ScorecardVersion], found: ScorecardVersion
) -> ScorecardVersion | None:
    asked = request.GET.get("against", "")
    if asked:
        chosen = next((one for one in others if str(one.number) == asked), None)
        if chosen is None:
            raise NotFound(_("Not found."))
        return chosen
    return next((one for one in others if one.number < found.number), None)
