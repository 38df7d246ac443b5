"""Campaigns: the list, one of them, writing it, whom it asks, how it looks, and its way through the states."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Segment
from accounts.lists import list_context
from accounts.lists.contacts import CONTACT_LIST
from accounts.views.saving import attempt, form_page, saved
from core import clock, submissions
from core.htmx import redirect
from core.links import absolute, href
from core.lists import answer_list
from core.shell import Choice
from surveys.access import campaign_or_404
from surveys.choices import Language, LeftOut, State
from surveys.forms.campaigns import CampaignForm, initial_of
from surveys.lists.sources import open_campaigns
from surveys.models import Campaign
from surveys.models.campaign import CHANGE_DAYS, OPEN_DAYS, REMINDER_DAYS
from surveys.selectors.asked import Asked, asked_in, day_words
from surveys.selectors.audience import audience_of, whom_to_choose_from
from surveys.selectors.campaigns import waves_of
from surveys.services import change_campaign, create_campaign, delete_campaign, move_campaign
from surveys.services.campaigns import choose_audience
from surveys.services.trial import send_trial
from surveys.shown import interval_words, value_words, wave_words
from surveys.wording import spoken
from workspaces.access import allowed, require
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def campaigns(request: StaffRequest) -> HttpResponse:
    opened = open_campaigns(request.workspace, request.member, request.GET, None)
    may_edit = allowed(request.member, Right.EDIT_SURVEYS)
    empty = {
        "title": _("No survey yet"),
        "text": _("Ask your customers one question a quarter, or after each inquiry that closes."),
        "button": _("Add survey") if may_edit else "",
        "url": href("surveys:new_campaign"),
    }
    extra = {"empty": empty, "may_edit": may_edit, "tabs": tabs("campaigns")}
    return answer_list(request, opened.spec, opened.rows, opened.context, "surveys/campaigns.html", extra)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.EDIT_SURVEYS)
    now = clock.now()
    initial = {
        "key": submissions.new_key(), "starts_on": clock.today_in(request.workspace.time_zone, now),
        "kind": "nps", "cadence": "quarterly", "follows_contact": True, "open_days": OPEN_DAYS,
        "change_days": CHANGE_DAYS, "reminder_days": REMINDER_DAYS, "language": spoken(request.workspace.language),
    }  # fmt: skip
    form = CampaignForm(request.POST or None, initial=initial)
    tried, made = None, [0]
    if request.method == "POST" and form.is_valid():

        def make() -> int:
            return create_campaign(form.campaign_fields(None), by=request.member, now=now).pk

        def save() -> None:
            made[0], _is_new = submissions.once(form.cleaned_data["key"], make, now=now)

        tried = attempt(form, save)
        if tried.saved:
            return saved(request, href("surveys:audience", campaign_id=made[0]), _("Draft saved"))
    context = {"form": form, "campaign": None, "back_url": href("surveys:campaigns")}
    return form_page(request, "surveys/campaign_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, campaign_id: int) -> HttpResponse:
    found = campaign_or_404(request.member, campaign_id, changing=True)
    form = CampaignForm(request.POST or None, campaign=found, initial=initial_of(found))
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form, lambda: change_campaign(found, form.campaign_fields(found), version=form.sent_version)
        )
        if tried.saved:
            return saved(request, href("surveys:campaign", campaign_id=found.pk), _("Survey saved"))
    context = {
        "form": form,
        "campaign": found,
        "back_url": href("surveys:campaign", campaign_id=found.pk),
    }
    return form_page(request, "surveys/campaign_form.html", context, tried)


@require_safe
def campaign(request: StaffRequest, campaign_id: int) -> HttpResponse:
    found = campaign_or_404(request.member, campaign_id)
    waits = found.state in (State.DRAFT, State.RUNNING, State.PAUSED) and not found.is_standing
    audience = audience_of(found, request.workspace, now=clock.now()) if waits else None
    waves = [
        (
            one,
            wave_words(one.wave.key),
            value_words(one.tally),
            interval_words(one.tally),
            _left_out(one.wave.left_out),
        )
        for one in waves_of(found)
    ]
    context = {
        "campaign": found,
        "segments": [str(Segment(one).label) for one in found.segments if one in Segment.values],
        "audience": audience,
        "left_out": _left_out(audience.left_out) if audience else [],
        "waves": waves,
        "may_edit": allowed(request.member, Right.EDIT_SURVEYS) and not found.is_standing,
        "states": State,
    }
    return render(request, "surveys/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """The list of contacts with its filters; what it shows is what is asked."""
    found = campaign_or_404(request.member, campaign_id, changing=True)
    here = href("surveys:audience", campaign_id=found.pk)
    now = clock.now()
    context = list_context(request.workspace, request.member, now)
    if request.method == "GET" and not request.GET and found.audience:
        return redirect(request, f"{here}?{found.audience}")
    state = CONTACT_LIST.state(request.GET, context)
    query = replace(state, sort="", columns=(), size=50, after="", before="", editing="").to_query()[1:]
    if request.method == "POST":
        choose_audience(found, query)
        return saved(request, href("surveys:campaign", campaign_id=found.pk), _("Audience saved"))
    rows = whom_to_choose_from(found, context)
    chosen = Campaign(segments=found.segments, audience=query, created_by=request.member)
    counted = audience_of(chosen, request.workspace, now=now)
    extra = {
        "campaign": found,
        "audience": counted,
        "left_out": _left_out(counted.left_out),
        "empty": {
            "title": _("No contacts yet"),
            "text": _("Add contacts to the accounts of these segments, or choose other segments."),
            "button": _("Edit survey"),
            "url": href("surveys:campaign_edit", campaign_id=found.pk),
        },
    }
    return answer_list(request, CONTACT_LIST, rows, context, "surveys/audience.html", extra)


@require_safe
def preview(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """The mail and the page as somebody would see them, in any of the languages."""
    found = campaign_or_404(request.member, campaign_id)
    wanted = request.GET.get("language", "")
    language = wanted if wanted in Language.values else found.language
    here = href("surveys:preview", campaign_id=found.pk)
    asked = sample(found, request, language)
    until = clock.now()
    context: dict[str, Any] = {
        "campaign": found,
        "asked": asked,
        "until": asked.say(asked.wording.until, day=day_words(until, request.workspace, language)),
        "why": asked.say(asked.wording.why_you),
        "languages": [
            Choice(one.label, f"{here}?language={one.value}", current=one.value == language)
            for one in Language
        ],
        "may_edit": allowed(request.member, Right.EDIT_SURVEYS),
    }
    return render(request, "surveys/preview.html", context)


@require_POST
def trial(request: StaffRequest, campaign_id: int) -> HttpResponse:
    found = campaign_or_404(request.member, campaign_id, changing=True)
    here = href("surveys:preview", campaign_id=found.pk)
    asked = sample(found, request, found.language)
    send_trial(asked, to=request.member, url=absolute(here), key=str(uuid4()), now=clock.now())
    words = _("A trial is on its way to %(address)s") % {"address": request.member.user.email}
    return saved(request, here, words)


@require_POST
def state(request: StaffRequest, campaign_id: int) -> HttpResponse:
    found = campaign_or_404(request.member, campaign_id, changing=True)
    wanted = request.POST.get("state", "")
    moved = move_campaign(found, wanted, now=clock.now())
    words = {
        State.RUNNING: _("The survey runs. Mails go out within the hour."),
        State.PAUSED: _("The survey rests. Links that are out still take answers."),
        State.ENDED: _("The survey has ended. Links that are out take answers until they expire."),
    }
    said = words.get(State(moved.state), _("Survey saved"))
    return saved(request, href("surveys:campaign", campaign_id=found.pk), said)


@require_POST
def removal(request: StaffRequest, campaign_id: int) -> HttpResponse:
    found = campaign_or_404(request.member, campaign_id, changing=True)
    delete_campaign(found)
    return saved(request, href("surveys:campaigns"), _("Draft deleted"))


def sample(campaign: Campaign, request: StaffRequest, language: str) -> Asked:
    """What an invented contact is asked; its scores lead to the preview."""
    person = {
        "name": "Maija Virtanen",
        "first_name": "Maija",
        "account": _("Itämeri Logistics"),
        "subject": _("Invoices arrive twice") if campaign.cadence == "after_inquiry" else "",
    }
    sender = str(campaign.sender) if campaign.sender else str(request.member)
    asked = asked_in(campaign, request.workspace, language=language, person=person, sender=sender)
    here = absolute(href("surveys:preview", campaign_id=campaign.pk))
    return replace(asked, points=tuple(replace(point, url=here) for point in asked.points))


def tabs(current: str) -> tuple[Choice, ...]:
    """The pages of surveys."""
    pages = (
        ("results", _("Results"), "surveys:results"),
        ("answers", _("Answers"), "surveys:answers"),
        ("campaigns", _("Surveys"), "surveys:campaigns"),
    )
    return tuple(Choice(label, href(name), current=key == current, key=key) for key, label, name in pages)


def _left_out(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(reason.label), counts[reason.value]) for reason in LeftOut if counts.get(reason.value)]
