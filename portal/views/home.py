"""The customer's first page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from portal.http import CustomerRequest
from portal.rules.logins import PartOfDay, part_of_day
from portal.selectors.people import people_of


@require_safe
def home(request: CustomerRequest) -> HttpResponse:
    customer = request.customer
    context = {"greeting": _greeting(customer.contact.name), "people": people_of(customer.account.pk)}
    return render(request, "portal/home.html", context)


def _greeting(name: str) -> str:
    words = {
        PartOfDay.MORNING: _("Good morning, %(name)s"),
        PartOfDay.DAY: _("Good afternoon, %(name)s"),
        PartOfDay.EVENING: _("Good evening, %(name)s"),
    }
    hour = timezone.localtime(clock.now()).hour
    return words[part_of_day(hour)] % {"name": name.partition(" ")[0]}
