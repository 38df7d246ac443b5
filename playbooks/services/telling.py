"""Telling people that something became theirs; nobody is told of the own deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import below_workspace
from core.text import format_date, format_number
from notifications.services import NewNotice, post_notices
from playbooks.models import Cta, Run, Task
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


def tell_started(runs: Sequence[Run], *, by: Member | None, now: datetime) -> None:
    """Tell people that a playbook which somebody else, or a rule, started has tasks for them: five runs one by one, the
    others in one line. Who hears of the run's CTA, which a rule opened, hears of its tasks there."""
    found = Task.objects.filter(run__in=[run.pk for run in runs], owner__isnull=False).order_by(
        "run_id", "owner_id"
    )
    told = by.pk if by else None
    of_owner: dict[int, list[NewNotice]] = {}
    rows = found.values_list(
        "run_id", "owner_id", "cta__owner_id", "account_id", "account__name", "run__playbook__name"
    )
    for run_id, owner_id, cta_owner_id, account_id, account, playbook, n, due_on in rows.annotate(
        n=Count("pk"), first_on=Min("due_on")
    ):
        if owner_id == told or (by is None and owner_id == cta_owner_id):
            continue
        title = ngettext("%(n)s task for you: %(playbook)s", "%(n)s tasks for you: %(playbook)s", n)
        due = _("The first is due %(day)s.") % {"day": format_date(due_on)} if due_on else ""
        of_owner.setdefault(owner_id, []).append(
            NewNotice(
                member_id=owner_id,
                kind=TASK,
                title=title % {"n": format_number(n), "playbook": playbook},
                body=" · ".join(part for part in (account, due) if part),
                path=below_workspace("playbooks:run", run_id=run_id),
                origin_key=f"run:{run_id}",
                account_id=account_id,
            )
        )
    notices = []
    for owner_id, theirs in of_owner.items():
        notices += theirs[:TOLD_ONE_BY_ONE]
        if len(theirs) > TOLD_ONE_BY_ONE:
            notices.append(_more_runs(owner_id, len(theirs) - TOLD_ONE_BY_ONE, now))
    post_notices(notices, now=now)


def _more_runs(owner_id: int, more: int, now: datetime) -> NewNotice:
    title = ngettext("%(n)s more playbook has tasks for you", "%(n)s more playbooks have tasks for you", more)
    return NewNotice(
        member_id=owner_id,
        kind=MORE,
        title=title % {"n": format_number(more)},
        body=_("All of them stand on Today."),
        path=below_workspace("playbooks:today"),
        origin_key=f"runs:{_stamp(now)}",
    )


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
