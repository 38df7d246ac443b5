"""The customer's first page. What costs more than a look comes by itself a moment later."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.htmx import redirect, wants_fragment
from core.links import href
from portal.http import CustomerRequest
from portal.rules.logins import PartOfDay, part_of_day
from portal.selectors.people import people_of
from portal.waiting import waiting_for


@require_safe
def home(request: CustomerRequest) -> HttpResponse:
    customer = request.customer
    today = clock.today_in(request.workspace.time_zone)
    context = {
        "greeting": _greeting(customer.contact.name),
        "waiting": waiting_for(customer, today=today),
    }
    return render(request, "portal/home.html", context)


@require_safe
def side(request: CustomerRequest) -> HttpResponse:
    """Whom to turn to."""
    if not wants_fragment(request):
        return redirect(request, href("portal:home"))
    return render(request, "portal/_side.html", {"people": people_of(request.customer.account.pk)})


def _greeting(name: str) -> str:
    words = {
        PartOfDay.MORNING: _("Good morning, %(name)s"),
        PartOfDay.DAY: _("Good afternoon, %(name)s"),
        PartOfDay.EVENING: _("Good evening, %(name)s"),
    }
    hour = timezone.localtime(clock.now()).hour
    return words[part_of_day(hour)] % {"name": name.partition(" ")[0]}
