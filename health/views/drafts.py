"""The designer: a draft edited, looked at on the whole book, published or thrown away."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Product
from accounts.views.saving import Attempt, attempt, form_page
from core import clock
from core.errors import Conflict, DomainError, DomainErrors
from core.htmx import redirect, wants_fragment
from core.links import href
from core.text import format_number
from health.access import draft_or_404
from health.choices import Band
from health.forms import DraftForm
from health.models import Metric, ScorecardVersion
from health.selectors.cards import Card, published_cards
from health.selectors.drafts import differences, draft_problems, version_cards
from health.services.designer import Preview, discard_draft, preview_draft, publish_draft, save_draft
from health.services.designer.preview import BANDS, PAGE
from workspaces.http import StaffRequest

AT_ONCE = 20_000
"""Accounts that are scored twice within a second or so; above, people are told that it takes longer."""


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: StaffRequest, card_id: int) -> HttpResponse:
    """Edit the draft. "Save and see who changes band" saves and leads to the preview."""
    found = draft_or_404(request.member, card_id)
    form = _form(found, request.POST or None)
    tried = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["edits"]
        tried = attempt(form, lambda: save_draft(found, form.fields_given(), expected_edits=seen))
        if tried.saved:
            after = "draft_preview" if request.POST.get("then") == "preview" else "draft"
            messages.success(request, _("Draft saved"))
            return redirect(request, href(f"health:{after}", card_id=card_id))
    return _page(request, found, form, tried)


@require_safe
def preview(request: StaffRequest, card_id: int) -> HttpResponse:
    """Who would change band on the whole book; of a large one the page comes first and says what it waits for."""
    found = draft_or_404(request.member, card_id)
    if found.book_size > AT_ONCE and not wants_fragment(request) and request.GET.get("whole") != "1":
        return _waiting(request, found, found.book_size)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 else 1
    move = _move(request.GET.get("move", ""))
    cards = published_cards()
    facts = _facts(found, list(Metric.objects.all()), cards)
    shown = preview_draft(
        found,
        facts["scoring"],
        cards=cards,
        reader=request.member,
        today=today,
        now=now,
        page=number,
        move=move,
    )
    context = {**facts, "preview": shown, "matrix": _matrix(shown, card_id), "move": move}
    template = "health/_preview.html" if wants_fragment(request) else "health/preview.html"
    return render(request, template, context | _pager(shown, card_id, move))


@require_POST
def publication(request: StaffRequest, card_id: int) -> HttpResponse:
    """Put the draft in force, if it and the version in force are still those that the person saw."""
    found = draft_or_404(request.member, card_id)
    now = clock.now()
    try:
        published = publish_draft(
            found,
            expected_edits=_number(request, "edits") or 0,
            expected_published=_number(request, "published"),
            by=request.member,
            today=clock.today_in(request.workspace.time_zone, now),
            now=now,
        )
    except Conflict as conflict:
        return _refused(request, found, [str(conflict.message)], 409)
    except DomainErrors as refused:
        return _refused(request, found, [str(error.message) for error in refused.errors], 422)
    words = _("%(card)s v%(number)s published. Scores and the weekly history are being computed.")
    messages.success(request, words % {"card": published.scorecard.name, "number": published.number})
    return redirect(request, href("health:card", card_id=card_id))


@require_POST
def removal(request: StaffRequest, card_id: int) -> HttpResponse:
    """Throw the draft away."""
    found = draft_or_404(request.member, card_id)
    try:
        card_gone = discard_draft(found, expected_edits=_number(request, "edits") or 0)
    except DomainError as refusal:
        return _refused(request, found, [str(refusal.message)], 409)
    messages.success(request, _("Draft of %(card)s discarded") % {"card": found.scorecard.name})
    url = href("health:scorecards") if card_gone else href("health:card", card_id=card_id)
    return redirect(request, url)


def _form(found: ScorecardVersion, sent: QueryDict | None) -> DraftForm:
    products = []
    if not found.scorecard.is_default:
        products = list(Product.objects.order_by("name_key").values_list("pk", "name"))
    metrics = list(Metric.objects.order_by("position", "id"))
    return DraftForm(sent, draft=found, metrics=metrics, products=products)


def _page(
    request: StaffRequest, found: ScorecardVersion, form: DraftForm, tried: Attempt | None
) -> HttpResponse:
    if tried is not None and tried.status == 409:
        # Saving once more writes over the other's changes, with open eyes.
        edits = ScorecardVersion.objects.values_list("edits", flat=True).get(pk=found.pk)
        form.data = {**form.data.dict(), "edits": str(edits)}  # type: ignore[attr-defined]
    context = {
        **_facts(found, form.metrics, published_cards()),
        "form": form,
        "groups": form.groups(),
        "said": tried is not None or form.errors,
    }
    return form_page(request, "health/draft.html", context, tried)


def _facts(found: ScorecardVersion, every: list[Metric], cards: Sequence[Card]) -> dict[str, Any]:
    """What every page of a draft shows: what is in force, what it lacks, what it changes."""
    live = next((card for card in cards if card.claim.card_id == found.scorecard_id), None)
    began = found.based_on if live and found.based_on and live.version_id != found.based_on.pk else None
    known = version_cards([found, *([began] if began else [])])
    scoring = known[found.pk]
    metrics = {metric.pk: metric for metric in every}
    is_default = found.scorecard.is_default
    return {
        "card": found.scorecard,
        "draft": found,
        "live": live,
        "scoring": scoring,
        "total": sum(scoring.weights.values()) / 100,
        "problems": draft_problems(scoring, metrics, is_default=is_default, cards=cards),
        "changes": differences(live, scoring, metrics) if live else [],
        "outrun": live if began else None,
        "outrun_changes": differences(known[began.pk], live, metrics) if began and live else [],
    }


def _refused(request: StaffRequest, found: ScorecardVersion, told: list[str], status: int) -> HttpResponse:
    """The draft's page again, with what stood in the way."""
    fresh = draft_or_404(request.member, found.scorecard_id) if _is_open(found) else None
    if fresh is None:
        raise Conflict(told[0])
    form = _form(fresh, None)
    context = {
        **_facts(fresh, form.metrics, published_cards()),
        "form": form,
        "groups": form.groups(),
        "refusals": told,
    }
    return render(request, "health/draft.html", context, status=status)


