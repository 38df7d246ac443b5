"""Recording that a customer left, and that it came back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import account_for
from accounts.lists.cells import account_href
from accounts.views.saving import attempt, form_page, saved
from core import clock
from lifecycle.forms import ChurnForm, ReturnForm
from lifecycle.services import record_churn, record_return
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_RENEWALS)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    form = ChurnForm(request.POST or None, today=today)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: record_churn(account, **form.cleaned_data, by=request.member, now=now, today=today),
        )
        if tried.saved:
            return saved(
                request, account_href(account.pk), _("%(name)s recorded as gone") % {"name": account.name}
            )
    context = {"form": form, "account": account, "back_url": account_href(account.pk)}
    return form_page(request, "lifecycle/churn_form.html", context, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def returning(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_RENEWALS)
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    form = ReturnForm(request.POST or None, today=today)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: record_return(account, **form.cleaned_data, by=request.member, now=now, today=today),
        )
        if tried.saved:
            return saved(request, account_href(account.pk), _("%(name)s is back") % {"name": account.name})
    context = {"form": form, "account": account, "back_url": account_href(account.pk)}
    return form_page(request, "lifecycle/return_form.html", context, tried)
