"""One line of a handshake: given, checked, asked about, answered, reminded of, made."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.saving import saved
from core.links import href
from lifecycle.access import handshake_or_404, handshake_to_give, handshake_to_receive, item_of
from lifecycle.choices import ItemSide
from lifecycle.forms.handshakes import AnswerForm, ItemForm, MadeForm, QuestionForm
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.services.handshakes import (
    answer_question,
    ask_about_item,
    check_item,
    give_item,
    make_item,
    remind_giver,
    stamp_of_item,
)
from lifecycle.views.deeds import Deed, answer_deed, today_of
from workspaces.access import sees_money
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: StaffRequest, handshake_id: int, item_id: int) -> HttpResponse:
    """One line: what the giver hands over, or what the receiver makes of it."""
    line = item_of(handshake_or_404(request.member, handshake_id), item_id, None)
    return _making(request, line) if line.side == ItemSide.MAKE else _giving(request, line)


def _giving(request: StaffRequest, line: HandshakeItem) -> HttpResponse:
    found = handshake_to_give(request.member, line.handshake_id)
    now, _today = today_of(request)
    initial = {
        "value": line.value, "file": line.file_id or "", "missing_reason": line.missing_reason,
        "version": stamp_of_item(line),
    }  # fmt: skip
    form = ItemForm(request.POST or None, item=line, with_money=sees_money(request.member), initial=initial)
    deed = _deed(found, title=str(line.get_key_display()), deed=_("Save item"), said=_("Item saved"))
    return answer_deed(
        request, form, deed,
        lambda: give_item(line, form.item_fields(), by=request.member, now=now, version=form.sent_version or None),
    )  # fmt: skip


def _making(request: StaffRequest, line: HandshakeItem) -> HttpResponse:
    found = handshake_to_receive(request.member, line.handshake_id)
    now, _today = today_of(request)
    form = MadeForm(request.POST or None, initial={"value": line.value})
    deed = _deed(found, title=str(line.get_key_display()), deed=_("Save"), said=_("Saved"))
    return answer_deed(
        request, form, deed, lambda: make_item(line, form.cleaned_data["value"], by=request.member, now=now)
    )


@require_POST
def check(request: StaffRequest, handshake_id: int, item_id: int) -> HttpResponse:
    """Checks an item off, or with `holds` empty looks at it again."""
    found = handshake_to_receive(request.member, handshake_id)
    now, _today = today_of(request)
    line = item_of(found, item_id)
    holds = bool(request.POST.get("holds"))
    check_item(line, holds=holds, by=request.member, now=now)
    said = _("%(item)s checked") if holds else _("%(item)s is to be looked at again")
    return saved(request, _url(found), said % {"item": line.get_key_display()})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, handshake_id: int, item_id: int) -> HttpResponse:
    found = handshake_to_receive(request.member, handshake_id)
    line = item_of(found, item_id)
    now, _today = today_of(request)
    form = QuestionForm(request.POST or None)
    title = _("Ask about: %(item)s") % {"item": line.get_key_display()}
    deed = _deed(found, title=title, deed=_("Ask"), said=_("Question sent"))
    return answer_deed(
        request, form, deed,
        lambda: ask_about_item(line, form.cleaned_data["question"], by=request.member, now=now),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, handshake_id: int, item_id: int) -> HttpResponse:
    found = handshake_to_give(request.member, handshake_id)
    line = item_of(found, item_id)
    now, _today = today_of(request)
    form = AnswerForm(request.POST or None)
    title = _("Answer: %(item)s") % {"item": line.get_key_display()}
    deed = _deed(found, title=title, lead=line.question, deed=_("Answer"), said=_("Answer sent"))
    return answer_deed(
        request, form, deed,
        lambda: answer_question(line, form.cleaned_data["answer"], by=request.member, now=now),
    )  # fmt: skip


@require_POST
def reminder(request: StaffRequest, handshake_id: int, item_id: int) -> HttpResponse:
    found = handshake_to_receive(request.member, handshake_id)
    now, today = today_of(request)
    told = remind_giver(item_of(found, item_id), by=request.member, now=now, today=today)
    return saved(request, _url(found), _("Reminded") if told else _("Reminded today already"))


def _deed(found: Handshake, *, title: str, deed: str, said: str, lead: str = "") -> Deed:
    trail = ((str(_("Handshakes")), href("lifecycle:handshakes")), (found.account.name, _url(found)))
    return Deed(title=title, lead=lead, deed=deed, back_url=_url(found), said=lambda: said, trail=trail)


def _url(found: Handshake) -> str:
    return href("lifecycle:handshake", handshake_id=found.pk)
