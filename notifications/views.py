"""The bell, its page, and how a person wants to be told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.answers import not_found
from core.errors import NotFound
from core.htmx import redirect, wants_fragment
from core.links import href
from core.shell import Choice
from core.text import format_number
from notifications.choices import Show
from notifications.forms import NoticeSettingsForm
from notifications.selectors import notice_of, notices_page, settings_of, unread
from notifications.selectors.stopping import stopped_mail
from notifications.services import (
    change_settings,
    mark_all_read,
    mark_read,
    mark_unread,
    stop_mail,
    undo_reading,
)
from notifications.services.stopping import read_link
from notifications.shell import bell_facts
from workspaces.forms.base import refused
from workspaces.http import StaffRequest
from workspaces.selectors.keyset import microseconds, moment_of
from workspaces.views.sections import my_tabs

IN_THE_BELL = 8


@require_safe
@never_cache
def notices(request: StaffRequest) -> HttpResponse:
    show, after = _shown(request), request.GET.get("after", "")
    page = notices_page(request.member, after=after, show=show)
    waiting = unread(request.member)
    context = {
        **bell_facts(waiting),
        "notices": page.rows,
        "next_mark": page.next_mark,
        "is_first": not after,
        "show": show,
        "choices": _choices(show, waiting.count),
        "here": request.get_full_path(),
    }
    name = "_notices" if wants_fragment(request) else "notice_list"
    return render(request, f"notifications/{name}.html", context)


@require_safe
@never_cache
def bell(request: StaffRequest) -> HttpResponse:
    """What the bell opens: the newest few, and the count beside it."""
    page = notices_page(request.member, after="", size=IN_THE_BELL)
    context = {**bell_facts(unread(request.member)), "notices": page.rows}
    return render(request, "notifications/_bell_panel.html", context)


@require_POST
def reading(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Reads one notice, and goes where it leads unless it is to stay."""
    notice = notice_of(request.member, notice_id)
    if notice is None:
        raise NotFound(_("Not found."))
    mark_read(notice.pk, by=request.member, now=clock.now())
    if request.POST.get("stay"):
        return redirect(request, _back(request))
    return redirect(request, href("workspaces:home") + notice.path)


@require_POST
def waiting(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Lets one notice wait again."""
    notice = notice_of(request.member, notice_id)
    if notice is None:
        raise NotFound(_("Not found."))
    mark_unread(notice.pk, by=request.member)
    return redirect(request, _back(request))


@require_POST
def readings(request: StaffRequest) -> HttpResponse:
    """Marks everything as read, and says how to take that back."""
    now = clock.now()
    count = mark_all_read(by=request.member, now=now)
    if count:
        said = ngettext("%(n)s notice marked as read", "%(n)s notices marked as read", count)
        undo = f"{href('notifications:readings_undo')}?at={microseconds(now)}"
        messages.success(request, said % {"n": format_number(count)}, extra_tags=f"undo:{undo}")
    return redirect(request, _back(request))


@require_POST
def readings_undo(request: StaffRequest) -> HttpResponse:
    """Lets those wait again that were marked at that moment."""
    asked = request.GET.get("at", "")
    at = moment_of(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    if at is None:
        raise NotFound(_("Not found."))
    undo_reading(at, by=request.member)
    return redirect(request, href("notifications:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    form = NoticeSettingsForm(
        request.POST if request.method == "POST" else None, settings=settings_of(request.member)
    )
    status = 200
    if request.method == "POST":
        status = refused(form, lambda: _save(request, form))
        if not status:
            messages.success(request, _("Saved how you are told"))
            return redirect(request, href("notifications:settings"))
    zone = request.member.user.time_zone or request.workspace.time_zone
    context = {"form": form, "tabs": my_tabs("notices"), "zone": zone.replace("_", " ")}
    return render(request, "notifications/settings.html", context, status=status)


@csrf_exempt  # mail programs post it for the reader, without our cookies; the signed link is the right to it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """The link in a mail: opening it changes nothing (scanners open links), posting ends such mails."""
    wanted = read_link(link)
    found = stopped_mail(wanted) if wanted else None
    if wanted is None or found is None:
        return not_found(request)
    done = request.method == "POST"
    if done:
        with found.scope():
            stop_mail(wanted.what, of=found.member)
    settings_url = href("notifications:settings", workspace=found.workspace.slug)
    context = {"stop": found, "done": done, "settings_url": settings_url}
    return render(request, "notifications/stop.html", context)


def _save(request: StaffRequest, form: NoticeSettingsForm) -> None:
    change_settings(
        by=request.member, mail=form.mail, times=form.times, has_digest=form.cleaned_data["has_digest"]
    )


def _shown(request: StaffRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in Show.values else Show.ALL.value


def _choices(show: str, waiting: int) -> list[Choice]:
    home = href("notifications:list")
    return [
        Choice(
            each.label,
            home if each == Show.ALL else f"{home}?show={each.value}",
            current=each.value == show,
            key=each.value,
            count=waiting if each == Show.UNREAD and waiting else None,
        )
        for each in Show
    ]


def _back(request: StaffRequest) -> str:
    """The list as it was shown, by the filter that its form carried."""
    show: Any = request.POST.get("show", "")
    home = href("notifications:list")
    return f"{home}?show={show}" if show in Show.values and show != Show.ALL else home
