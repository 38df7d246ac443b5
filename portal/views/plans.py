"""The shared plan: read, signed by a named contact, its customer's activities ticked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from lifecycle.selectors.plans import (
    PlanShown,
    activity_of_customer,
    customer_plans,
    plan_of_customer,
    shared_plan,
    shared_plan_by_id,
)
from lifecycle.services.plans import sign_plan, tick_activity
from portal.forms.plans import SignForm
from portal.http import CustomerRequest
from workspaces.forms.base import refused

MAX_ID = 2**63 - 1


@require_safe
def plan(request: CustomerRequest) -> HttpResponse:
    """The plan in hand, and where there are more, the way to them."""
    shown = shared_plan(request.customer.account.pk, today=clock.today_in(request.workspace.time_zone))
    if shown is None:
        return render(request, "portal/plan_none.html")
    return _page(request, shown, _form(shown))


@require_safe
def one_plan(request: CustomerRequest, plan_id: int) -> HttpResponse:
    shown = _shown(request, plan_id)
    return _page(request, shown, _form(shown))


@require_POST
def signing(request: CustomerRequest, plan_id: int) -> HttpResponse:
    """Sign the revision that was read; one that changed meanwhile is shown anew, unsigned."""
    customer = request.customer
    row = plan_of_customer(customer.account.pk, _number(plan_id))
    form = SignForm(request.POST)
    status = refused(
        form,
        lambda: sign_plan(
            row, contact=customer.contact, version=form.cleaned_data["version"], now=clock.now()
        ),
    )
    if status:
        shown = _shown(request, plan_id)
        if status == 409:
            refusal, form = form, _form(shown)
            form.refusal = refusal.non_field_errors()[0]  # type: ignore[attr-defined]
        return _page(request, shown, form, status=status)
    messages.success(request, _("Signed by %(name)s") % {"name": customer.contact.name})
    return redirect(request, href("portal:one_plan", plan_id=row.pk))


@require_POST
def completion(request: CustomerRequest, activity_id: int) -> HttpResponse:
    """Say that an activity of ours is done."""
    row = activity_of_customer(request.customer.account.pk, _number(activity_id))
    tick_activity(row, contact_name=request.customer.contact.name, now=clock.now())
    messages.success(request, _("Done: %(title)s") % {"title": row.title})
    return redirect(request, href("portal:one_plan", plan_id=row.plan_id))


def _page(request: CustomerRequest, shown: PlanShown, form: SignForm, *, status: int = 200) -> HttpResponse:
    others = customer_plans(shown.account_id).exclude(pk=shown.id)[:10]
    context = {"plan": shown, "form": form, "others": others}
    return render(request, "portal/plan.html", context, status=status)


def _form(shown: PlanShown) -> SignForm:
    return SignForm(initial={"version": shown.version})


def _shown(request: CustomerRequest, plan_id: int) -> PlanShown:
    return shared_plan_by_id(
        request.customer.account.pk, _number(plan_id), today=clock.today_in(request.workspace.time_zone)
    )


def _number(row_id: int) -> int:
    if row_id > MAX_ID:
        raise NotFound(_("Not found."))
    return row_id
