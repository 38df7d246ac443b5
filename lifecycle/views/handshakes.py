"""Handshakes: the list, one with both its sides, and what is done with the whole of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_for, visible_accounts
from accounts.lists.cells import account_href
from accounts.story import reader_zone
from accounts.views.saving import saved
from core import submissions
from core.links import href
from core.lists import answer_list
from lifecycle.access import (
    handshake_or_404,
    handshake_to_give,
    handshake_to_receive,
    handshake_to_run,
    may_give,
    may_receive,
)
from lifecycle.choices import HandshakeKind, HandshakeOrigin, HandshakeState
from lifecycle.forms.handshakes import HandoverForm, OpenForm, PeopleForm, ReasonForm, ReturnForm
from lifecycle.lists.sources import open_handshakes
from lifecycle.models import Handshake
from lifecycle.selectors.handshakes import items_of, shares_of, standing_of, steps_of
from lifecycle.selectors.promises import promises_of
from lifecycle.services.handshakes import (
    accept_handshake,
    deliver_handshake,
    fill_in_form,
    name_people,
    open_handshake,
    return_handshake,
    stamp_of_form,
    who_left,
    withdraw_handshake,
)
from lifecycle.services.handshakes.deciding import why_not
from lifecycle.services.handshakes.opening import BY_HAND
from lifecycle.shown_handshakes import handshake_shown, shares_shown
from lifecycle.shown_promises import promises_shown
from lifecycle.views.deeds import Deed, answer_deed, refusal_of, today_of
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.models import Member


@require_safe
def handshakes(request: StaffRequest) -> HttpResponse:
    opened = open_handshakes(request.workspace, request.member, request.GET, None)
    empty = {
        "title": _("No handshakes here"),
        "text": _(
            "One opens when an account moves over a stage’s boundary, 90 days before a term ends, or by hand."
        ),
        "button": _("Look at the stages"),
        "url": href("lifecycle:board"),
    }
    return answer_list(
        request, opened.spec, opened.rows, opened.context, "lifecycle/handshake_list.html", {"empty": empty}
    )


@require_safe
def handshake(request: StaffRequest, handshake_id: int) -> HttpResponse:
    found = handshake_or_404(request.member, handshake_id)
    return render(request, "lifecycle/handshake.html", page_context(request, found))


def page_context(request: StaffRequest, found: Handshake) -> dict[str, Any]:
    """Everything that the page of a handshake shows."""
    _now, today = today_of(request)
    member, items = request.member, items_of(found)
    standing = standing_of(items)
    sees_account = visible_accounts(member).filter(pk=found.account_id).exists()
    gives, receives = may_give(member, found), may_receive(member, found)
    delivered = found.state == HandshakeState.DELIVERED
    return {
        "handshake": found,
        "shown": handshake_shown(
            found, items, steps_of(found), standing, member=member, today=today, zone=reader_zone(request),
            currency=request.workspace.currency, with_money=sees_money(member), sees_account=sees_account,
        ),
        "shares": shares_shown(*shares_of(found)),
        "standing": standing,
        "why_not": why_not(standing),
        "people_lack": who_left(found, member) if found.is_open else "",
        "gives": gives and found.state in (HandshakeState.DRAFT, HandshakeState.RETURNED),
        "mends": gives and delivered,
        "decides": receives and delivered,
        "makes": receives and found.state in (HandshakeState.DELIVERED, HandshakeState.ACCEPTED),
        "runs": (gives or receives) and found.is_open,
        "may_accept": standing.may_accept,
        "has_form": found.kind == HandshakeKind.LAND_ADOPT,
        "return_form": ReturnForm(initial={"version": found.version}),
        "sees_account": sees_account,
        "account_url": account_href(found.account_id) if sees_account else "",
        "promises": promises_shown(promises_of(found.account), today) if sees_account else [],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    now, today = today_of(request)
    form = OpenForm(request.POST or None, initial={"key": submissions.new_key()})
    made: list[int] = []

    def save() -> None:
        kind = HandshakeKind(int(form.cleaned_data["kind"]))
        opened = open_handshake(
            account, kind, origin=HandshakeOrigin.PERSON, origin_key=BY_HAND, by=request.member, now=now, today=today
        )  # fmt: skip
        made.append(opened.pk)

    deed = Deed(
        title=_("Open a handshake: %(name)s") % {"name": account.name},
        lead=_(
            "It is filled in with what is known of the account. One that is open already is shown instead."
        ),
        deed=_("Open handshake"),
        back_url=account_href(account.pk),
        said=lambda: "",
        trail=((account.name, account_href(account.pk)),),
    )
    if request.method == "POST" and form.is_valid():
        save()
        return saved(request, _url(made[0]), _("Handshake open"))
    return answer_deed(request, form, deed, lambda: None)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: StaffRequest, handshake_id: int) -> HttpResponse:
    found = handshake_to_run(request.member, handshake_id)
    now, _today = today_of(request)
    initial = {"giver": found.giver_id or "", "receiver": found.receiver_id or "", "version": found.version}
    form = PeopleForm(request.POST or None, handshake=found, initial=initial)

    def save() -> None:
        name_people(
            found, giver=_member(form.member_id("giver")), receiver=_member(form.member_id("receiver")),
            version=form.sent_version, by=request.member, now=now,
        )  # fmt: skip

    deed = Deed(
        title=_("Who hands over, who receives"),
        lead=_("At acceptance the receiver becomes the owner of the account in that role."),
        deed=_("Save"),
        back_url=_url(found.pk),
        said=lambda: _("People saved"),
        edits=True,
        trail=_trail(found),
    )
    return answer_deed(request, form, deed, save)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, handshake_id: int) -> HttpResponse:
    """The post-sales handover form of handshake 1."""
    found = handshake_to_give(request.member, handshake_id)
    now, _today = today_of(request)
    filled = HandoverForm(
        request.POST or None, held=found.form, currency=request.workspace.currency,
        with_money=sees_money(request.member), initial={"version": stamp_of_form(found.form)},
    )  # fmt: skip
    deed = Deed(
        title=_("Handover form"),
        lead=_("What the sale agreed with %(name)s.") % {"name": found.account.name},
        deed=_("Save form"),
        back_url=_url(found.pk),
        said=lambda: _("Handover form saved"),
        trail=_trail(found),
        template="lifecycle/handover_form.html",
    )
    return answer_deed(
        request, filled, deed,
        lambda: fill_in_form(
            found, filled.document(), by=request.member, now=now, version=filled.sent_version or None
        ),
    )  # fmt: skip


@require_POST
def delivery(request: StaffRequest, handshake_id: int) -> HttpResponse:
    found = handshake_to_give(request.member, handshake_id)
    now, today = today_of(request)
    return _decided(
        request, found, _("Handshake delivered"),
        lambda: deliver_handshake(found, version=_version(request), by=request.member, now=now, today=today),
    )  # fmt: skip


@require_POST
def acceptance(request: StaffRequest, handshake_id: int) -> HttpResponse:
    found = handshake_to_receive(request.member, handshake_id)
    now, today = today_of(request)
    return _decided(
        request, found, _("Handshake accepted"),
        lambda: accept_handshake(found, version=_version(request), by=request.member, now=now, today=today),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def returning(request: StaffRequest, handshake_id: int) -> HttpResponse:
    found = handshake_to_receive(request.member, handshake_id)
    now, today = today_of(request)
    filled = ReturnForm(request.POST or None, initial={"version": found.version})
    deed = Deed(
        title=_("Return with a reason"),
        lead=_("Who hands over reads it. Your clock stops until it is delivered again."),
        deed=_("Return with a reason"),
        back_url=_url(found.pk),
        said=lambda: _("Handshake returned"),
        trail=_trail(found),
        danger=True,
    )
    return answer_deed(
        request, filled, deed,
        lambda: return_handshake(
            found, filled.cleaned_data["reason"], version=filled.sent_version, by=request.member, now=now, today=today
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: StaffRequest, handshake_id: int) -> HttpResponse:
    found = handshake_to_run(request.member, handshake_id)
    now, _today = today_of(request)
    filled = ReasonForm(request.POST or None, initial={"version": found.version})
    deed = Deed(
        title=_("Withdraw the handshake"),
        lead=_("It is closed without handing over. Its record stays."),
        deed=_("Withdraw handshake"),
        back_url=_url(found.pk),
        said=lambda: _("Handshake withdrawn"),
        trail=_trail(found),
        danger=True,
    )
    return answer_deed(
        request, filled, deed,
        lambda: withdraw_handshake(
            found, filled.cleaned_data["reason"], version=filled.sent_version, by=request.member, now=now
        ),
    )  # fmt: skip


def _decided(
    request: StaffRequest, found: Handshake, words: str, decide: Callable[[], object]
) -> HttpResponse:
    """Back to the page with a toast; what was refused stands on the page as it is now, with its reason."""
    status, refused = refusal_of(decide)
    if not refused:
        return saved(request, _url(found.pk), words)
    context = page_context(request, handshake_or_404(request.member, found.pk))
    return render(request, "lifecycle/handshake.html", {**context, "refused": refused}, status=status)


def _version(request: StaffRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _member(member_id: int | None) -> Member | None:
    return None if member_id is None else Member.objects.select_related("user").filter(pk=member_id).first()


def _url(handshake_id: int) -> str:
    return href("lifecycle:handshake", handshake_id=handshake_id)


def _trail(found: Handshake) -> tuple[tuple[str, str], ...]:
    return ((str(_("Handshakes")), href("lifecycle:handshakes")), (found.account.name, _url(found.pk)))
