"""Telling people that something became theirs; nobody is told of the own deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import below_workspace
from core.text import format_date, format_number
from notifications.services import NewNotice, post_notices
from playbooks.models import Cta, Task
from workspaces.models import Member

CTA, TASK, MORE = "cta", "task", "ctas"
TOLD_ONE_BY_ONE = 5


def tell_owner(thing: Cta | Task, *, by: Member | None, now: datetime) -> None:
    """Tell the owner that a CTA or a task is theirs, unless they did it themselves."""
    if thing.owner_id is None or (by is not None and thing.owner_id == by.pk):
        return
    post_notices([_notice(thing, thing.owner_id, _stamp(now))], now=now)


def tell_opened(ctas: Sequence[Cta], names: Mapping[int, str], *, now: datetime) -> None:
    """Tell the owners of CTAs that a rule opened: five one by one, the others in one line. `names`: of the accounts."""
    of_owner: dict[int, list[Cta]] = {}
    for cta in ctas:
        if cta.owner_id is not None:
            of_owner.setdefault(cta.owner_id, []).append(cta)
    notices = []
    for owner_id, theirs in of_owner.items():
        notices += [
            _notice(cta, owner_id, "0", names.get(cta.account_id, "")) for cta in theirs[:TOLD_ONE_BY_ONE]
        ]
        if len(theirs) > TOLD_ONE_BY_ONE:
            notices.append(_more(owner_id, len(theirs) - TOLD_ONE_BY_ONE, now))
    post_notices(notices, now=now)


def _notice(thing: Cta | Task, owner_id: int, stamp: str, account: str = "") -> NewNotice:
    is_cta = isinstance(thing, Cta)
    words = {"what": str(thing), "account": account or thing.account.name}
    due = _("Due %(day)s.") % {"day": format_date(thing.due_on)} if thing.due_on else ""
    path = (
        below_workspace("playbooks:cta", cta_id=thing.pk)
        if is_cta
        else below_workspace("playbooks:task", todo_id=thing.pk)
    )
    title = _("CTA for you: %(what)s") if is_cta else _("Task for you: %(what)s")
    kind = CTA if is_cta else TASK
    return NewNotice(
        member_id=owner_id,
        kind=kind,
        title=(title % words)[:200],
        body=" · ".join(part for part in (words["account"], due) if part),
        path=path,
        origin_key=f"{kind}:{thing.pk}:{stamp}",
        account_id=thing.account_id,
    )


def _more(owner_id: int, more: int, now: datetime) -> NewNotice:
    title = ngettext("%(n)s more CTA for you", "%(n)s more CTAs for you", more) % {"n": format_number(more)}
    return NewNotice(
        member_id=owner_id,
        kind=MORE,
        title=title,
        body=_("All of them stand on Today."),
        path=below_workspace("playbooks:today"),
        origin_key=f"{MORE}:{_stamp(now)}",
    )


def _stamp(now: datetime) -> str:
    """Given away and back again on one day is told twice: a moment, not a day."""
    return f"{now:%Y%m%d%H%M%S}"
