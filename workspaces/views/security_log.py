"""The security log, for admins."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workspaces.access import require
from workspaces.choices import Right
from workspaces.forms.security_log import LogFilterForm
from workspaces.http import StaffRequest
from workspaces.selectors import members
from workspaces.selectors.trail import ActFilter, security_acts
from workspaces.views.sections import settings_tabs


@require_safe
def acts(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.SEE_SECURITY_LOG)
    people = [*members(), *members(left=True)]
    form = LogFilterForm(request.GET, people=people)
    values = form.cleaned_data if form.is_valid() else {}
    chosen = ActFilter(
        kind=values.get("kind") or "",
        member_id=int(values["member"]) if values.get("member") else None,
        since=values.get("since"),
        until=values.get("until"),
        zone=timezone.get_current_timezone_name(),
    )
    page = security_acts(chosen, after=request.GET.get("after", ""))
    kept = {key: value for key, value in request.GET.items() if key != "after" and value}
    context = {
        "page": page,
        "form": form,
        "tabs": settings_tabs("security_log"),
        "older_url": f"?{urlencode({**kept, 'after': page.next_mark})}" if page.next_mark else "",
        "newest_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "is_filtered": bool(kept),
    }
    return render(request, "workspaces/security_log.html", context, status=422 if form.errors else 200)
