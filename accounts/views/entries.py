"""One entry of the timeline: edited, pinned, deleted, brought back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import entry_or_404
from accounts.forms.entry import EntryForm, initial_of
from accounts.services.timeline import delete_entry, edit_entry, pin_entry, restore_entry
from accounts.story import reader_zone
from accounts.views.saving import CHANGED, attempt, back_from_bin, form_page, saved, undoable
from core import clock
from core.htmx import trigger, wants_fragment
from core.links import href
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: int, entry_id: int) -> HttpResponse:
    entry = entry_or_404(request.member, account_id, entry_id, changing=True)
    form = EntryForm(request.POST or None, initial=initial_of(entry), zone=reader_zone(request))
    back = href("accounts:detail", account_id=account_id)
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: edit_entry(
                entry,
                by=request.member,
                version=form.sent_version,
                fields=form.entry_fields(),
                now=clock.now(),
            ),
        )
        if tried.saved:
            return saved(request, back, _("Entry saved"))
    context = {"form": form, "account": entry.account, "entry": entry, "back_url": back}
    return form_page(request, "accounts/entry_form.html", context, tried)


@require_POST
def deletion(request: StaffRequest, account_id: int, entry_id: int) -> HttpResponse:
    entry = entry_or_404(request.member, account_id, entry_id, changing=True)
    delete_entry(entry, by=request.member, now=clock.now())
    undo = href("accounts:entry_restoration", account_id=account_id, entry_id=entry_id)
    back = href("accounts:detail", account_id=account_id)
    return undoable(request, _("Entry deleted"), undo=undo, back=back)


@require_POST
def restoration(request: StaffRequest, account_id: int, entry_id: int) -> HttpResponse:
    entry = entry_or_404(request.member, account_id, entry_id, changing=True, in_bin=True)
    restore_entry(entry, by=request.member, now=clock.now())
    return saved(
        request, back_from_bin(request, href("accounts:detail", account_id=account_id)), _("Entry is back")
    )


@require_POST
def pin(request: StaffRequest, account_id: int, entry_id: int) -> HttpResponse:
    """Pins, or with `pinned` empty lets go."""
    entry = entry_or_404(request.member, account_id, entry_id, changing=True)
    pinned = bool(request.POST.get("pinned"))
    pin_entry(entry, pinned=pinned, by=request.member)
    words = _("Entry pinned") if pinned else _("Entry unpinned")
    if wants_fragment(request):
        return trigger(trigger(HttpResponse(status=204), CHANGED), "toast", {"text": words})
    return saved(request, href("accounts:detail", account_id=account_id), words)
