"""Success plans: the list, one plan, beginning, changing and copying one, and the deeds that it goes through."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_for
from accounts.lists.cells import account_href
from accounts.story import reader_zone
from accounts.views.saving import saved
from core import submissions
from core.links import href
from core.lists import answer_list
from lifecycle.access import may_write_plan, plan_for, plan_or_404
from lifecycle.choices import NoteKind, PlanStatus
from lifecycle.forms.plans import ClosingForm, CopyForm, PlanForm, SignForm
from lifecycle.lists.sources import open_plans
from lifecycle.models import SuccessPlan
from lifecycle.selectors.plans import plan_shown
from lifecycle.selectors.plans.record import steps_shown
from lifecycle.services.plans import (
    PlanFields,
    begin_plan,
    change_plan,
    close_plan,
    copy_plan,
    reopen_plan,
    share_plan,
    sign_plan,
    start_plan,
    withdraw_plan,
)
from lifecycle.views.deeds import Deed, answer_deed, refusal_of, today_of
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def plans(request: StaffRequest) -> HttpResponse:
    opened = open_plans(request.workspace, request.member, request.GET, None)
    empty = {
        "title": _("No success plans yet"),
        "text": _("A plan says what a customer sets out to reach, and is begun on the account."),
        "button": _("Look at accounts"),
        "url": href("accounts:list"),
    }
    return answer_list(
        request, opened.spec, opened.rows, opened.context, "lifecycle/plan_list.html", {"empty": empty}
    )


@require_safe
def plan(request: StaffRequest, plan_id: int) -> HttpResponse:
    found = plan_or_404(request.member, plan_id)
    return render(request, "lifecycle/plan.html", page_context(request, found))


def page_context(request: StaffRequest, found: SuccessPlan) -> dict[str, Any]:
    """Everything that the page of a plan shows."""
    _now, today = today_of(request)
    writes = may_write_plan(request.member, found)
    shown = plan_shown(found, today=today, internal=True, with_finances=sees_money(request.member))
    held = {section.kind for section in shown.sections}
    return {
        "plan": found,
        "shown": shown,
        "steps": steps_shown(found, reader_zone(request)),
        "account_url": account_href(found.account_id),
        "writes": writes and not found.is_closed,
        "leads": writes,
        "more_sections": [(kind.value, kind.label) for kind in NoteKind if kind.value not in held],
        "way": way_of(found),
    }


def way_of(found: SuccessPlan) -> list[tuple[str, str]]:
    """The steps from draft to closed, each done, current or ahead."""
    order = list(PlanStatus)
    place = order.index(PlanStatus(found.status))
    words = {PlanStatus.SHARED: _("Shared")}
    return [
        (str(words.get(status, status.label)), "done" if at < place else "current" if at == place else "")
        for at, status in enumerate(order)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    now, today = today_of(request)
    initial = {"key": submissions.new_key(), "owner": request.member.pk, "starts_on": today}
    form = PlanForm(
        request.POST or None, with_money=sees_money(request.member), held=request.member, fresh=True, initial=initial
    )  # fmt: skip
    made: list[int] = []

    def make() -> int:
        return begin_plan(account, form.plan_fields(), by=request.member, now=now).pk

    def save() -> None:
        made.append(submissions.once(form.cleaned_data["key"], make, now=now)[0])

    deed = Deed(
        title=_("Begin a success plan: %(name)s") % {"name": account.name},
        lead=_("It stays a draft, which the customer does not see, until it is shared."),
        deed=_("Begin plan"),
        back_url=account_href(account.pk),
        said=lambda: _("Plan begun"),
        trail=((account.name, account_href(account.pk)),),
        next_url=lambda: plan_url(made[0]),
    )
    return answer_deed(request, form, deed, save)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, plan_id: int) -> HttpResponse:
    found = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    names = ("title", "summary", "finances", "results", "starts_on", "ends_on", "version")
    initial = {**{name: getattr(found, name) for name in names}, "owner": found.owner_id or ""}
    form = PlanForm(
        request.POST or None, with_money=sees_money(request.member), held=found.owner, initial=initial
    )
    deed = plan_deed(found, title=_("Change the plan"), deed=_("Save plan"), said=_("Plan saved"), edits=True)
    return answer_deed(
        request, form, deed,
        lambda: change_plan(found, form.plan_fields(), version=form.sent_version, by=request.member, now=now),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def copying(request: StaffRequest, plan_id: int) -> HttpResponse:
    """The next plan of the same account, from this one."""
    found = plan_or_404(request.member, plan_id)
    account = account_for(request.member, found.account_id, Right.EDIT_ACCOUNTS)
    now, today = today_of(request)
    initial = {"key": submissions.new_key(), "title": found.title, "starts_on": today}
    form = CopyForm(request.POST or None, initial=initial)
    made: list[int] = []

    def make() -> int:
        values = form.cleaned_data
        fields = PlanFields(
            title=values["title"],
            summary=found.summary,
            owner_id=found.owner_id,
            starts_on=values["starts_on"],
        )
        return copy_plan(found, account, fields, by=request.member, now=now, today=today).pk

    def save() -> None:
        made.append(submissions.once(form.cleaned_data["key"], make, now=now)[0])

    deed = plan_deed(
        found,
        title=_("Begin the next plan from this one"),
        deed=_("Begin plan"),
        said=_("Plan begun"),
        lead=_("Outcomes, KPIs, activities and the other sections are taken along; readings and sign-off are not."),
        next_url=lambda: plan_url(made[0]),
    )  # fmt: skip
    return answer_deed(request, form, deed, save)


@require_POST
def sharing(request: StaffRequest, plan_id: int) -> HttpResponse:
    found = plan_for(request.member, plan_id)
    now, today = today_of(request)
    return _decided(
        request, found, _("Plan shared with the customer"),
        lambda: share_plan(found, version=sent_version(request), by=request.member, now=now, today=today),
    )  # fmt: skip


@require_POST
def withdrawal(request: StaffRequest, plan_id: int) -> HttpResponse:
    return _simple(request, plan_id, withdraw_plan, _("Plan taken back"))


@require_POST
def start(request: StaffRequest, plan_id: int) -> HttpResponse:
    return _simple(request, plan_id, start_plan, _("Plan started"))


@require_POST
def reopening(request: StaffRequest, plan_id: int) -> HttpResponse:
    return _simple(request, plan_id, reopen_plan, _("Plan reopened"))


@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: StaffRequest, plan_id: int) -> HttpResponse:
    """A sign-off that was given outside the portal."""
    found = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    form = SignForm(request.POST or None, plan=found, initial={"version": found.revision})
    deed = plan_deed(
        found,
        title=_("Record the sign-off"),
        deed=_("Record sign-off"),
        said=_("Sign-off recorded"),
        lead=_("For a plan that was signed on paper or by mail. The record names both of you."),
    )
    return answer_deed(
        request, form, deed,
        lambda: sign_plan(found, contact=form.contact, now=now, version=form.sent_version, by=request.member),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: StaffRequest, plan_id: int) -> HttpResponse:
    found = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    form = ClosingForm(request.POST or None, initial={"version": found.version, "results": found.results})
    deed = plan_deed(
        found,
        title=_("Close the plan"),
        deed=_("Close plan"),
        said=_("Plan closed"),
        lead=_("It can still be read and printed, and reopened."),
    )
    return answer_deed(
        request, form, deed,
        lambda: close_plan(
            found, form.cleaned_data["results"], version=form.sent_version, by=request.member, now=now
        ),
    )  # fmt: skip


def plan_deed(
    found: SuccessPlan,
    *,
    title: str,
    deed: str,
    said: str,
    lead: str = "",
    remove_url: str = "",
    edits: bool = False,
    next_url: Callable[[], str] | None = None,
) -> Deed:
    """A form about a plan, which leads back to it; one that can remove its row edits it."""
    return Deed(
        title=title,
        lead=lead,
        deed=deed,
        back_url=plan_url(found.pk),
        said=lambda: said,
        trail=((str(_("Success plans")), href("lifecycle:plans")), (found.title, plan_url(found.pk))),
        remove_url=remove_url,
        edits=edits or bool(remove_url),
        next_url=next_url,
    )


def plan_url(plan_id: int) -> str:
    """The page of a plan."""
    return href("lifecycle:plan", plan_id=plan_id)


def sent_version(request: StaffRequest) -> int:
    """The version that a plain form carries."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _simple(request: StaffRequest, plan_id: int, deed: Callable[..., Any], words: str) -> HttpResponse:
    found = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    return _decided(
        request, found, words, lambda: deed(found, version=sent_version(request), by=request.member, now=now)
    )


def _decided(
    request: StaffRequest, found: SuccessPlan, words: str, decide: Callable[[], object]
) -> HttpResponse:
    """Back to the page with a toast; what was refused stands on the page as it is now, with its reason."""
    status, refused = refusal_of(decide)
    if not refused:
        return saved(request, plan_url(found.pk), words)
    context = page_context(request, plan_or_404(request.member, found.pk))
    return render(request, "lifecycle/plan.html", {**context, "refused": refused}, status=status)
