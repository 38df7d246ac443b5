"""What the answers come to, the list of them, and one of them with its loop."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MAX_ID, may, of_book, require_for, seen_by
from accounts.choices import Segment
from accounts.models import Contact
from accounts.models.bin import outside_bin
from accounts.views.saving import attempt, form_page, saved
from core import clock
from core.errors import NotFound
from core.links import href
from core.lists import answer_list
from core.shell import Choice
from playbooks.choices import Outcome
from surveys.access import answer_or_404, visible_answers
from surveys.choices import SCALE, Kind, Tone
from surveys.forms.campaigns import SurveySettingForm
from surveys.lists.sources import open_answers
from surveys.models import Answer, Listing
from surveys.rules import last_quarters
from surveys.selectors.results import results_of, with_cta
from surveys.selectors.settings import setting_in_force, stopped_contacts
from surveys.services import allow_surveys, change_survey_setting
from surveys.services.loops import open_loop
from surveys.shown import group_words, wave_words
from surveys.shown_results import Shown, shown_results
from surveys.views.campaigns import tabs
from workspaces.access import allowed, require
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.models import Member
from workspaces.views.sections import settings_tabs


@require_safe
def results(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    kind = Kind.CSAT.value if request.GET.get("kind") == Kind.CSAT else Kind.NPS.value
    whole = of_book(request.member, visible_answers(request.member)).filter(kind=kind)
    asked = _asked(request, today, _csm_ids(whole) if request.GET.get("csm") else ())
    people = {member.pk: str(member) for member in Member.objects.select_related("user")}
    loop_days = setting_in_force().loop_days
    seen = whole.filter(**asked["answers"])
    lists = of_book(request.member, seen_by(request.member, outside_bin(Listing.objects.all())))
    lists = lists.filter(wave__campaign__kind=kind, **asked["lists"])
    found = results_of(
        seen, lists, to_lists=whole, kind=kind, names=people, segments={str(one.value): str(one.label) for one in Segment},
        loop_days=loop_days, now=now,
    )  # fmt: skip
    offered = {asked["csm"]} | {row.key for row in found.csms}
    shown: Shown = shown_results(found, query=asked["query"])
    context = {
        "shown": shown,
        "kind": kind,
        "tabs": tabs("results"),
        "kinds": [
            Choice(label, f"{href('surveys:results')}?kind={key}", current=key == kind)
            for key, label in ((Kind.NPS.value, _("NPS")), (Kind.CSAT.value, _("CSAT")))
        ],
        "periods": asked["periods"],
        "segments": [Choice(one.label, one.value, current=asked["segment"] == one.value) for one in Segment],
        "csms": [
            Choice(name, str(pk), current=asked["csm"] == str(pk))
            for pk, name in sorted(people.items(), key=lambda pair: pair[1].lower())
            if str(pk) in offered
        ],
        "loop_days": loop_days,
        "is_narrowed": bool(asked["answers"]),
        "may_edit": allowed(request.member, Right.EDIT_SURVEYS),
    }
    return render(request, "surveys/results.html", context)


@require_safe
def answers(request: StaffRequest) -> HttpResponse:
    opened = open_answers(request.workspace, request.member, request.GET, None)
    empty = {
        "title": _("No answers yet"),
        "text": _("They stand here as soon as somebody answers a survey."),
        "button": _("Look at the surveys"),
        "url": href("surveys:campaigns"),
    }
    extra = {"empty": empty, "tabs": tabs("answers")}
    return answer_list(request, opened.spec, opened.rows, opened.context, "surveys/answers.html", extra)


@require_safe
def answer(request: StaffRequest, answer_id: int) -> HttpResponse:
    found = answer_or_404(request.member, answer_id)
    [loop] = with_cta(Answer.objects.filter(pk=found.pk)).values_list(
        "cta_id", "cta_closed_at", "cta_outcome"
    )
    context = {
        "answer": found,
        "most": SCALE[found.kind][1],
        "wave": wave_words(found.wave.key),
        "group": group_words(found.kind, found.group),
        "cta_id": loop[0],
        "closed_at": loop[1],
        "outcome": _outcome(loop[2]),
        "may_open": may(request.member, found.account, Right.LOG_ACTIVITIES),
        "knows_tone": found.tone != Tone.UNKNOWN,
    }
    return render(request, "surveys/answer.html", context)


@require_POST
def loop(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Opens the CTA of an answer, once."""
    found = answer_or_404(request.member, answer_id)
    require_for(request.member, found.account, Right.LOG_ACTIVITIES)
    open_loop(found, by=request.member, now=clock.now())
    return saved(request, href("surveys:answer", answer_id=found.pk), _("CTA opened"))


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.EDIT_SURVEYS)
    held = setting_in_force()
    initial = {"quiet_days": held.quiet_days, "loop_days": held.loop_days, "version": held.version}
    form = SurveySettingForm(request.POST or None, initial=initial)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: change_survey_setting(
                quiet_days=form.cleaned_data["quiet_days"],
                loop_days=form.cleaned_data["loop_days"],
                version=form.sent_version,
            ),
        )
        if tried.saved:
            return saved(request, href("surveys:settings"), _("Saved"))
    stopped, total = stopped_contacts(request.member)
    context: dict[str, Any] = {"form": form, "stopped": stopped, "total": total, "tabs": _tabs(request)}
    return form_page(request, "surveys/settings.html", context, tried)


@require_POST
def asking_again(request: StaffRequest, contact_id: int) -> HttpResponse:
    """For a contact who said so."""
    require(request.member, Right.EDIT_SURVEYS)
    rows = seen_by(request.member, Contact.objects.all())
    contact = rows.filter(pk=contact_id).first() if 0 < contact_id <= MAX_ID else None
    if contact is None:
        raise NotFound(_("Not found."))
    allow_surveys(contact)
    return saved(request, href("surveys:settings"), _("This contact may be asked again"))


def _csm_ids(answers: QuerySet[Answer]) -> set[int]:
    """Who looked after those who answered."""
    found = answers.exclude(csm=None).order_by().values_list("csm_id", flat=True).distinct()
    return {pk for pk in found if pk is not None}


def _tabs(request: StaffRequest) -> tuple[Choice, ...]:
    """Settings' own for who may change those, else the pages of surveys."""
    return settings_tabs("surveys") if allowed(request.member, Right.MANAGE_SETTINGS) else tabs("")


def _outcome(value: str | None) -> str:
    return str(Outcome(value).label) if value else ""


def _asked(request: StaffRequest, today: date, people: Collection[int]) -> dict[str, Any]:
    """What the page is narrowed to: filters of answers and of lists, and the same as the query of the list of answers."""
    quarters = last_quarters(today)
    period = request.GET.get("period", "")
    answers: dict[str, Any] = {}
    lists: dict[str, Any] = {}
    query: list[str] = []
    if period in quarters:
        first, last = quarters[period]
        answers["answered_on__range"] = (first, last)
        lists["wave__starts_on__range"] = (first, last)
        query.append(f"f.answered=between:{first},{last}")
    segment = request.GET.get("segment", "")
    if segment in Segment.values:
        answers["segment"] = lists["segment"] = segment
        query.append(f"f.segment=is:{segment}")
    csm = request.GET.get("csm", "")
    csm = csm if csm in {str(pk) for pk in people} else ""
    if csm:
        answers["csm_id"] = lists["csm_id"] = int(csm)
        query.append(f"f.owner=is:{csm}")
    periods = [Choice(wave_words(key), key, current=key == period) for key in quarters]
    return {
        "answers": answers, "lists": lists, "query": query, "periods": periods, "segment": segment, "csm": csm,
    }  # fmt: skip
