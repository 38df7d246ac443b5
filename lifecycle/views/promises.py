"""Promises made in the sale: the list, writing one down, changing it, saying how it ended."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_for
from accounts.lists.cells import account_href
from core import submissions
from core.links import href
from core.lists import answer_list
from lifecycle.access import promise_for
from lifecycle.choices import PromiseState
from lifecycle.forms.promises import PromiseForm, PromiseStateForm
from lifecycle.lists.sources import open_promises
from lifecycle.services.promises import change_promise, close_promise, make_promise
from lifecycle.views.deeds import Deed, answer_deed, today_of
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def promises(request: StaffRequest) -> HttpResponse:
    opened = open_promises(request.workspace, request.member, request.GET, None)
    empty = {
        "title": _("No promises written down"),
        "text": _(
            "What was promised in the sale is written down on the account, and tracked until it is kept."
        ),
        "button": _("Look at accounts"),
        "url": href("accounts:list"),
    }
    return answer_list(
        request, opened.spec, opened.rows, opened.context, "lifecycle/promise_list.html", {"empty": empty}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    now, today = today_of(request)
    initial = {"key": submissions.new_key(), "made_on": today, "made_by": request.member.pk}
    form = PromiseForm(request.POST or None, account=account, initial=initial)
    deed = Deed(
        title=_("Add a promise to %(name)s") % {"name": account.name},
        lead=_("Who sees that it is kept is told, and reminded when it is due."),
        deed=_("Add promise"),
        back_url=account_href(account.pk),
        said=lambda: _("Promise added"),
        trail=((account.name, account_href(account.pk)),),
    )

    def make() -> int:
        return make_promise(account, form.promise_fields(), by=request.member, now=now).pk

    return answer_deed(request, form, deed, lambda: submissions.once(form.cleaned_data["key"], make, now=now))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, promise_id: int) -> HttpResponse:
    promise = promise_for(request.member, promise_id)
    now, _today = today_of(request)
    initial = {
        "text": promise.text, "made_on": promise.made_on, "due_on": promise.due_on, "version": promise.version,
        "made_to": promise.made_to_id or "", "made_by": promise.made_by_id or "", "owner": promise.owner_id or "",
    }  # fmt: skip
    held = (promise.made_by, promise.owner)
    form = PromiseForm(request.POST or None, account=promise.account, held=held, initial=initial)
    deed = Deed(
        title=_("Promise to %(name)s") % {"name": promise.account.name},
        lead=_("%(state)s. %(note)s") % {"state": promise.get_state_display(), "note": promise.note},
        deed=_("Save promise"),
        back_url=account_href(promise.account_id),
        said=lambda: _("Promise saved"),
        edits=True,
        trail=((str(_("Promises")), href("lifecycle:promises")),),
        template="lifecycle/promise.html",
        more={
            "state_url": href("lifecycle:promise_state", promise_id=promise.pk),
            "state_form": PromiseStateForm(initial={"state": promise.state, "version": promise.version}),
        },
    )
    return answer_deed(
        request, form, deed,
        lambda: change_promise(
            promise, form.promise_fields(), version=form.sent_version, by=request.member, now=now
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: StaffRequest, promise_id: int) -> HttpResponse:
    promise = promise_for(request.member, promise_id)
    now, _today = today_of(request)
    form = PromiseStateForm(
        request.POST or None, initial={"state": promise.state, "version": promise.version}
    )
    deed = Deed(
        title=_("How did it end?"),
        lead=promise.text,
        deed=_("Save state"),
        back_url=account_href(promise.account_id),
        said=lambda: _("Promise saved"),
        trail=((str(_("Promises")), href("lifecycle:promises")),),
    )
    return answer_deed(
        request, form, deed,
        lambda: close_promise(
            promise, PromiseState(form.cleaned_data["state"]), form.cleaned_data["note"],
            version=form.sent_version, by=request.member, now=now,
        ),
    )  # fmt: skip
