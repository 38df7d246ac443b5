"""The customer's first page. What costs more than a look comes by itself a moment later."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.htmx import redirect, wants_fragment
from core.links import href
from lifecycle.selectors.plans import shared_plan
from portal.choices.inquiries import Face
from portal.http import CustomerRequest
from portal.models import Inquiry
from portal.rules.logins import PartOfDay, part_of_day
from portal.selectors.articles import read_first
from portal.selectors.chat import state_of
from portal.selectors.coming import coming_dates
from portal.selectors.inquiries import count_open, open_inquiries, to_rate
from portal.selectors.people import people_of
from portal.shown_inquiries import customer_status, customer_when
from portal.waiting import waiting_for

INQUIRIES, COMING, FIRST = 4, 4, 5
GOALS = 4


@require_safe
def home(request: CustomerRequest) -> HttpResponse:
    customer, now = request.customer, clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    context = {
        "greeting": _greeting(customer.contact.name),
        "waiting": waiting_for(customer, today=today, now=now),
        "inquiries": _inquiries(request, now),
        "open_count": count_open(customer.account.pk),
        "to_rate": to_rate(customer.contact, now)[:1],
        "faces": Face.choices,
    }
    return render(request, "portal/home.html", context)


@require_safe
def side(request: CustomerRequest) -> HttpResponse:
    """Whom to turn to."""
    if not wants_fragment(request):
        return redirect(request, href("portal:home"))
    account_id, zone = request.customer.account.pk, request.workspace.time_zone
    context = {
        "people": people_of(account_id),
        "chat": state_of(request.customer.contact.pk),
        "coming": coming_dates(account_id, clock.today_in(zone), ZoneInfo(zone), COMING),
        "first": read_first(request.customer, FIRST),
    }
    return render(request, "portal/_side.html", context)


@require_safe
def goals(request: CustomerRequest) -> HttpResponse:
    """What the plan in hand set out to reach."""
    if not wants_fragment(request):
        return redirect(request, href("portal:home"))
    today = clock.today_in(request.workspace.time_zone)
    plan = shared_plan(request.customer.account.pk, today=today)
    return render(request, "portal/_home_goals.html", {"kpis": plan.kpis[:GOALS] if plan else ()})


def _inquiries(request: CustomerRequest, now: datetime) -> list[tuple[Inquiry, str, str, str]]:
    """The account's open ones with status, its tone, and when one hears."""
    zone = ZoneInfo(request.workspace.time_zone)
    found = open_inquiries(request.customer.account.pk, INQUIRIES)
    return [
        (one, *customer_status(one, request.customer.contact.pk), customer_when(one, zone, now))
        for one in found
    ]


def _greeting(name: str) -> str:
    words = {
        PartOfDay.MORNING: _("Good morning, %(name)s"),
        PartOfDay.DAY: _("Good afternoon, %(name)s"),
        PartOfDay.EVENING: _("Good evening, %(name)s"),
    }
    hour = timezone.localtime(clock.now()).hour
    return words[part_of_day(hour)] % {"name": name.partition(" ")[0]}
