"""The timeline of an account: its panel and page, and the composer above it."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import account_or_404, may, members_who_see
from accounts.choices import EntryKind
from accounts.forms.entry import EntryForm
from accounts.models import Account
from accounts.ports import TIMELINE_SOURCES
from accounts.selectors.timeline import colleagues_like, story
from accounts.services.files import add_files
from accounts.services.timeline import write_entry
from accounts.story import Days, Filter, days_of, filters_of, reader_zone
from accounts.views.saving import CHANGED, attempt
from core import clock, submissions
from core.htmx import redirect, trigger, wants_fragment
from core.links import href
from core.text import name_key
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_safe
def timeline(request: StaffRequest, account_id: int) -> HttpResponse:
    """The panel as a fragment, older entries as a fragment to put below it, and a page of its own without scripts."""
    account = account_or_404(request.member, account_id)
    context = timeline_context(request, account)
    if not wants_fragment(request):
        context["composer"] = composer_of(request, account)
        return render(request, "accounts/timeline.html", context)
    template = "_timeline_rows.html" if request.GET.get("before") else "_timeline_panel.html"
    return render(request, f"accounts/{template}", context)


@require_POST
def new_entry(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id, Right.LOG_ACTIVITIES)
    form = EntryForm(request.POST, request.FILES, zone=reader_zone(request))
    if form.is_valid():
        tried = attempt(form, lambda: _write(request, account, form))
        if tried.saved:
            return _written(request, account, form.cleaned_data["kind"])
    context = {"account": account, "composer": form}
    if wants_fragment(request):
        return render(request, "accounts/_composer.html", context, status=422)
    page = {**timeline_context(request, account), **context}
    return render(request, "accounts/timeline.html", page, status=422)


@require_safe
def colleagues(request: StaffRequest, account_id: int) -> HttpResponse:
    """Names to offer after an @."""
    account = account_or_404(request.member, account_id, Right.LOG_ACTIVITIES)
    found = colleagues_like(members_who_see(account), name_key(request.GET.get("q", "")[:80]))
    return render(request, "accounts/_colleagues.html", {"names": found})


def composer_of(request: StaffRequest, account: Account) -> EntryForm | None:
    """A fresh composer, for who may log activities on this account."""
    if not may(request.member, account, Right.LOG_ACTIVITIES):
        return None
    initial = {"key": submissions.new_key(), "kind": EntryKind.NOTE}
    return EntryForm(initial=initial, zone=reader_zone(request))


def timeline_context(request: StaffRequest, account: Account) -> dict[str, Any]:
    """What the panel, its rows and the page show: by the address's kind, author and mark."""
    zone = reader_zone(request)
    kind, author_id = filter_asked(request.GET)
    before = request.GET.get("before", "")[:60]
    found = story(account, zone=zone, kind=kind, author_id=author_id, before=before)
    now = clock.now()
    days: Days = days_of(found, request.member, account, zone=zone, now=now, before=before)
    chosen: Filter = filters_of(found, account, kind=kind, author_id=author_id)
    return {"account": account, "story": found, "days": days, "filter": chosen}


def filter_asked(asked: QueryDict) -> tuple[str, int | None]:
    """Kind and author of an address; what is neither is passed over."""
    kind, author = asked.get("kind", ""), asked.get("author", "")
    known = kind in EntryKind.values or kind in TIMELINE_SOURCES
    number = int(author) if author.isascii() and author.isdigit() and len(author) < 19 else None
    return (kind if known else ""), number


def _write(request: StaffRequest, account: Account, form: EntryForm) -> None:
    now = clock.now()

    def make() -> int:
        with transaction.atomic():
            entry = write_entry(account, form.entry_fields(), by=request.member, now=now)
            add_files(account, form.cleaned_data["files"], by=request.member, now=now, entry=entry)
        return entry.pk

    submissions.once(form.cleaned_data["key"], make, now=now)


def _written(request: StaffRequest, account: Account, kind: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(request, href("accounts:detail", account_id=account.pk))
    context = {"account": account, "composer": composer_of(request, account), "again": True}
    answer = render(request, "accounts/_composer.html", context)
    said = _("%(kind)s saved") % {"kind": EntryKind(kind or EntryKind.NOTE).label}
    return trigger(trigger(answer, CHANGED), "toast", {"text": said})
