"""The bell's page: notices newest first, opened or marked as read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from notifications.selectors import notice_of, notices_page, unread_count
from notifications.services import mark_all_read, mark_read
from workspaces.http import StaffRequest


@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    page = notices_page(request.member, after=request.GET.get("after", ""))
    context = {
        "notices": page.rows,
        "next_mark": page.next_mark,
        "is_first": not request.GET.get("after"),
        "unread": unread_count(request.member),
    }
    return render(request, "notifications/notice_list.html", context)


@require_POST
def reading(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Reads one notice and goes where it leads."""
    notice = notice_of(request.member, notice_id)
    if notice is None:
        raise NotFound(_("Not found."))
    mark_read(notice.pk, by=request.member, now=clock.now())
    return redirect(request, href("workspaces:home") + notice.path)


@require_POST
def readings(request: StaffRequest) -> HttpResponse:
    """Marks everything as read."""
    mark_all_read(by=request.member, now=clock.now())
    return redirect(request, href("notifications:list"))
