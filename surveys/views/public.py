"""The page on which a recipient answers, and that on which a contact asks to be asked no more. Neither wants a sign-in,
a script or a cookie of ours but the form's; reading changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import Contact
from core import clock
from core.errors import DomainError
from core.links import link_scope
from core.tenancy import workspace_scope
from surveys.choices import SCALE
from surveys.errors import AnswerStands, LinkExpired
from surveys.links import answer_path, read_stop, workspace_of
from surveys.models import Answer, Recipient
from surveys.selectors.asked import Asked, asked_of, day_words
from surveys.selectors.invitations import answer_to, recipient_of
from surveys.services import record_answer, stop_surveys
from surveys.services.answering import change_until
from surveys.wording import WORDINGS, spoken, wording_in
from workspaces.models import Workspace

PAGE, CLOSED = "surveys/public.html", "surveys/public_closed.html"
METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class _Visit:
    """A request with what its link means."""

    request: HttpRequest
    token: str
    workspace: Workspace
    recipient: Recipient
    asked: Asked
    answer: Answer | None
    now: datetime

    def day(self, moment: datetime) -> str:
        return day_words(moment, self.workspace, self.asked.language)

    @property
    def last_day(self) -> str:
        """The last day on which answers are taken: the midnight after it is when that ends."""
        return self.day(self.recipient.expires_at - timedelta(seconds=1))


@never_cache
@require_http_methods(METHODS)
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The question, the thanks, or why there is neither. A score in the address only chooses; the form's button sends."""
    workspace = _open_workspace(workspace_of(token))
    if workspace is None:
        return _unknown(request)
    with workspace_scope(workspace.pk), link_scope(workspace.slug):
        recipient = recipient_of(token)
        if recipient is None:
            return _unknown(request)
        asked = asked_of(recipient, recipient.campaign, workspace)
        with translation.override(asked.language):
            visit = _Visit(request, token, workspace, recipient, asked, answer_to(recipient), clock.now())
            return _send(visit) if request.method == "POST" else _show(visit)


@csrf_exempt  # mail programs post it for the reader, without our cookies; the signed link is the right to it
@never_cache
@require_http_methods(METHODS)
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Ends surveys to one contact: asks first, and does it on POST, as mail programs send it (RFC 8058)."""
    meant = read_stop(link)
    workspace = _open_workspace(meant.workspace_id if meant else None)
    if meant is None or workspace is None:
        return _unknown(request)
    with workspace_scope(workspace.pk), link_scope(workspace.slug):
        contact = Contact.objects.filter(pk=meant.contact_id).first()
        if contact is None:
            return _unknown(request)
        language = spoken(contact.language, spoken(workspace.language))
        done = request.method == "POST"
        if done:
            stop_surveys(contact, now=clock.now())
        with translation.override(language):
            context = {
                "workspace": workspace.name,
                "words": _stop_words(language, workspace.name),
                "done": done,
            }
            return render(request, "surveys/public_stop.html", context)


def _send(visit: _Visit) -> HttpResponse:
    sent = visit.request.POST.get("score", "")
    comment = visit.request.POST.get("comment", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 3):
        return _form(visit, comment=comment, error=visit.asked.wording.no_score, status=422)
    try:
        record_answer(visit.recipient, score=int(sent), comment=comment, now=visit.now)
    except (LinkExpired, AnswerStands):
        return _over(visit)
    except DomainError as refused:
        words = visit.asked.wording
        error = words.too_long if refused.field == "comment" else words.no_score
        return _form(visit, chosen=_score(visit, sent), comment=comment, error=error, status=422)
    answer = HttpResponseRedirect(answer_path(visit.token))
    answer.status_code = 303
    return answer


def _show(visit: _Visit) -> HttpResponse:
    """The form for who has not answered or would change it, else the thanks."""
    chosen = _score(visit, visit.request.GET.get("score", ""))
    if visit.answer is None:
        return _over(visit) if visit.now >= visit.recipient.expires_at else _form(visit, chosen=chosen)
    may_change = visit.now < change_until(visit.answer, visit.recipient.campaign.change_days)
    if may_change and ("change" in visit.request.GET or chosen is not None):
        now_chosen = visit.answer.score if chosen is None else chosen
        return _form(visit, chosen=now_chosen, comment=visit.answer.comment)
    if chosen is not None:
        return _over(visit)
    return _thanks(visit, visit.answer, may_change)


def _form(
    visit: _Visit, *, chosen: int | None = None, comment: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    asked, known = visit.asked, visit.answer
    context: dict[str, Any] = {
        "asked": asked,
        "chosen": chosen,
        "comment": comment,
        "error": error,
        "replaces": asked.say(
            asked.wording.replaces, score=str(known.score), day=visit.day(known.answered_at)
        )
        if known
        else "",
        "until": asked.say(asked.wording.until, day=visit.last_day) if known is None else "",
    }
    return render(visit.request, PAGE, context, status=status)


def _thanks(visit: _Visit, answer: Answer, may_change: bool) -> HttpResponse:
    asked = visit.asked
    last = change_until(answer, visit.recipient.campaign.change_days)
    context = {
        "workspace": visit.workspace.name,
        "language": asked.language,
        "title": asked.wording.thanks,
        "text": asked.say(asked.wording.thanks_text),
        "lines": [asked.say(asked.wording.you_answered, score=str(answer.score))]
        + ([asked.say(asked.wording.change_until, day=visit.day(last))] if may_change else []),
        "change_url": f"{answer_path(visit.token)}?change=1" if may_change else "",
        "change": asked.wording.change,
    }
    return render(visit.request, CLOSED, context)


def _over(visit: _Visit) -> HttpResponse:
    """The time to answer, or to change the answer, is over."""
    asked, answer = visit.asked, visit.answer
    if answer is None:
        text = asked.say(asked.wording.expired_text, day=visit.last_day)
        words = (asked.wording.expired, text)
    else:
        day = visit.day(change_until(answer, visit.recipient.campaign.change_days))
        text = asked.say(asked.wording.standing_text, score=str(answer.score), day=day)
        words = (asked.wording.standing, text)
    context = {
        "workspace": visit.workspace.name,
        "language": asked.language,
        "title": words[0],
        "text": words[1],
    }
    return render(visit.request, CLOSED, context, status=410 if answer is None else 409)


def _unknown(request: HttpRequest) -> HttpResponse:
    """One answer for what was tampered with, never was, or belongs nowhere: it tells nothing, in the reader's language."""
    wanted = translation.get_language_from_request(request)
    accepted = request.headers.get("Accept-Language", wanted)[:2]
    language = accepted if accepted in WORDINGS else "en"
    wording = wording_in(language)
    context = {"language": language, "title": wording.unknown, "text": wording.unknown_text}
    return render(request, CLOSED, context, status=404)


def _open_workspace(workspace_id: int | None) -> Workspace | None:
    if workspace_id is None:
        return None
    return Workspace.objects.filter(pk=workspace_id, closed_at=None).first()


def _score(visit: _Visit, text: str) -> int | None:
    """A score of the scale; None for anything else."""
    low, high = SCALE[visit.asked.kind]
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        return None
    return int(text) if low <= int(text) <= high else None


def _stop_words(language: str, workspace: str) -> dict[str, str]:
    wording = wording_in(language)
    return {
        name: getattr(wording, name).replace("{workspace}", workspace)
        for name in ("stop_title", "stop_text", "stop_deed", "stopped", "stopped_text")
    }
