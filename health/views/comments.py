"""Comments on an account's score: written, changed, taken back and brought back by their author."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import account_or_404
from accounts.views import past_day_asked
from accounts.views.saving import attempt, form_page, saved
from core import clock, submissions
from core.htmx import redirect
from core.links import href
from health.access import comment_or_404
from health.forms import CommentForm
from health.services.comments import comment_on_score, edit_comment, remove_comment, restore_comment
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    """Comment on the score of today, or of the past day of the address."""
    account = account_or_404(request.member, account_id, Right.LOG_ACTIVITIES)
    now = clock.now()
    day = past_day_asked(request) or clock.today_in(request.workspace.time_zone, now)
    form = CommentForm(request.POST or None, initial={"key": submissions.new_key()})
    tried = None
    if request.method == "POST" and form.is_valid():

        def make() -> int:
            return comment_on_score(
                account, form.cleaned_data["body"], by=request.member, day=day, now=now
            ).pk

        tried = attempt(form, lambda: submissions.once(form.cleaned_data["key"], make, now=now))
        if tried.saved:
            return saved(request, href("accounts:detail", account_id=account_id), _("Comment saved"))
    return form_page(
        request, "health/comment_form.html", {"form": form, "account": account, "comment": None}, tried
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: int, comment_id: int) -> HttpResponse:
    comment = comment_or_404(request.member, account_id, comment_id)
    form = CommentForm(request.POST or None, initial={"body": comment.body, "version": comment.version})
    tried = None
    if request.method == "POST" and form.is_valid():
        body, seen = form.cleaned_data["body"], form.sent_version
        tried = attempt(form, lambda: edit_comment(comment, body, expected_version=seen, now=clock.now()))
        if tried.saved:
            return saved(request, href("accounts:detail", account_id=account_id), _("Comment saved"))
    context = {"form": form, "account": comment.account, "comment": comment}
    return form_page(request, "health/comment_form.html", context, tried)


@require_POST
def removal(request: StaffRequest, account_id: int, comment_id: int) -> HttpResponse:
    comment = comment_or_404(request.member, account_id, comment_id)
    remove_comment(comment, now=clock.now())
    undo = href("health:comment_restoration", account_id=account_id, comment_id=comment_id)
    messages.success(request, _("Comment taken back"), extra_tags=f"undo:{undo}")
    return redirect(request, href("accounts:detail", account_id=account_id))


@require_POST
def restoration(request: StaffRequest, account_id: int, comment_id: int) -> HttpResponse:
    comment = comment_or_404(request.member, account_id, comment_id, removed=True)
    restore_comment(comment)
    return saved(request, href("accounts:detail", account_id=account_id), _("Comment is back"))
