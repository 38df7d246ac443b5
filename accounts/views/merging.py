"""Merging two accounts: the other one chosen, both looked at side by side, then made one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import account_for
from accounts.forms.merge import OtherForm
from accounts.models import Account, Contact
from accounts.services.editing import told
from accounts.services.merging import CHOSEN, merge_accounts, rows_that_move
from accounts.views.saving import saved
from core import clock
from core.errors import DomainError
from core.links import href
from workspaces.choices import Right
from workspaces.http import StaffRequest

Merged = Account | Contact


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of both, in words; `takes_gone` where the survivor has nothing to lose."""

    field: str
    label: str
    kept: str
    gone: str
    takes_gone: bool


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: StaffRequest, account_id: int) -> HttpResponse:
    """Choose, then preview; the account of the address is the one that stays."""
    kept = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    form = OtherForm(request.GET if "other" in request.GET else None, member=request.member)
    if not form.is_bound or not form.is_valid():
        context = {"account": kept, "form": form}
        return render(request, "accounts/merge_choice.html", context, status=422 if form.is_bound else 200)
    gone = account_for(request.member, form.cleaned_data["other"], Right.EDIT_ACCOUNTS)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            stays = _merge(request, kept, gone)
        except DomainError as error:
            refusal = error
        else:
            words = _("%(gone)s went into %(kept)s") % {"gone": gone.name, "kept": stays.name}
            return saved(request, href("accounts:detail", account_id=stays.pk), words)
    return _preview(request, kept, gone, refusal)


def _merge(request: StaffRequest, kept: Account, gone: Account) -> Account:
    now = clock.now()
    return merge_accounts(
        kept,
        gone,
        versions=(sent_number(request, "kept_version"), sent_number(request, "gone_version")),
        from_gone=[name for name in CHOSEN if request.POST.get(f"take-{name}") == "gone"],
        by=request.member,
        now=now,
        today=clock.today_in(request.workspace.time_zone, now),
    )


def _preview(
    request: StaffRequest, kept: Account, gone: Account, refusal: DomainError | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "account": kept,
        "gone": gone,
        "pairs": pairs_of(kept, gone, CHOSEN),
        "moves": rows_that_move(gone),
        "refusal": refusal.message if refusal else "",
        "swap_url": f"{href('accounts:merge', account_id=gone.pk)}?other={kept.external_id or kept.name}",
    }
    return render(request, "accounts/merge.html", context, status=409 if refusal else 200)


def pairs_of(kept: Merged, gone: Merged, names: Sequence[str]) -> list[Pair]:
    """The fields in which the two differ."""
    return [_pair(kept, gone, name) for name in names if getattr(kept, name) != getattr(gone, name)]


def _pair(kept: Merged, gone: Merged, name: str) -> Pair:
    mine, other = getattr(kept, name), getattr(gone, name)
    label = capfirst(str(kept._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    return Pair(name, label, told(kept, name, mine), told(gone, name, other), mine in ("", None))


def sent_number(request: StaffRequest, name: str) -> int:
    """A version as the form sent it; 0, which no row has, for what is none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
