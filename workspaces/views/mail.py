"""The outbox, for admins: what was sent, what was not, and why. Bodies are not shown: some hold links."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from core.shell import Choice
from workspaces.access import require
from workspaces.choices import OutboxStatus, Right
from workspaces.http import StaffRequest
from workspaces.models import OutboxMessage
from workspaces.selectors.mail import CUT_OFF, mail_counts, mail_page
from workspaces.services.mail import mark_mail_sent, resend_mail
from workspaces.views.sections import settings_tabs


@require_safe
def outbox(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    now = clock.now()
    status = request.GET.get("status", "")
    status = status if status in {CUT_OFF, *OutboxStatus.values} else ""
    page = mail_page(status=status, after=request.GET.get("after", ""), now=now)
    context = {
        "page": page,
        "filters": _filters(status, mail_counts(now=now)),
        "status": status,
        "tabs": settings_tabs("outbox"),
        "cut_off": CUT_OFF,
    }
    return render(request, "workspaces/outbox.html", context)


@require_POST
def sending(request: StaffRequest, message_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    resend_mail(_message(message_id), now=clock.now())
    messages.success(request, _("The mail goes out again"))
    return redirect(request, href("workspaces:outbox"))


@require_POST
def settlement(request: StaffRequest, message_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    mark_mail_sent(_message(message_id), now=clock.now())
    messages.success(request, _("Noted as sent"))
    return redirect(request, href("workspaces:outbox"))


def _filters(status: str, counts: dict[str, int]) -> tuple[Choice, ...]:
    address = href("workspaces:outbox")
    named: dict[str, Any] = {"": _("All"), CUT_OFF: _("Cut off"), **dict(OutboxStatus.choices)}
    return tuple(
        Choice(
            label,
            f"{address}?status={key}" if key else address,
            current=key == status,
            key=key,
            count=counts.get(key, 0) if key else None,
        )
        for key, label in named.items()
    )


def _message(message_id: int) -> OutboxMessage:
    found = OutboxMessage.objects.filter(pk=message_id).first()
    if found is None:
        raise NotFound(_("There is no such mail."))
    return found
