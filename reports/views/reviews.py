"""Reviews of an account: which were made, taking one, its words, its preview and its PDF."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_or_404
from accounts.models import Account
from accounts.views import account_frame
from accounts.views.saving import saved
from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from core.pdf import can_print
from reports.access import may_make, require_to_make, snapshot_or_404
from reports.choices import BUSY, Language, PrintState
from reports.facts import thawed
from reports.forms import ReviewForm, WordsForm
from reports.models import QbrSnapshot
from reports.qbr.document import document_of
from reports.rules import quarter_of
from reports.selectors.qbr import made_of
from reports.selectors.qbr.language import language_for
from reports.selectors.qbr.readers import sent_of
from reports.services import Wanted, ask_again, ask_for_facts, ask_for_pdf, reword
from reports.shown_reviews import failure_words, review_row, state_words, title_of
from workspaces.access import sees_money
from workspaces.http import StaffRequest
from workspaces.printing import sheet_of
from workspaces.services.files import place_of


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    if request.method == "POST":
        require_to_make(request.member, account)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    spoken = language_for(account, request.workspace)
    form = ReviewForm(request.POST or None, now=quarter_of(today), language=spoken)
    if request.method == "POST" and form.is_valid():
        asked = _ask(request, account, form.cleaned_data, now)
        return saved(request, _url("review", asked), _("The facts are being taken. Then look at the words."))
    with_money = sees_money(request.member)
    context = {
        **account_frame(request, account, tab="reviews"),
        "form": form,
        "may_make": may_make(request.member, account),
        "rows": [review_row(one, sees_money=with_money) for one in made_of(account)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/reviews.html", context, status=status)


def _ask(request: StaffRequest, account: Account, given: dict[str, Any], now: datetime) -> QbrSnapshot:
    shape = ("edition", "paper", "language", "sections")
    return ask_for_facts(
        account,
        given["period"],
        wanted=Wanted(**{name: given[name] for name in shape}),
        with_money=sees_money(request.member),
        by=request.member,
        now=now,
    )


@require_safe
def review(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    account, found = snapshot_or_404(request.member, account_id, snapshot_id, taken=False)
    if not found.is_taken and found.superseded_by is not None:
        return redirect(request, _url("review", found.superseded_by))  # the same facts were there already
    return _page(request, account, found, WordsForm(initial=_words_of(found)))


@require_POST
def words(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    """The same facts under other words: a new snapshot, since one that was taken never changes."""
    account, found = snapshot_or_404(request.member, account_id, snapshot_id, to_make=True)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, account, found, form, status=422)
    given = {key: value for key, value in form.cleaned_data.items() if not key.startswith("sentence_")}
    taken = reword(found, sentences=form.sentences, by=request.member, now=clock.now(), **given)
    return saved(request, _url("review", taken), _("Words saved."))


@require_safe
def preview(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    """The document as a page; the browser prints it where this machine cannot."""
    _account, found = snapshot_or_404(request.member, account_id, snapshot_id)
    context = {
        "snapshot": found,
        "edition": found.get_edition_display(),
        "bar": {"name": _("Review"), "back": _("Back to the words"), "superseded": _("Superseded")},
        "back_url": _url("review", found),
        "sheet_url": _url("review_sheet", found),
    }
    with override(found.language):
        return render(request, "reports/qbr/preview.html", context | {"document": document_of(found)})


@require_safe
def sheet(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    """The workspace's colour for the preview, since a page carries no style of its own."""
    _account, found = snapshot_or_404(request.member, account_id, snapshot_id)
    return HttpResponse(sheet_of(thawed(found.data).brand), content_type="text/css; charset=utf-8")


@require_POST
def printing(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    """Ask for the PDF, once however often it is pressed; or once more for facts that could not be taken."""
    _account, found = snapshot_or_404(request.member, account_id, snapshot_id, to_make=True, taken=False)
    if found.is_taken:
        ask_for_pdf(found, now=clock.now())
    else:
        ask_again(found, now=clock.now())
    return redirect(request, _url("review", found))


@require_safe
def progress(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponse:
    _account, found = snapshot_or_404(request.member, account_id, snapshot_id, taken=False)
    if found.state not in BUSY:
        return redirect(request, _url("review", found))
    return render(request, "reports/_review_progress.html", {"snapshot": found, "state": state_words(found)})


@require_safe
def pdf(request: StaffRequest, account_id: int, snapshot_id: int) -> HttpResponseBase:
    """The file, for those who may see the account and, where amounts stand in it, money."""
    _account, found = snapshot_or_404(request.member, account_id, snapshot_id)
    if found.state != PrintState.DONE or found.file is None or not place_of(found.file).exists():
        raise NotFound(_("This review has no PDF yet."))
    return FileResponse(
        place_of(found.file).open("rb"),
        as_attachment=True,
        filename=found.file.name,
        content_type="application/pdf",
    )


def _page(
    request: StaffRequest, account: Account, found: QbrSnapshot, form: WordsForm, status: int = 200
) -> HttpResponse:
    makes = may_make(request.member, account)
    context = {
        "account": account,
        "snapshot": found,
        "title": title_of(found),
        "state": state_words(found),
        "is_busy": found.state in BUSY,
        "is_taken": found.is_taken,
        "is_made": found.state == PrintState.DONE,
        "sent": sent_of(found),
        "failure": failure_words(found) if found.state == PrintState.FAILED else "",
        "can_print": can_print(),
        "may_make": makes,
        "shows_make": makes and found.state not in BUSY and (can_print() or not found.is_taken),
        "shows_words": makes and found.is_taken,
        "spoken": Language(found.language).label,
        "taken_at": found.taken_at.astimezone(ZoneInfo(request.workspace.time_zone)),
        "newer_url": _url("review", found.superseded_by) if found.superseded_by else "",
        "form": form,
    }
    return render(request, "reports/review.html", context, status=status)


def _words_of(found: QbrSnapshot) -> dict[str, Any]:
    sentences = {f"sentence_{place}": text for place, text in enumerate(found.sentences[:3], 1)}
    plain = ("claim", "decision", "asked_of", "if_yes", "if_no", "meeting")
    return {
        **{name: getattr(found, name) for name in plain},
        **sentences,
        "actions": "\n".join(found.actions),
    }


def _url(name: str, found: QbrSnapshot) -> str:
    return href(f"reports:{name}", account_id=found.account_id, snapshot_id=found.pk)
