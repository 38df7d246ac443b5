"""Merging two contacts of one account: the other one chosen, both looked at side by side, then made one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import contact_or_404, visible_contacts
from accounts.forms.merge import OtherContactForm
from accounts.models import Contact
from accounts.services.contact_merging import CHOSEN, merge_contacts
from accounts.services.merging import rows_that_move
from accounts.views.merging import pairs_of, sent_number
from accounts.views.saving import saved
from core import clock
from core.errors import DomainError
from core.links import href
from workspaces.choices import Right
from workspaces.http import StaffRequest

OFFERED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: StaffRequest, account_id: int, contact_id: int) -> HttpResponse:
    """Choose, then preview; the contact of the address is the one that stays."""
    kept = contact_or_404(request.member, account_id, contact_id, Right.EDIT_ACCOUNTS)
    others = visible_contacts(request.member).filter(account_id=account_id).exclude(pk=kept.pk)
    form = OtherContactForm(request.GET if "other" in request.GET else None, others=others)
    if not form.is_bound or not form.is_valid():
        return _choice(request, kept, form, others)
    gone = contact_or_404(request.member, account_id, form.cleaned_data["other"], Right.EDIT_ACCOUNTS)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            stays = _merge(request, kept, gone)
        except DomainError as error:
            refusal = error
        else:
            words = _("%(gone)s went into %(kept)s") % {"gone": gone.name, "kept": stays.name}
            return saved(request, _address(stays), words)
    return _preview(request, kept, gone, refusal)


def _merge(request: StaffRequest, kept: Contact, gone: Contact) -> Contact:
    now = clock.now()
    return merge_contacts(
        kept,
        gone,
        versions=(sent_number(request, "kept_version"), sent_number(request, "gone_version")),
        from_gone=[name for name in CHOSEN if request.POST.get(f"take-{name}") == "gone"],
        by=request.member,
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )


def _choice(request: StaffRequest, kept: Contact, form: OtherContactForm, others: Any) -> HttpResponse:
    offered = others.order_by("name_key", "pk").values_list("name", "email")[:OFFERED]
    context = {"account": kept.account, "contact": kept, "form": form, "names": list(offered)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/contact_merge_choice.html", context, status=status)


def _preview(
    request: StaffRequest, kept: Contact, gone: Contact, refusal: DomainError | None
) -> HttpResponse:
    swap = href("accounts:contact_merge", account_id=gone.account_id, contact_id=gone.pk)
    context: dict[str, Any] = {
        "account": kept.account,
        "contact": kept,
        "gone": gone,
        "pairs": pairs_of(kept, gone, CHOSEN),
        "moves": rows_that_move(gone),
        "refusal": refusal.message if refusal else "",
        "swap_url": f"{swap}?other=id:{kept.pk}",
        "back_url": _address(kept),
    }
    return render(request, "accounts/contact_merge.html", context, status=409 if refusal else 200)


def _address(found: Contact) -> str:
    return href("accounts:contact", account_id=found.account_id, contact_id=found.pk)
