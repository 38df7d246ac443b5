"""What the account page shows of inquiries."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import account_or_404, may
from core import clock
from lifecycle.views.panels import panel
from portal.access.inquiries import visible_inquiries
from portal.selectors.inquiries import account_inquiries
from portal.selectors.inquiry_people import holder_words
from portal.shown_inquiries import clock_tone, clock_words
from workspaces.choices import Right
from workspaces.http import StaffRequest

SHOWN = 5


@require_safe
def inquiries(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    now = clock.now()
    found = account_inquiries(visible_inquiries(request.member).filter(account_id=account.pk), SHOWN)
    rows = [(one, holder_words(one), clock_words(one, now), clock_tone(one, now)) for one in found]
    context = {"rows": rows, "may_add": may(request.member, account, Right.ANSWER_INQUIRIES)}
    return panel(request, account, "portal/_inquiries_panel.html", context)