def _is_open(found: ScorecardVersion) -> bool:
    return ScorecardVersion.objects.filter(pk=found.pk, status="draft").exists()


def _waiting(request: StaffRequest, found: ScorecardVersion, accounts: int) -> HttpResponse:
    asked = request.GET.copy()
    asked["whole"] = "1"
    url = f"{href('health:draft_preview', card_id=found.scorecard_id)}?{asked.urlencode()}"
    context = {"card": found.scorecard, "accounts": accounts, "whole_url": url}
    return render(request, "health/preview.html", context)


def _number(request: StaffRequest, name: str) -> int | None:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def _move(sent: str) -> tuple[Band, Band] | None:
    before, _mark, after = sent.partition("-")
    return (Band(before), Band(after)) if before in Band.values and after in Band.values else None


def _matrix(shown: Preview, card_id: int) -> list[dict[str, Any]]:
    """Rows of the table from → to; each number leads to its accounts."""
    base = href("health:draft_preview", card_id=card_id)
    return [
        {
            "band": before,
            "total": sum(shown.counts.get((before, after), 0) for after in BANDS),
            "cells": [
                {
                    "band": after,
                    "count": shown.counts.get((before, after), 0),
                    "stays": before == after,
                    "url": f"{base}?move={before.value}-{after.value}#accounts",
                }
                for after in BANDS
            ],
        }
        for before in BANDS
    ]


def _pager(shown: Preview, card_id: int, move: tuple[Band, Band] | None) -> dict[str, Any]:
    base = href("health:draft_preview", card_id=card_id)
    asked = {"move": f"{move[0].value}-{move[1].value}"} if move else {}

    def url(page: int) -> str:
        return f"{base}?{urlencode({**asked, 'page': page})}#accounts"

    first = PAGE * (shown.page - 1) + 1
    words = ngettext("%(range)s of %(n)s account", "%(range)s of %(n)s accounts", shown.total)
    last = min(first + PAGE - 1, shown.total)
    return {
        "range": words
        % {"range": f"{format_number(first)}–{format_number(last)}", "n": format_number(shown.total)},
        "previous_url": url(shown.page - 1) if shown.page > 1 else "",
        "next_url": url(shown.page + 1) if shown.page < shown.pages else "",
        "all_url": base,
    }
